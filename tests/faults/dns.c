#include "dns.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <string.h>
#include <sys/socket.h>

#include "peer.h"

enum { HEADER = 12, A = 1, NO_ERROR = 0, SERVER_FAILURE = 2, NAME_ERROR = 3, ROOM = 512 };

static dns_t how = DNS_SILENT;
static size_t queries;
static int line;

void dns_answers(dns_t now) {
  __atomic_store_n(&how, now, __ATOMIC_SEQ_CST);
  __atomic_store_n(&queries, 0, __ATOMIC_SEQ_CST);
}

size_t dns_queries(void) { return __atomic_load_n(&queries, __ATOMIC_SEQ_CST); }

/* The end of the one question of a query; 0 if it is none. */
static size_t question_end(const unsigned char *query, size_t length) {
  size_t at = HEADER;
  while (at < length && query[at]) at += query[at] + 1u;
  return at + 5 <= length ? at + 5 : 0;
}

/* An address record of the name in the question. */
static size_t add_address(unsigned char *answer, size_t at, unsigned char last) {
  const unsigned char record[] = {0xC0, HEADER, 0, A, 0, 1, 0, 0, 0, 0, 0, 4, 127, 0, 0, last};
  memcpy(answer + at, record, sizeof record);
  return at + sizeof record;
}

/* Turns a query into its answer; its length. */
static size_t answer(unsigned char *query, size_t end, dns_t now) {
  int wants_a = query[end - 4] == 0 && query[end - 3] == A;
  int codes[] = {[DNS_NO_SUCH_NAME] = NAME_ERROR, [DNS_FAILS] = SERVER_FAILURE, [DNS_NO_ADDRESS] = NO_ERROR};
  size_t addresses = !wants_a ? 0 : now == DNS_LOCAL ? 1 : now == DNS_TWO ? 2 : 0;
  query[2] = 0x81; /* an answer; recursion was asked for */
  query[3] = (unsigned char)(0x80 | (now == DNS_LOCAL || now == DNS_TWO ? NO_ERROR : codes[now]));
  memset(query + 6, 0, 6);
  query[7] = (unsigned char)addresses;
  if (addresses == 2) end = add_address(query, end, 2);
  return addresses ? add_address(query, end, 1) : end;
}

static void *serve(void *unused) {
  (void)unused;
  for (;;) {
    unsigned char packet[ROOM + 64];
    struct sockaddr_in from;
    socklen_t from_length = sizeof from;
    ssize_t got = recvfrom(line, packet, ROOM, 0, (struct sockaddr *)&from, &from_length);
    size_t end = got > HEADER ? question_end(packet, (size_t)got) : 0;
    __atomic_add_fetch(&queries, 1, __ATOMIC_SEQ_CST);
    dns_t now = __atomic_load_n(&how, __ATOMIC_SEQ_CST);
    if (!end || now == DNS_SILENT) continue;
    sendto(line, packet, answer(packet, end, now), 0, (struct sockaddr *)&from, from_length);
  }
  return NULL;
}

const char *dns_start(void) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(53), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  static pthread_t thread;
  line = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (line < 0 || bind(line, (struct sockaddr *)&at, sizeof at) != 0) return "port 53";
  start_deaf(&thread, serve, NULL);
  return NULL;
}
