#include "calls.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

void complain(findings_t *findings, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  if (findings->wrong++ == 0) vsnprintf(findings->first, sizeof findings->first, format, arguments);
  va_end(arguments);
}

void add_findings(findings_t *whole, const findings_t *part) {
  if (!whole->wrong) memcpy(whole->first, part->first, sizeof whole->first);
  whole->calls += part->calls;
  whole->wrong += part->wrong;
}

void check_findings(const findings_t *findings) {
  check_subject = findings->who;
  CHECK_TEXT(findings->first, "");
  CHECK_NUMBER(findings->wrong, 0);
  CHECK(findings->calls > 0);
  check_subject = "";
}

void make_id(char id[ID_ROOM], const char *who) {
  static unsigned long made;
  unsigned long number = __atomic_add_fetch(&made, 1, __ATOMIC_RELAXED);
  snprintf(id, ID_ROOM, "%s.%ld.%lu", who, (long)getpid(), number);
}

/* Fault buckets exist as soon as they are asked for; this fault is none. */
void numbered_bucket(char name[BUCKET_ROOM], size_t number) {
  snprintf(name, BUCKET_ROOM, "fault-slow-0-%zu", 1250000000 + number);
}

static cos_call_t *call_with(const char *id, const char *fault) {
  cos_call_t *call = cos_call_new();
  cos_call_add_header(call, "x-standin-echo", id);
  if (fault) cos_call_add_header(call, "x-standin-fault", fault);
  return call;
}

void ask_bucket(cos_client_t *client, const char *bucket, findings_t *findings) {
  char id[ID_ROOM];
  make_id(id, findings->who);
  cos_call_t *call = call_with(id, NULL);
  cos_response_t *response = NULL;
  cos_error_t *error = cos_err_head_bucket(client, bucket, call, &response);
  const char *echo = cos_response_header(response, "x-standin-echo");
  findings->calls++;
  if (error)
    complain(findings, "%s: %s", id, cos_error_json(error));
  else if (strcmp(echo, id) != 0)
    complain(findings, "%s got the answer of %s", id, echo);
  cos_error_free(error);
  cos_response_free(response);
  cos_call_free(call);
}

void ask_missing_object(cos_client_t *client, const char *bucket, findings_t *findings) {
  char id[ID_ROOM];
  make_id(id, findings->who);
  cos_call_t *call = call_with(id, NULL);
  cos_request_t *request = cos_request_new("GET", bucket, id);
  cos_error_t *error = cos_client_send(client, request, call, NULL);
  const char *echo = cos_error_header(error, "x-standin-echo");
  findings->calls++;
  if (strcmp(cos_error_code(error), "NoSuchKey") != 0)
    complain(findings, "%s: not NoSuchKey, but %s", id, cos_error_json(error));
  else if (strcmp(echo, id) != 0)
    complain(findings, "%s got the answer of %s", id, echo);
  else if (!strstr(cos_error_resource(error), id))
    complain(findings, "%s got the body of %s", id, cos_error_resource(error));
  else if (!*cos_error_advice(error, "en"))
    complain(findings, "%s got no advice", id);
  cos_error_free(error);
  cos_request_free(request);
  cos_call_free(call);
}

void ask_for_break(cos_client_t *client, const char *bucket, findings_t *findings) {
  char id[ID_ROOM];
  make_id(id, findings->who);
  cos_call_t *call = call_with(id, "reset");
  cos_error_t *error = cos_err_head_bucket(client, bucket, call, NULL);
  findings->calls++;
  if (cos_error_reason(error) != COS_ERROR_REASON_CONNECTION_LOST)
    complain(findings, "%s: not ConnectionLost, but %s", id, cos_error_json(error));
  cos_error_free(error);
  cos_call_free(call);
}

void ask_often(cos_client_t *client, const char *bucket, size_t times, findings_t *findings) {
  for (size_t i = 0; i < times; i++) {
    if (i % 2)
      ask_missing_object(client, bucket, findings);
    else
      ask_bucket(client, bucket, findings);
  }
}

typedef struct {
  void (*work)(void *item);
  void *item;
} job_t;

static void *do_job(void *argument) {
  job_t *job = argument;
  job->work(job->item);
  return NULL;
}

void at_once(size_t count, void (*work)(void *item), void *items, size_t size) {
  pthread_t *threads = calloc(count, sizeof *threads);
  job_t *jobs = calloc(count, sizeof *jobs);
  if (!threads || !jobs) abort();
  for (size_t i = 0; i < count; i++) {
    jobs[i] = (job_t){work, (char *)items + i * size};
    if (pthread_create(&threads[i], NULL, do_job, &jobs[i]) != 0) abort();
  }
  for (size_t i = 0; i < count; i++) pthread_join(threads[i], NULL);
  free(jobs);
  free(threads);
}
