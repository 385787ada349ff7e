/* Which bytes x-cos-hash-crc64ecma is about. */
#include <stdio.h>
#include <string.h>

#include "live.h"

static const char CRC[] = "x-cos-hash-crc64ecma";
static const char TEXT[] = "0123456789abcdefghij";

/* The CRC that a HEAD tells of an object that is stored first. */
static void stored_crc(session_t *session, notes_t *notes, const char *name, char crc[24]) {
  reply_t stored = put(session, name, TEXT, strlen(TEXT));
  reply_t shown = head(session, name);
  snprintf(crc, 24, "%s", reply_header(&shown, CRC));
  if (stored.error) note_reply(notes, "PUT", &stored);
  reply_free(&stored);
  reply_free(&shown);
}

static verdict_t same_crc(notes_t *notes, const char *what, const reply_t *reply, const char *crc) {
  const char *told = reply_header(reply, CRC);
  note_reply(notes, what, reply);
  note(notes, "CRC %s, the object's %s", *told ? told : "none", *crc ? crc : "none");
  return !reply->error && *crc && strcmp(told, crc) == 0 ? OK : DIFFERS;
}

static verdict_t of_put(session_t *session, notes_t *notes) {
  char crc[24];
  stored_crc(session, notes, "crc.txt", crc);
  reply_t again = put(session, "crc.txt", TEXT, strlen(TEXT));
  verdict_t verdict = same_crc(notes, "PUT", &again, crc);
  reply_free(&again);
  return verdict;
}

static verdict_t of_range(session_t *session, notes_t *notes) {
  char crc[24];
  stored_crc(session, notes, "crc.txt", crc);
  cos_request_t *request = object_request(session, "GET", "crc.txt");
  cos_request_set_header(request, "Range", "bytes=5-9");
  reply_t part = ask(session, NULL, request);
  verdict_t verdict = same_crc(notes, "GET 5-9", &part, crc);
  reply_free(&part);
  return verdict;
}

static verdict_t of_response_query(session_t *session, notes_t *notes) {
  char crc[24], version[200];
  stored_crc(session, notes, "crc.txt", crc);
  reply_t shown = head(session, "crc.txt");
  snprintf(version, sizeof version, "%s", reply_header(&shown, "x-cos-version-id"));
  reply_free(&shown);
  cos_request_t *request = object_request(session, "GET", "crc.txt");
  cos_request_set_query(request, "response-content-type", "text/x-other");
  if (*version) cos_request_set_query(request, "versionId", version);
  reply_t got = ask(session, NULL, request);
  verdict_t verdict = same_crc(notes, "GET", &got, crc);
  note(notes, "Content-Type %s, %s", reply_header(&got, "Content-Type"), *version ? "by its version" : "no versions");
  reply_free(&got);
  return verdict;
}

static verdict_t of_process(session_t *session, notes_t *notes) {
  /* One grey pixel. */
  static const unsigned char PNG[] = {
      0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0,
      0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, 'I', 'D', 'A', 'T', 0x78, 0x9c, 0x63, 0x68, 0, 0, 0, 0x82, 0, 0x81, 0x77,
      0xcd, 0x72, 0xb6, 0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82};
  reply_t stored = put(session, "pixel.png", PNG, sizeof PNG);
  char crc[24];
  snprintf(crc, sizeof crc, "%s", reply_header(&stored, CRC));
  cos_request_t *request = object_request(session, "GET", "pixel.png");
  cos_request_set_query(request, "imageMogr2/format/jpg", NULL);
  reply_t got = ask(session, NULL, request);
  note_reply(notes, "GET ?imageMogr2", &got);
  const char *told = reply_header(&got, CRC);
  note(notes, "CRC %s, the object's %s; Content-Type %s", *told ? told : "none", crc,
       reply_header(&got, "Content-Type"));
  /* Processing may be off in this bucket; a checksum that was compared anyway is our mistake. */
  verdict_t verdict = cos_error_reason(got.error) == COS_ERROR_REASON_CHECKSUM ? DIFFERS : SEEN;
  reply_free(&stored);
  reply_free(&got);
  return verdict;
}

static reply_t upload_request(session_t *session, const char *method, const char *id, const char *body) {
  cos_request_t *request = object_request(session, method, "parts.txt");
  cos_request_set_query(request, "uploadId", id);
  if (strcmp(method, "PUT") == 0) cos_request_set_query(request, "partNumber", "1");
  if (strcmp(method, "POST") == 0) cos_request_set_expect_root(request, "CompleteMultipartUploadResult");
  cos_request_set_body(request, body, strlen(body));
  return ask(session, NULL, request);
}

static verdict_t of_parts(session_t *session, notes_t *notes) {
  char id[300] = "", list[400], crc[24];
  cos_request_t *request = object_request(session, "POST", "parts.txt");
  cos_request_set_query(request, "uploads", NULL);
  reply_t begun = ask(session, NULL, request);
  if (begun.error || !element(reply_body(&begun, NULL), "UploadId", id, sizeof id)) {
    note_reply(notes, "POST ?uploads", &begun);
    reply_free(&begun);
    return DIFFERS;
  }
  reply_t part = upload_request(session, "PUT", id, TEXT);
  snprintf(crc, sizeof crc, "%s", reply_header(&part, CRC));
  snprintf(list, sizeof list,
           "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>%s</ETag></Part></CompleteMultipartUpload>",
           reply_header(&part, "ETag"));
  reply_t whole = upload_request(session, "POST", id, list);
  const char *xml = reply_body(&whole, NULL);
  note_reply(notes, "part", &part);
  note_reply(notes, "complete", &whole);
  note(notes, "complete begins with %s", strncmp(xml, "<?xml", 5) == 0 ? "the XML declaration" : "something else");
  reply_t shown = head(session, "parts.txt");
  verdict_t verdict = same_crc(notes, "HEAD", &shown, crc);
  if (part.error || whole.error) verdict = DIFFERS;
  reply_free(&begun);
  reply_free(&part);
  reply_free(&whole);
  reply_free(&shown);
  return verdict;
}

static reply_t append(session_t *session, const char *position, const char *text) {
  cos_request_t *request = object_request(session, "POST", "appended.txt");
  cos_request_set_query(request, "append", NULL);
  cos_request_set_query(request, "position", position);
  cos_request_set_body(request, text, strlen(text));
  return ask(session, NULL, request);
}

static verdict_t of_append(session_t *session, notes_t *notes) {
  char whole[24];
  reply_t first = append(session, "0", "0123456789");
  reply_t second = append(session, "10", "abcdefghij");
  reply_t wrong = append(session, "3", "x");
  stored_crc(session, notes, "crc.txt", whole);
  const char *told = reply_header(&second, CRC);
  note_reply(notes, "first", &first);
  note_reply(notes, "second", &second);
  note_reply(notes, "wrong position", &wrong);
  note(notes, "the response has the CRC of %s", strcmp(told, whole) == 0 ? "the whole object" : "something else");
  /* Some buckets allow no append at all. */
  int differs = !first.error && (second.error || !reply_is(&wrong, 409, "AppendPositionErr"));
  verdict_t verdict = differs ? DIFFERS : SEEN;
  reply_free(&first);
  reply_free(&second);
  reply_free(&wrong);
  return verdict;
}

static verdict_t wrong_md5(session_t *session, notes_t *notes) {
  cos_request_t *request = object_request(session, "PUT", "md5.txt");
  cos_request_set_header(request, "Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==");
  cos_request_set_body(request, TEXT, strlen(TEXT));
  reply_t reply = ask(session, NULL, request);
  note_reply(notes, "PUT", &reply);
  const char *code = reply_code(&reply);
  int known = strcmp(code, "BadDigest") == 0 || strcmp(code, "InvalidDigest") == 0;
  verdict_t verdict = reply_status(&reply) == 400 && known ? OK : DIFFERS;
  reply_free(&reply);
  return verdict;
}

static verdict_t verbatim(session_t *session, notes_t *notes) {
  /* "hello" in gzip. */
  static const unsigned char GZIP[] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xcb, 0x48, 0xcd,
                                       0xc9, 0xc9, 7, 0, 0x86, 0xa6, 0x10, 0x36, 5, 0, 0, 0};
  cos_request_t *request = object_request(session, "PUT", "hello.gz");
  cos_request_set_header(request, "Content-Encoding", "gzip");
  cos_request_set_body(request, GZIP, sizeof GZIP);
  reply_t stored = ask(session, NULL, request);
  reply_t got = get(session, "hello.gz");
  size_t length;
  const char *body = reply_body(&got, &length);
  note_reply(notes, "GET", &got);
  note(notes, "%d of %d bytes, Content-Encoding %s", (int)length, (int)sizeof GZIP,
       reply_header(&got, "Content-Encoding"));
  int equal = length == sizeof GZIP && memcmp(body, GZIP, length) == 0;
  verdict_t verdict = !stored.error && !got.error && equal ? OK : DIFFERS;
  reply_free(&stored);
  reply_free(&got);
  return verdict;
}

const check_t CHECKSUMS[] = {
    {"crc-of-put", "the responses to PUT and HEAD have the CRC-64 of the object", of_put},
    {"crc-of-range", "the CRC-64 in the response to a range is that of the whole object", of_range},
    {"crc-with-queries", "the CRC-64 is the object's with response-... and versionId", of_response_query},
    {"crc-of-process", "the CRC-64 in the response with a processed image is not compared", of_process},
    {"crc-of-parts", "a part has its own CRC-64, a completed upload that of the whole", of_parts},
    {"crc-of-append", "an append at a wrong position is 409 AppendPositionErr; shows which CRC-64 a response to an append has",
     of_append},
    {"wrong-md5", "a wrong Content-MD5 is 400 BadDigest or InvalidDigest", wrong_md5},
    {"gzip-verbatim", "an object with Content-Encoding: gzip comes back byte for byte", verbatim},
    {NULL, NULL, NULL},
};
