/* A host that closes all descriptors, as daemons do, and opens its own under the same
   numbers: the library neither reads, nor writes, nor closes them. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "check.h"
#include "fault.h"
#include "peer.h"
#include "ports.h"
#include "standin.h"

enum { DESCRIPTORS = 256, NONE = -1 };

/* What the host has under the number of a connection. */
typedef enum { NOTHING, A_FILE, A_PIPE, A_PAIR, A_CONNECTION, KINDS } kind_t;
static const char *const kinds[] = {"nothing", "a file", "a pipe", "a pair", "a connection"};

/* What becomes of the client. */
typedef enum { CALL, SHUTDOWN, FREE, ENDS } end_t;

typedef struct {
  int number, other; /* the other end; NONE: there is none */
  ino_t inode;
} foreign_t;

static char is_known[DESCRIPTORS];

static int is_open(int number) { return fcntl(number, F_GETFD) != -1; }

static void note_open(void) {
  for (int i = 0; i < DESCRIPTORS; i++) is_known[i] = (char)is_open(i);
}

/* The descriptor that is open in addition to those that were noted. */
static int new_one(void) {
  int found = NONE;
  for (int i = 0; i < DESCRIPTORS; i++) {
    if (!is_open(i) || is_known[i]) continue;
    CHECK_NUMBER(found, NONE);
    found = i;
  }
  CHECK(found != NONE);
  return found;
}

static void connect_pair(int ends[2]) {
  char address[32];
  int listener = listen_locally("127.0.0.1", 1, address);
  struct sockaddr_in at = socket_address(address);
  ends[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(ends[0], (struct sockaddr *)&at, sizeof at) != 0) abort();
  ends[1] = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  close(listener);
}

static void open_kind(kind_t kind, int ends[2]) {
  int both[2];
  ends[0] = ends[1] = NONE;
  switch (kind) {
    case A_FILE: ends[0] = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600); break;
    case A_PIPE:
      if (pipe2(both, O_CLOEXEC | O_NONBLOCK) != 0) abort();
      /* The end that can be written to. */
      ends[0] = both[1], ends[1] = both[0];
      break;
    case A_PAIR:
      if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) abort();
      break;
    case A_CONNECTION: connect_pair(ends); break;
    default: break;
  }
}

static foreign_t put_in_place(int number, kind_t kind) {
  struct stat stat = {0};
  int ends[2];
  open_kind(kind, ends);
  if (ends[0] == NONE) {
    close(number);
    return (foreign_t){.number = NONE, .other = NONE};
  }
  /* Closes the connection. */
  if (dup2(ends[0], number) != number) abort();
  close(ends[0]);
  if (fstat(number, &stat) != 0) abort();
  if (ends[1] != NONE) fcntl(ends[1], F_SETFL, O_NONBLOCK);
  return (foreign_t){.number = number, .other = ends[1], .inode = stat.st_ino};
}

/* Open, and nothing was written to it. */
static void check_untouched(const foreign_t *foreign) {
  struct stat stat = {0};
  char byte;
  if (foreign->number == NONE) return;
  CHECK_NUMBER(fstat(foreign->number, &stat), 0);
  CHECK_NUMBER(stat.st_ino, foreign->inode);
  CHECK_NUMBER(S_ISREG(stat.st_mode) ? stat.st_size : 0, 0);
  if (foreign->other == NONE) return;
  CHECK_NUMBER(read(foreign->other, &byte, 1), -1);
  CHECK_NUMBER(errno, EAGAIN);
}

static void close_foreign(const foreign_t *foreign) {
  if (foreign->number != NONE) CHECK_NUMBER(close(foreign->number), 0);
  if (foreign->other != NONE) CHECK_NUMBER(close(foreign->other), 0);
}

static void call_once(cos_client_t *client) {
  cos_error_t *error = cos_head_bucket(client, STANDIN_BUCKET, NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
}

static cos_client_t *client_over(int tls) {
  cos_client_options_t *options = tls ? https_options(port("good")) : http_options(standin_address());
  if (tls) cos_client_options_set_ca_file(options, ca_file());
  return client_from(options);
}

static void is_left_alone(int tls, kind_t kind, end_t end) {
  struct timespec moment = {.tv_nsec = 10000000};
  char subject[64];
  snprintf(subject, sizeof subject, "%s%s, %d", kinds[kind], tls ? " under TLS" : "", (int)end);
  check_subject = subject;
  cos_client_t *client = client_over(tls);
  note_open();
  call_once(client);
  foreign_t foreign = put_in_place(new_one(), kind);
  /* A client in use looks again only after a moment without a call. */
  nanosleep(&moment, NULL);
  if (end == CALL) {
    call_once(client);
    call_once(client);
  }
  if (end == SHUTDOWN) cos_client_shutdown(client);
  check_untouched(&foreign);
  cos_client_free(client);
  check_untouched(&foreign);
  close_foreign(&foreign);
  check_subject = "";
}

int main(void) {
  ports_start();
  for (int tls = 0; tls < 2; tls++)
    for (kind_t kind = NOTHING; kind < KINDS; kind++)
      for (end_t end = CALL; end < ENDS; end++) is_left_alone(tls, kind, end);
  ports_stop();
  return check_report();
}
