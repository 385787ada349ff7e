/*
 * Reads one error answer by each contestant.
 *
 *   bench time ROUNDS       name, ns, ratio to the reference (median, least, greatest),
 *                           ratio of ours to it: one line each, tabs between
 *   bench allocations       name, calls of the malloc family for one answer;
 *                           needs the counter of count.c loaded before everything else
 *   bench loop NAME COUNT   COUNT answers by one of them, for counters outside
 *   bench names             their names
 */

#include <cos_err.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "read.h"

#define REQUEST_ID_TEXT "NWYxYTJiM2NfNGQ1ZTZmNzBfOGE5Yl8xYzJkM2U0"
#define TRACE_ID_TEXT                                                      \
  "NzRkYWZiMDJmMDJiZTdkMTk0MzgwZjYzMTFmMjk2NzI2MjliMzFhNDQwYjAzYTExM2U0" \
  "NDRkMjg2MWRhNmYyZWJlOGUxNTRmNjM3MjA3Nzg2MDY3ZjFkNDg4ZmViY2UwYzg0NThmZjk1"
#define OBJECT "examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/exampleobject"

static const char body[] =
    "<?xml version='1.0' encoding='utf-8' ?>\n"
    "<Error>\n"
    "\t<Code>NoSuchKey</Code>\n"
    "\t<Message>The specified key does not exist.</Message>\n"
    "\t<Resource>" OBJECT "</Resource>\n"
    "\t<RequestId>" REQUEST_ID_TEXT "</RequestId>\n"
    "\t<TraceId>" TRACE_ID_TEXT "</TraceId>\n"
    "</Error>\n";
enum { BODY_LENGTH = sizeof body - 1 };
typedef char the_body_has_452_bytes[BODY_LENGTH == 452 ? 1 : -1];

const char *const element_names[FIELDS] = {"Code", "Message", "Resource", "RequestId", "TraceId"};
static const char *const expected[FIELDS] = {
    "NoSuchKey", "The specified key does not exist.", OBJECT, REQUEST_ID_TEXT, TRACE_ID_TEXT,
};

static const cos_header_t headers[] = {
    {"Date", "Fri, 24 Jul 2020 00:32:12 GMT", 0, 0},
    {"Server", "tencent-cos", 0, 0},
    {"Content-Type", "application/xml", 0, 0},
    {"Content-Length", "452", 0, 0},
    {"Connection", "keep-alive", 0, 0},
    {"x-cos-request-id", REQUEST_ID_TEXT, 0, 0},
    {"x-cos-trace-id", TRACE_ID_TEXT, 0, 0},
};
static const char raw_headers[] =
    "HTTP/1.1 404 Not Found\r\n"
    "Date: Fri, 24 Jul 2020 00:32:12 GMT\r\n"
    "Server: tencent-cos\r\n"
    "Content-Type: application/xml\r\n"
    "Content-Length: 452\r\n"
    "Connection: keep-alive\r\n"
    "x-cos-request-id: " REQUEST_ID_TEXT "\r\n"
    "x-cos-trace-id: " TRACE_ID_TEXT "\r\n\r\n";

static void read_answer(cos_exchange_t *exchange, const char *bytes, size_t length) {
  exchange->struct_size = sizeof *exchange;
  exchange->method = "GET";
  exchange->url = "https://" OBJECT;
  exchange->status = 404;
  exchange->body = bytes;
  exchange->body_len = length;
  exchange->received_at_ms = 1595550732250;
  cos_error_t *error = cos_error_from_response(exchange);
  const char *const fields[FIELDS] = {
      cos_error_code(error),       cos_error_message(error),  cos_error_resource(error),
      cos_error_request_id(error), cos_error_trace_id(error),
  };
  use(fields);
  cos_error_free(error);
}

static void read_ours(const char *bytes, size_t length) {
  cos_exchange_t exchange = {0};
  exchange.headers = headers;
  exchange.header_count = sizeof headers / sizeof *headers;
  read_answer(&exchange, bytes, length);
}

static void read_ours_block(const char *bytes, size_t length) {
  cos_exchange_t exchange = {0};
  exchange.raw_headers = raw_headers;
  exchange.raw_headers_len = sizeof raw_headers - 1;
  read_answer(&exchange, bytes, length);
}

enum { OURS = 0, REFERENCE = 2 };
static const struct {
  const char *name;
  read_body_fn *read;
} contestants[] = {
    {"libcos_err", read_ours},           {"libcos_err-block", read_ours_block}, {"pugixml", read_pugixml},
    {"libxml2-push", read_libxml2_push}, {"libxml2-dom", read_libxml2_dom},     {"expat", read_expat},
    {"mxml", read_mxml},
};
enum { CONTESTANTS = sizeof contestants / sizeof *contestants };

static void run(size_t contestant, long count) {
  while (count-- > 0) {
    contestants[contestant].read(body, BODY_LENGTH);
  }
}

/* While `checking`, the strings are compared; else a byte of each is looked at. */
static int checking = 1;
static size_t checked;
static volatile unsigned seen;

void use(const char *const fields[FIELDS]) {
  for (int i = 0; i < FIELDS; i++) {
    if (!checking) {
      seen += (unsigned char)fields[i][0];
    } else if (strcmp(fields[i], expected[i]) == 0) {
      checked++;
    }
  }
}

/* A contestant that reads something else is not measured. */
static void check_all(void) {
  for (size_t i = 0; i < CONTESTANTS; i++) {
    checked = 0;
    run(i, 1);
    if (checked != FIELDS) {
      fprintf(stderr, "%s does not read the five fields\n", contestants[i].name);
      exit(2);
    }
  }
  checking = 0;
}

static int by_value(const void *a, const void *b) {
  const double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double median(double *values, size_t count) {
  qsort(values, count, sizeof *values, by_value);
  return values[count / 2];
}

/* CPU time of this process, in ns: other load on the machine does not count. */
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

enum { MAX_ROUNDS = 101, TURNS = 25, COUNT = 500 };

/* One round: the contestants in turn, many short times, so that what disturbs
   one disturbs all; the median turn of each counts. */
static void time_round(double ns[CONTESTANTS]) {
  static double turns[CONTESTANTS][TURNS];
  for (size_t turn = 0; turn < TURNS; turn++) {
    for (size_t i = 0; i < CONTESTANTS; i++) {
      const double start = now();
      run(i, COUNT);
      turns[i][turn] = (now() - start) / COUNT;
    }
  }
  for (size_t i = 0; i < CONTESTANTS; i++) {
    ns[i] = median(turns[i], TURNS);
  }
}

static void time_all(size_t rounds) {
  static double ns[MAX_ROUNDS][CONTESTANTS];
  double warm_up[CONTESTANTS];
  time_round(warm_up);
  for (size_t r = 0; r < rounds; r++) {
    time_round(ns[r]);
  }
  for (size_t i = 0; i < CONTESTANTS; i++) {
    double own[MAX_ROUNDS], to_reference[MAX_ROUNDS], of_ours[MAX_ROUNDS];
    for (size_t r = 0; r < rounds; r++) {
      own[r] = ns[r][i];
      to_reference[r] = ns[r][i] / ns[r][REFERENCE];
      of_ours[r] = ns[r][OURS] / ns[r][i];
    }
    const double middle = median(to_reference, rounds);
    printf("%s\t%.0f\t%.2f\t%.2f\t%.2f\t%.2f\n", contestants[i].name, median(own, rounds), middle, to_reference[0],
           to_reference[rounds - 1], median(of_ours, rounds));
  }
}

static int count_allocations(void) {
  enum { REPEATS = 100 };
  const unsigned long *calls = dlsym(RTLD_DEFAULT, "bench_allocations");
  if (calls == NULL) {
    fprintf(stderr, "the allocation counter is not loaded\n");
    return 2;
  }
  for (size_t i = 0; i < CONTESTANTS; i++) {
    run(i, 10);
    const unsigned long before = *calls;
    run(i, REPEATS);
    printf("%s\t%lu\n", contestants[i].name, (*calls - before) / REPEATS);
  }
  return 0;
}

int main(int argc, char **argv) {
  const char *mode = argc > 1 ? argv[1] : "";
  const long number = argc > 2 ? atol(argv[argc - 1]) : 0;
  check_all();
  if (strcmp(mode, "time") == 0 && number > 0 && number <= MAX_ROUNDS) {
    time_all((size_t)number);
    return 0;
  }
  if (strcmp(mode, "allocations") == 0) {
    return count_allocations();
  }
  for (size_t i = 0; i < CONTESTANTS; i++) {
    if (strcmp(mode, "names") == 0) {
      puts(contestants[i].name);
    } else if (strcmp(mode, "loop") == 0 && argc == 4 && strcmp(argv[2], contestants[i].name) == 0) {
      run(i, number);
    }
  }
  return 0;
}
