#include "numbered.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { SMALL = 600, LEAST = 16000, MOST = 16800 };

const char *const call_form_names[CALL_FORMS] = {
    [CALL_HEAD] = "HEAD", [CALL_GET] = "GET",   [CALL_CHUNKS] = "GET, in chunks", [CALL_STOPPED] = "GET, given up",
    [CALL_PUT] = "PUT",   [CALL_POST] = "POST", [CALL_DELETE] = "DELETE",         [CALL_204] = "PUT, 204",
    [CALL_304] = "GET, 304",
};

const char *const more_time_names[MORE_TIMES] = {
    [MORE_IN_THE_RECORD] = "with the response",
    [MORE_IN_THE_SEGMENT] = "in its segment",
    [MORE_LATER] = "in a later segment",
    [MORE_WHILE_IDLE] = "while idle",
};

static const struct {
  const char *method;
  int status, has_body, writes;
} forms[CALL_FORMS] = {
    [CALL_HEAD] = {"HEAD", 200, 0, 0},   [CALL_GET] = {"GET", 200, 1, 0}, [CALL_CHUNKS] = {"GET", 200, 1, 0},
    [CALL_STOPPED] = {"GET", 200, 1, 0}, [CALL_PUT] = {"PUT", 200, 1, 1}, [CALL_POST] = {"POST", 200, 1, 1},
    [CALL_DELETE] = {"DELETE", 204, 0, 1}, [CALL_204] = {"PUT", 204, 0, 1}, [CALL_304] = {"GET", 304, 0, 0},
};

/* SplitMix64: each bit of it depends on all of the number. */
static uint64_t drawn(unsigned long number) {
  uint64_t z = number * UINT64_C(0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
  return z ^ (z >> 31);
}

numbered_t numbered(unsigned long number) {
  uint64_t bits = drawn(number);
  call_form_t form = (call_form_t)(bits % CALL_FORMS);
  int refused = forms[form].writes && (bits >> 16) % 3 == 0;
  return (numbered_t){
      .number = number,
      .form = form,
      .method = forms[form].method,
      .status = refused ? 403 : forms[form].status,
      .has_body = refused || forms[form].has_body,
      .refused = refused,
      .interim = (bits >> 20) % 4 == 0,
      .has_more = (bits >> 24) % 3 == 0,
      .when = (more_time_t)((bits >> 32) % MORE_TIMES),
  };
}

void numbered_id(char id[ID_SIZE], unsigned long number) { snprintf(id, ID_SIZE, "call-%08lu", number); }
void surplus_id(char id[ID_SIZE], unsigned long number) { snprintf(id, ID_SIZE, "surplus-%08lu", number); }

/* Of the whole response: every second one about as large as a TLS record. */
static size_t size_of(const numbered_t *call) {
  uint64_t bits = drawn(call->number) >> 40;
  return bits % 2 ? LEAST + bits / 2 % (MOST - LEAST + 1) : SMALL;
}

static const char interims[] =
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nx-cos-request-id: interim\r\n\r\n";

/* In two chunks, the first of one byte, with a trailer behind them. */
enum { CHUNKS_COST = sizeof "1\r\n\r\n0000\r\n\r\n0\r\nx-standin-trailer: 1\r\n\r\n" - 1 };

/* `padding` bytes in a header of their own. */
static size_t write_head(const numbered_t *call, size_t padding, size_t length, char *into) {
  char id[ID_SIZE], pad[MOST];
  numbered_id(id, call->number);
  memset(pad, 'x', sizeof pad);
  size_t head = (size_t)snprintf(into, NUMBERED_ROOM,
                                 "%sHTTP/1.1 %d Numbered\r\nServer: tencent-cos\r\nx-cos-request-id: %s\r\n"
                                 "x-standin-pad: %.*s\r\n",
                                 call->interim ? interims : "", call->status, id, (int)padding, pad);
  if (call->form == CALL_CHUNKS)
    head += (size_t)snprintf(into + head, NUMBERED_ROOM - head, "Transfer-Encoding: chunked\r\n");
  else if (call->has_body || length)
    head += (size_t)snprintf(into + head, NUMBERED_ROOM - head, "Content-Length: %zu\r\n", length);
  return head + (size_t)snprintf(into + head, NUMBERED_ROOM - head, "\r\n");
}

static void write_body(const numbered_t *call, size_t length, char *into) {
  static const char error[] =
      "<?xml version='1.0' encoding='utf-8' ?>\n<Error><Code>AccessDenied</Code><Message>Access Denied.</Message>"
      "<RequestId>%s</RequestId></Error>\n";
  char id[ID_SIZE], begin[sizeof error + ID_SIZE];
  numbered_id(id, call->number);
  snprintf(begin, sizeof begin, call->refused ? error : "%s;", id);
  memset(into, call->refused ? '\n' : '.', length);
  memcpy(into, begin, strlen(begin));
}

/* What the response's size leaves for it; its length may take fewer digits than that size. */
static size_t body_length(const numbered_t *call) {
  char head[NUMBERED_ROOM];
  size_t size = size_of(call), cost = call->form == CALL_CHUNKS ? CHUNKS_COST : 0;
  size_t length = size - write_head(call, 0, size, head) - cost;
  return length + size - write_head(call, 0, length, head) - cost - length;
}

size_t numbered_body(const numbered_t *call, char into[NUMBERED_ROOM]) {
  size_t length = body_length(call);
  write_body(call, length, into);
  return length;
}

static size_t write_chunks(const char *body, size_t length, char *into) {
  size_t at = (size_t)sprintf(into, "1\r\n%c\r\n%04zx\r\n", *body, length - 1);
  memcpy(into + at, body + 1, length - 1);
  at += length - 1;
  return at + (size_t)sprintf(into + at, "\r\n0\r\nx-standin-trailer: 1\r\n\r\n");
}

size_t numbered_response(const numbered_t *call, size_t announced, char into[NUMBERED_ROOM]) {
  char body[NUMBERED_ROOM];
  if (!call->has_body) {
    size_t bare = write_head(call, 0, announced, into);
    return write_head(call, size_of(call) - bare, announced, into);
  }
  size_t length = numbered_body(call, body), head = write_head(call, 0, length, into);
  if (call->form == CALL_CHUNKS) return head + write_chunks(body, length, into + head);
  memcpy(into + head, body, length);
  return head + length;
}

size_t surplus_response(const numbered_t *call, char into[NUMBERED_ROOM]) {
  static const int statuses[] = {200, 200, 200, 204, 404, 408};
  int status = statuses[(drawn(call->number) >> 48) % (sizeof statuses / sizeof *statuses)];
  char id[ID_SIZE];
  surplus_id(id, call->number);
  const char *length = status == 204 ? "" : "Content-Length: 17\r\n";
  return (size_t)snprintf(into, NUMBERED_ROOM,
                          "HTTP/1.1 %d Surplus\r\nServer: tencent-cos\r\nx-cos-request-id: %s\r\n%s\r\n%s", status, id,
                          length, status == 204 ? "" : id);
}
