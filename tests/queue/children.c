/* A process that forks while calls run and wait: children CALLS CONNECTIONS. In the child the queue
   and the client are empty and can be used; the parent's calls are the parent's. */
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check.h"
#include "client_from.h"
#include "crowd.h"
#include "deadline.h"
#include "gate.h"
#include "resources.h"
#include "taken.h"

enum { MOST_DESCRIPTORS = 8192, LIMIT_S = 60, OWN_CALLS = 20, ROUNDS = 3, FORKS = 40 };

/* Each of its own, as a thread does that uses a queue alone. */
static void start_and_take(cos_client_t *client, cos_queue_t *queue) {
  char marks[OWN_CALLS];
  cos_request_t *request = gate_request(GATE_AT_ONCE);
  for (size_t i = 0; i < OWN_CALLS; i++) start_one(client, queue, request, NULL, &marks[i], NULL);
  cos_request_free(request);
  for (size_t i = 0; i < OWN_CALLS; i++) {
    cos_completion_t completion = {.struct_size = sizeof completion};
    CHECK_NUMBER(cos_queue_next(queue, TAKEN_LIMIT_MS, &completion), 1);
    CHECK((size_t)((char *)completion.user_data - marks) < OWN_CALLS);
    CHECK_TEXT(cos_error_text(completion.error), "");
    cos_error_free(completion.error);
    cos_response_free(completion.response);
  }
}

static void check_empty(cos_queue_t *queue, int fd) {
  check_nothing_comes(queue);
  CHECK(!is_readable(fd, 0));
}

/* By one of these the threads that wait for long are woken. */
static size_t local_sockets(void) {
  size_t count = 0;
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) abort();
  for (int fd = 0; fd < (int)limit.rlim_cur && fd < MOST_DESCRIPTORS; fd++) {
    int domain = 0;
    socklen_t size = sizeof domain;
    count += getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) == 0 && domain == AF_UNIX;
  }
  return count;
}

static void await_local_sockets(void) {
  for (int64_t limit = now_ms() + LIMIT_S * 1000; local_sockets() == 0 && now_ms() < limit;) pause_1_ms();
  CHECK(local_sockets() > 0);
}

/* Frees all, or a part of it, or nothing. */
static void look_and_use(crowd_t *crowd, int parents_fd, int round) {
  int fd = queue_fd(crowd->queue);
  CHECK(fd != parents_fd);
  check_empty(crowd->queue, fd);
  /* They are calls of the parent: nothing happens. */
  cos_started_cancel(crowd->members[0].started);
  cos_started_resume(crowd->members[1].started);
  cos_cancel_trigger(crowd->members[2].cancel);
  start_and_take(crowd->client, crowd->queue);
  CHECK_NUMBER(local_sockets(), 0);
  check_empty(crowd->queue, fd);
  CHECK_NUMBER(cos_client_wait(crowd->client, -1), 1);
  if (round == 0) crowd_free(crowd);
  if (round == 1) {
    cos_client_shutdown(crowd->client);
    cos_queue_free(crowd->queue, 1);
  }
  CHECK_NUMBER(crowd_strays(), 0);
}

/* Ends the child if it was one; what it found is a check of the parent's. */
static void end_child(pid_t child) {
  int status = -1;
  if (child == 0) {
    fflush(stdout);
    _exit(check_failures > 0);
  }
  CHECK(waitpid(child, &status, 0) == child);
  CHECK_NUMBER(status, 0);
}

static pid_t begin_child(void) {
  fflush(stdout);
  pid_t child = fork();
  if (child == 0) {
    alarm(LIMIT_S);
    check_failures = 0;
  }
  return child;
}

/* A completion waits in the parent's queue meanwhile, and stays there. */
static void fork_and_look(crowd_t *crowd, int round) {
  int fd = queue_fd(crowd->queue);
  cos_started_cancel(crowd->members[crowd->size - 1 - (size_t)round].started);
  CHECK(is_readable(fd, LIMIT_S * 1000));
  pid_t child = begin_child();
  if (child == 0) look_and_use(crowd, fd, round);
  end_child(child);
  CHECK_NUMBER(queue_fd(crowd->queue), fd);
  CHECK(is_readable(fd, 0));
  CHECK_NUMBER(crowd_poll(crowd), 1);
  CHECK(!is_readable(fd, 0));
}

static void children_begin_anew(size_t calls, int32_t connections) {
  gate_hold();
  crowd_t *crowd = crowd_new(gate_options(connections), calls);
  crowd_start(crowd, "key", 0, CROWD_CHECKS | CROWD_TOKENS);
  gate_await_held((size_t)connections);
  await_local_sockets();
  for (int round = 0; round < ROUNDS; round++) {
    CHECK_NUMBER(gate_held(), connections);
    CHECK(local_sockets() > 0);
    fork_and_look(crowd, round);
  }
  /* One that runs, in the parent as before. */
  cos_started_cancel(crowd->members[0].started);
  crowd_take(crowd, ROUNDS + 1);
  CHECK_NUMBER(crowd_failed(crowd, COS_ERROR_REASON_CANCELLED), ROUNDS + 1);
  gate_open();
  crowd_take(crowd, calls);
  CHECK_NUMBER(crowd_succeeded(crowd), calls - ROUNDS - 1);
  CHECK_NUMBER(crowd_failed(crowd, COS_ERROR_REASON_CANCELLED), ROUNDS + 1);
  CHECK_NUMBER(crowd_poll(crowd), 0);
  crowd_check_once(crowd);
  crowd_free(crowd);
}

typedef struct {
  cos_client_t *client;
  cos_queue_t *queue;
  int over;
} pair_t;

static void *use_until_over(void *argument) {
  pair_t *pair = argument;
  while (!__atomic_load_n(&pair->over, __ATOMIC_ACQUIRE)) start_and_take(pair->client, pair->queue);
  return NULL;
}

/* Whatever the other threads hold. */
static void forks_among_calls_never_hang(void) {
  enum { USERS = 2 };
  pair_t pairs[USERS];
  pthread_t users[USERS];
  cos_client_t *client = client_from(gate_options(4));
  for (int i = 0; i < USERS; i++) {
    pairs[i] = (pair_t){.client = client, .queue = cos_queue_new(NULL)};
    CHECK_NUMBER(pthread_create(&users[i], NULL, use_until_over, &pairs[i]), 0);
  }
  for (int i = 0; i < FORKS && !check_failures; i++) {
    pid_t child = begin_child();
    if (child == 0) {
      pair_t *pair = &pairs[i % USERS];
      if (i % 3) start_and_take(client, pair->queue);
      if (i % 4 < 2) cos_queue_free(pair->queue, i % 2);
      if (i % 4 > 0) cos_client_free(client);
    }
    end_child(child);
  }
  for (int i = 0; i < USERS; i++) __atomic_store_n(&pairs[i].over, 1, __ATOMIC_RELEASE);
  for (int i = 0; i < USERS; i++) pthread_join(users[i], NULL);
  for (int i = 0; i < USERS; i++) cos_queue_free(pairs[i].queue, 0);
  cos_client_free(client);
}

int main(int argc, char **argv) {
  if (argc != 3) return fputs("usage: children CALLS CONNECTIONS\n", stderr), 2;
  deadline_begin();
  gate_start();
  children_begin_anew(strtoul(argv[1], NULL, 10), atoi(argv[2]));
  forks_among_calls_never_hang();
  gate_stop();
  return check_report();
}
