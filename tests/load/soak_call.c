#include "soak_call.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "server.h"
#include "timers.h"

enum { SMALL = 300, LARGE = 100000 };

/* So near to the end of the total timeout a call may end by that: it looks at what else ends it every 50 ms. */
enum { NEAR_END_MS = 200 };

static const char *const small_object = "soak/small", *const large_object = "soak/large";
static unsigned char bytes[LARGE];

uint64_t soak_random(soaker_t *soaker, uint64_t limit) {
  uint64_t z = soaker->random += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return (z ^ (z >> 31)) % limit;
}

static void put(cos_client_t *client, const char *key, size_t length) {
  cos_request_t *request = cos_request_new("PUT", BUCKET, key);
  cos_request_set_body(request, bytes, length);
  cos_error_t *error = cos_client_send(client, request, NULL, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cos_request_free(request);
}

void soak_prepare(cos_client_t *client) {
  for (size_t i = 0; i < LARGE; i++) bytes[i] = (unsigned char)(i * 31 + i / 251);
  put(client, small_object, SMALL);
  put(client, large_object, LARGE);
}

static void count(unsigned *rows, const row_t *row) {
  __atomic_add_fetch(&rows[row - fault_table], 1, __ATOMIC_RELAXED);
}

static void draw(soaker_t *soaker, asked_t *asked) {
  const operation_t operations[] = {HEAD_BUCKET, GET_OBJECT, PUT_OBJECT};
  size_t drawn = __atomic_fetch_add(soaker->begun, 1, __ATOMIC_RELAXED);
  if (drawn >= fault_table_length) drawn = fault_table_draw(soak_random(soaker, UINT64_MAX));
  *asked = (asked_t){.row = &fault_table[drawn], .limit_ms = TOTAL_MS};
  count(soaker->drawn, asked->row);
  do {
    asked->operation = operations[soak_random(soaker, 3)];
  } while (asked->row->operations && !(asked->row->operations & asked->operation));
  asked->large = !asked->row->fault && soak_random(soaker, 8) == 0;
  if (asked->row->end != BY_ITSELF) asked->limit_ms = 100 + (int64_t)soak_random(soaker, TOTAL_MS - NEAR_END_MS - 100);
  make_id(asked->id, soaker->findings.who);
  /* A key of its own for each place: the server keeps what it stores. */
  snprintf(asked->key, sizeof asked->key, "soak/put-%zu", soaker->place);
  if (asked->operation == GET_OBJECT) strcpy(asked->key, asked->large ? large_object : small_object);
}

static int32_t is_due(void *user_data) { return now_ms() >= *(int64_t *)user_data; }

/* Settings of the call, which begins now. */
static cos_call_t *begin(soaker_t *soaker, asked_t *asked) {
  cos_call_t *call = cos_call_new();
  asked->token = cos_cancel_new();
  cos_call_add_header(call, "x-standin-echo", asked->id);
  if (asked->row->fault) cos_call_add_header(call, "x-standin-fault", asked->row->fault);
  if (asked->row->end == BY_TIMEOUT) cos_call_set_timeout_ms(call, asked->limit_ms);
  if (asked->row->end == BY_INTERRUPT) cos_call_set_interrupt(call, is_due, &asked->due_ms, NULL);
  if (asked->row->end == BY_TOKEN) cos_call_set_cancel(call, asked->token);
  asked->begun_ms = now_ms();
  asked->due_ms = asked->begun_ms + asked->limit_ms;
  if (asked->row->end == BY_TOKEN) timer_set(soaker->place, asked->token, asked->due_ms);
  return call;
}

static cos_request_t *request_of(const asked_t *asked) {
  if (asked->operation == HEAD_BUCKET) return cos_request_new("HEAD", BUCKET, NULL);
  cos_request_t *request = cos_request_new(asked->operation == GET_OBJECT ? "GET" : "PUT", BUCKET, asked->key);
  if (asked->operation == PUT_OBJECT) cos_request_set_body(request, bytes, asked->large ? LARGE : SMALL);
  return request;
}

/* NULL: right. */
static const char *wrong_success(const asked_t *asked, const cos_response_t *response) {
  size_t length = 0;
  const void *body = cos_response_body(response, &length);
  size_t expected = asked->operation != GET_OBJECT ? 0 : asked->large ? LARGE : SMALL;
  if (asked->row->reason || asked->row->status != 200) return "a success";
  if (cos_response_status(response) != 200) return "another status";
  if (strcmp(cos_response_header(response, "x-standin-echo"), asked->id) != 0) return "another's answer";
  if (length != expected || memcmp(body, bytes, length) != 0) return "another body";
  return NULL;
}

static const char *wrong_error(const soaker_t *soaker, const asked_t *asked, const cos_error_t *error) {
  const row_t *row = asked->row;
  /* On a busy machine it may have been ended before anything came. */
  int is_early = soaker->late_ms && row->end != BY_ITSELF && cos_error_status(error) == 0;
  int head = asked->operation == HEAD_BUCKET;
  const char *code = head && row->head_code ? row->head_code : row->code;
  if (!row->code) return "a failure";
  if (cos_error_reason(error) != row->reason) return "another reason";
  if (cos_error_kind(error) != (row->reason ? COS_ERROR_KIND_CLIENT : COS_ERROR_KIND_SERVICE)) return "another kind";
  if (cos_error_status(error) != row->status && !is_early) return "another status";
  if (strcmp(cos_error_code(error), code) != 0) return "another code";
  if (!is_early && cos_error_origin_truncated(error) != (row->truncated && !head)) return "another truncation";
  if (row->has_headers && !is_early && strcmp(cos_error_header(error, "x-standin-echo"), asked->id) != 0) return "another's answer";
  if (cos_error_request_sent(error) != 1 && !is_early) return "a request that was not sent";
  if (cos_error_attempt_count(error) < 1 || cos_error_attempt_count(error) > 3) return "a wrong number of attempts";
  if (!*cos_error_text(error) || !*cos_error_advice(error, "zh")) return "no text";
  return NULL;
}

/* Never late; and what ends at a time does not end before it. */
static const char *wrong_time(const soaker_t *soaker, const asked_t *asked, int64_t elapsed_ms) {
  if (elapsed_ms > asked->limit_ms + (soaker->late_ms ? soaker->late_ms : LATE_MS)) return "an end that came too late";
  if (asked->row->end != BY_ITSELF && elapsed_ms < asked->limit_ms) return "an end that came too early";
  return NULL;
}

void soak_end(soaker_t *soaker, asked_t *asked, cos_error_t *error, cos_response_t *response) {
  int64_t elapsed_ms = now_ms() - asked->begun_ms;
  if (asked->row->end == BY_TOKEN) timer_clear(soaker->place);
  const char *wrong = error ? wrong_error(soaker, asked, error) : wrong_success(asked, response);
  if (!wrong) wrong = wrong_time(soaker, asked, elapsed_ms);
  soaker->findings.calls++;
  if (wrong) {
    count(soaker->wrong, asked->row);
    complain(&soaker->findings, "%s (%s, operation %d) met %s after %d ms of %d: %s", asked->id,
             asked->row->fault ? asked->row->fault : "no fault", (int)asked->operation, wrong, (int)elapsed_ms,
             (int)asked->limit_ms, cos_error_json(error));
  }
  cos_error_free(error);
  cos_response_free(response);
  cos_cancel_free(asked->token);
}

void soak_call(soaker_t *soaker) {
  asked_t asked;
  cos_response_t *response = NULL;
  cos_error_t *error;
  draw(soaker, &asked);
  cos_call_t *call = begin(soaker, &asked);
  if (asked.operation == HEAD_BUCKET) {
    error = cos_err_head_bucket(soaker->client, BUCKET, call, &response);
  } else {
    cos_request_t *request = request_of(&asked);
    error = cos_client_send(soaker->client, request, call, &response);
    cos_request_free(request);
  }
  soak_end(soaker, &asked, error, response);
  cos_call_free(call);
}

void soak_start(soaker_t *soaker, asked_t *asked, cos_queue_t *queue) {
  draw(soaker, asked);
  cos_call_t *call = begin(soaker, asked);
  cos_request_t *request = request_of(asked);
  cos_error_t *error = cos_client_start(soaker->client, request, call, queue, asked, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  cos_request_free(request);
  cos_call_free(call);
}
