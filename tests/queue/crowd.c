#include "crowd.h"

#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "client_from.h"
#include "gate.h"
#include "resources.h"

enum { AT_ONCE = 64, LIMIT_MS = 60000, TAKES_PER_COUNT = 16, PATIENCE_MS = 30000 };

/* What an interrupt check has: memory of its own, which its release frees. */
typedef struct {
  member_t *member;
  char bytes[200];
} watch_t;

static int32_t go_on(void *user_data) {
  const watch_t *watch = user_data;
  return watch->bytes[sizeof watch->bytes - 1] != 7;
}

static size_t strays;

static void note_process(const crowd_t *crowd) {
  if (crowd->owner != (long)getpid()) __atomic_add_fetch(&strays, 1, __ATOMIC_SEQ_CST);
}

size_t crowd_strays(void) { return __atomic_load_n(&strays, __ATOMIC_SEQ_CST); }

static void release(void *user_data) {
  watch_t *watch = user_data;
  note_process(watch->member->crowd);
  __atomic_add_fetch(&watch->member->releases, 1, __ATOMIC_SEQ_CST);
  free(watch);
}

static void discard(void *user_data) {
  member_t *member = user_data;
  note_process(member->crowd);
  __atomic_add_fetch(&member->discarded, 1, __ATOMIC_SEQ_CST);
  __atomic_add_fetch(&member->crowd->discarded, 1, __ATOMIC_SEQ_CST);
}

crowd_t *crowd_new(cos_client_options_t *options, size_t size) {
  crowd_t *crowd = calloc(1, sizeof *crowd);
  if (!crowd || !(crowd->members = calloc(size, sizeof *crowd->members))) abort();
  crowd->size = size;
  crowd->owner = (long)getpid();
  crowd->client = client_from(options);
  crowd->queue = cos_queue_new(discard);
  for (size_t i = 0; i < size; i++) crowd->members[i] = (member_t){.crowd = crowd, .number = i};
  return crowd;
}

static void set_check(cos_call_t *call, member_t *member) {
  watch_t *watch = calloc(1, sizeof *watch);
  if (!watch) abort();
  member->has_check = 1;
  watch->member = member;
  watch->bytes[sizeof watch->bytes - 1] = 7;
  cos_call_set_interrupt(call, go_on, watch, release);
}

static void start(member_t *member, const char *key, int64_t timeout_ms, int flags) {
  cos_request_t *request = gate_request(key);
  cos_call_t *call = gate_call(member->number);
  if (timeout_ms) cos_call_set_timeout_ms(call, timeout_ms);
  if (flags & CROWD_CHECKS) set_check(call, member);
  if (flags & CROWD_TOKENS) cos_call_set_cancel(call, member->cancel = cos_cancel_new());
  member->started_ms = now_ms();
  cos_error_t *error =
      cos_client_start(member->crowd->client, request, call, member->crowd->queue, member, &member->started);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  /* The call that was started does not see this. */
  cos_request_set_query(request, "late", NULL);
  cos_call_add_header(call, "x-late", "late");
  cos_call_set_timeout_ms(call, 1);
  cos_request_free(request);
  cos_call_free(call);
  member->crowd->started++;
}

void crowd_start(crowd_t *crowd, const char *key, int64_t timeout_ms, int flags) {
  for (size_t i = 0; i < crowd->size; i++) start(&crowd->members[i], key, timeout_ms, flags);
}

static void note_threads(crowd_t *crowd) {
  size_t now = threads();
  if (now > crowd->most_threads) crowd->most_threads = now;
}

/* The header that came back is that of its own call. */
static void check_echo(const member_t *member, const cos_response_t *response) {
  char number[GATE_ECHO_ROOM];
  snprintf(number, sizeof number, "%zu", member->number);
  CHECK_TEXT(cos_response_header(response, GATE_ECHO), number);
}

static void note(crowd_t *crowd, const cos_completion_t *completion) {
  member_t *member = completion->user_data;
  CHECK_NUMBER(completion->kind, COS_COMPLETION_CALL);
  CHECK((completion->error == NULL) != (completion->response == NULL));
  if (member < crowd->members || member >= crowd->members + crowd->size) {
    CHECK_TEXT("a completion", "a completion of a call that was started");
    return;
  }
  member->taken++;
  member->ended_ms = now_ms();
  member->succeeded += completion->response != NULL;
  member->reason = cos_error_reason(completion->error);
  member->attempts = (int32_t)cos_error_attempt_count(completion->error);
  /* What it had is released before it can be taken. */
  CHECK_NUMBER(__atomic_load_n(&member->releases, __ATOMIC_SEQ_CST), member->has_check);
  if (completion->response) check_echo(member, completion->response);
  cos_error_free(completion->error);
  cos_response_free(completion->response);
  crowd->taken++;
}

static size_t take(crowd_t *crowd, int64_t timeout_ms) {
  cos_completion_t completions[AT_ONCE];
  completions[0].struct_size = sizeof *completions;
  size_t count = cos_queue_take(crowd->queue, timeout_ms, completions, AT_ONCE);
  for (size_t i = 0; i < count && i < AT_ONCE; i++) note(crowd, &completions[i]);
  return count;
}

void crowd_take(crowd_t *crowd, size_t count) {
  size_t got = 1;
  for (size_t rounds = 0; crowd->taken < count && got > 0; rounds++) {
    if (rounds % TAKES_PER_COUNT == 0) note_threads(crowd);
    got = take(crowd, PATIENCE_MS);
  }
  CHECK_NUMBER(crowd->taken, count);
}

size_t crowd_poll(crowd_t *crowd) {
  size_t before = crowd->taken;
  note_threads(crowd);
  while (take(crowd, 0) > 0) {
  }
  return crowd->taken - before;
}

void crowd_await_discarded(crowd_t *crowd, size_t count) {
  for (int64_t limit = now_ms() + LIMIT_MS; now_ms() < limit; pause_1_ms())
    if (__atomic_load_n(&crowd->discarded, __ATOMIC_SEQ_CST) >= count) break;
  CHECK_NUMBER(__atomic_load_n(&crowd->discarded, __ATOMIC_SEQ_CST), count);
}

void crowd_check_once(crowd_t *crowd) {
  size_t not_once = 0, not_released = 0;
  for (size_t i = 0; i < crowd->size; i++) {
    const member_t *member = &crowd->members[i];
    not_once += member->taken + __atomic_load_n(&member->discarded, __ATOMIC_SEQ_CST) != 1;
    not_released += __atomic_load_n(&member->releases, __ATOMIC_SEQ_CST) != member->has_check;
  }
  CHECK_NUMBER(crowd->started, crowd->size);
  CHECK_NUMBER(not_once, 0);
  CHECK_NUMBER(not_released, 0);
  CHECK_NUMBER(crowd_strays(), 0);
}

size_t crowd_succeeded(const crowd_t *crowd) {
  size_t count = 0;
  for (size_t i = 0; i < crowd->size; i++) count += (size_t)crowd->members[i].succeeded;
  return count;
}

size_t crowd_failed(const crowd_t *crowd, int32_t reason) {
  size_t count = 0;
  for (size_t i = 0; i < crowd->size; i++) count += crowd->members[i].taken && crowd->members[i].reason == reason;
  return count - (reason ? 0 : crowd_succeeded(crowd));
}

void crowd_free(crowd_t *crowd) {
  for (size_t i = 0; i < crowd->size; i++) {
    cos_started_free(crowd->members[i].started);
    cos_cancel_free(crowd->members[i].cancel);
  }
  cos_queue_free(crowd->queue, 1);
  cos_client_free(crowd->client);
  free(crowd->members);
  free(crowd);
}
