#include "replies.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { HEADERS = 1024, GZIP = 64, CHUNK = 7, STORED = 0xffff };

static const int statuses[] = {200, 206, 204, 301, 400, 403, 404, 409, 500, 503};

/* CRC-64 of ECMA-182 as xz has it, and CRC-32 of gzip. */
static uint64_t crc(const char *bytes, size_t length, uint64_t polynomial, uint64_t ones) {
  uint64_t sum = ones;
  for (size_t i = 0; i < length; i++) {
    sum ^= (unsigned char)bytes[i];
    for (int bit = 0; bit < 8; bit++) sum = sum & 1 ? sum >> 1 ^ polynomial : sum >> 1;
  }
  return sum ^ ones;
}

static void put_little(char *to, uint64_t number, int bytes) {
  for (int i = 0; i < bytes; i++) to[i] = (char)(number >> 8 * i);
}

/* RFC 1952, with one block that is stored (RFC 1951, section 3.2.4). */
static void compress_body(made_t *reply) {
  size_t length = reply->body_length;
  char *to = malloc(length + GZIP);
  if (!to) abort();
  memcpy(to, "\x1f\x8b\x08\0\0\0\0\0\0\xff\x01", 11);
  put_little(to + 11, length, 2);
  put_little(to + 13, ~length, 2);
  memcpy(to + 15, reply->body, length);
  put_little(to + 15 + length, crc(reply->body, length, 0xedb88320, 0xffffffff), 4);
  put_little(to + 19 + length, length, 4);
  reply->sent = to;
  reply->sent_length = length + 23;
}

static size_t put_chunks(char *to, const char *bytes, size_t length) {
  char *at = to;
  for (size_t done = 0; done < length; done += CHUNK) {
    size_t size = length - done < CHUNK ? length - done : CHUNK;
    at += sprintf(at, "%zx\r\n", size);
    memcpy(at, bytes + done, size);
    at += size;
    at += sprintf(at, "\r\n");
  }
  return (size_t)(at + sprintf(at, "0\r\n\r\n") - to);
}

static size_t put_headers(char *to, const made_t *reply, slice_t letters) {
  char *at = to;
  uint64_t sum = crc(reply->sent, reply->sent_length, UINT64_C(0xc96c5795d7870f42), UINT64_MAX);
  at += sprintf(at, "HTTP/1.1 %d Status\r\nServer: tencent-cos\r\nx-cos-request-id: "
                    "NWNhYzEzZThfNGQ5ZTU4NjRfNmFhNV83YTZjOGY=\r\n", reply->status);
  if (reply->is_gzip) at += sprintf(at, "Content-Encoding: gzip\r\n");
  if (has_letter(letters, 'a')) at += sprintf(at, "Retry-After: 0\r\n");
  if (has_letter(letters, 'd')) at += sprintf(at, "Date: Tue, 09 Apr 2019 03:39:20 GMT\r\n");
  if (has_letter(letters, 'h') || reply->has_wrong_crc)
    at += sprintf(at, "x-cos-hash-crc64ecma: %" PRIu64 "\r\n", sum ^ (uint64_t)reply->has_wrong_crc);
  if (has_letter(letters, 'c')) at += sprintf(at, "Transfer-Encoding: chunked\r\n");
  else if (!has_letter(letters, 'n') && reply->status != 204) at += sprintf(at, "Content-Length: %zu\r\n", reply->sent_length);
  return (size_t)(at + sprintf(at, "\r\n") - to);
}

made_t make_reply(const char *plan, int is_head) {
  size_t end = strcspn(plan, ":");
  slice_t letters = {plan, end};
  const char *body = plan[end] ? plan + end + 1 : "";
  made_t reply = {.status = 200, .is_head = is_head, .keeps = has_letter(letters, 'k') && !has_letter(letters, 'n')};
  for (size_t i = 0; i < end; i++)
    if (plan[i] >= '0' && plan[i] <= '9') reply.status = statuses[plan[i] - '0'];
  reply.is_gzip = has_letter(letters, 'g');
  reply.has_wrong_crc = has_letter(letters, 'H');
  reply.body_length = reply.status == 204 ? 0 : strnlen(body, STORED);
  reply.body = copy_of((slice_t){body, reply.body_length});
  if (reply.is_gzip && reply.status != 204) compress_body(&reply);
  else reply.sent = copy_of((slice_t){body, reply.sent_length = reply.body_length});
  reply.bytes = malloc(HEADERS + reply.sent_length * 8);
  if (!reply.bytes) abort();
  reply.length = put_headers(reply.bytes, &reply, letters);
  if (is_head || reply.status == 204) return reply;
  size_t head = reply.length;
  if (has_letter(letters, 'c')) reply.length += put_chunks(reply.bytes + head, reply.sent, reply.sent_length);
  else memcpy(reply.bytes + head, reply.sent, reply.sent_length), reply.length += reply.sent_length;
  reply.is_cut = has_letter(letters, 't') && !has_letter(letters, 'n') && reply.length > head;
  if (reply.is_cut) reply.length--;
  return reply;
}

void free_reply(made_t *reply) {
  free(reply->bytes);
  free(reply->body);
  free(reply->sent);
}
