/* A server that says what it is told to, byte for byte, and does what HTTP
   libraries refuse to do: on 127.0.0.1, in threads of the test itself. */
#ifndef PEER_H
#define PEER_H

#include <netinet/in.h>
#include <stddef.h>

typedef struct peer peer_t;

/* What becomes of the connection behind an answer. */
typedef enum {
  PEER_CLOSE, /* FIN; what of the request was not read makes the system send a reset */
  PEER_RESET,
  PEER_SILENCE, /* open, without a word, until peer_stop */
  PEER_NEXT,    /* the next request is read, and gets the next answer */
} peer_end_t;

/* How much of a request is read before the answer. */
typedef enum {
  PEER_READ_ALL,
  PEER_READ_HEAD,
  PEER_READ_SOME, /* what comes first, HTTP or not */
  PEER_READ_NONE,
} peer_read_t;

typedef struct {
  const char *bytes; /* NULL: none */
  size_t length;     /* 0: up to the NUL */
  peer_end_t end;
  int drip_ms;    /* not 0: a byte at a time, with this pause between */
  size_t at_once; /* ... but for the first so many */
} peer_answer_t;

/* Gives the answers in order, request by request; the last to all that follow.
   The answers are borrowed until peer_stop. */
peer_t *peer_start(const peer_answer_t *answers, size_t count, peer_read_t read);

/* The same on another address of this machine. */
peer_t *peer_start_on(const char *ip, const peer_answer_t *answers, size_t count, peer_read_t read);

/* The same on this port, IPv6 too; 0: a free one. */
peer_t *peer_start_at(const char *ip, unsigned port, const peer_answer_t *answers, size_t count, peer_read_t read);

/* Calls this, on a thread of the peer, for each request whose head was read,
   before any of its body is. To be set before the first request comes. */
void peer_when_asked(peer_t *peer, void (*when_asked)(void *user_data), void *user_data);

/* "127.0.0.1:PORT", "[::1]:PORT" */
const char *peer_address(const peer_t *peer);
size_t peer_connections(peer_t *peer);
size_t peer_requests(peer_t *peer);

/* The head of the latest request, as it came, up to 4095 bytes. */
void peer_latest(peer_t *peer, char head[4096]);

/* Closes everything and frees the peer. */
void peer_stop(peer_t *peer);

/* A listener whose queue is full: the system leaves a connect to it unanswered. */
typedef struct backlog backlog_t;
backlog_t *backlog_start(void);

/* On this address and port (0: a free one), with nobody left waiting: nothing but what the test
   itself dials reaches it. */
backlog_t *backlog_start_quiet(const char *ip, unsigned port);
const char *backlog_address(const backlog_t *backlog);
void backlog_stop(backlog_t *backlog);

/* "127.0.0.1:PORT" where nobody listens: the port was ours a moment ago. */
const char *refused_address(void);

/* A thread that no signal of the process reaches: signals are for the test's own. */
void start_deaf(void *thread, void *(*run)(void *), void *argument);

/* A listener on a free port of an address of this machine, and "IP:PORT". */
int listen_locally(const char *ip, int backlog, char address[32]);

/* The same on this port; IPv6 too, as "[IP]:PORT". */
int listen_at(const char *ip, unsigned port, int backlog, char address[32]);

/* "IP:PORT" as the system takes it. */
struct sockaddr_in socket_address(const char *address);

#endif
