/* Answers with a status of success that are none: the error is in the body. */
#include <stdlib.h>

#include "ask.h"
#include "check.h"
#include "all_accessors.h"
#include "fault.h"
#include "files.h"

#define INSIDE ", status-200-InternalError"

static void check_inside(cos_error_t *error, const char *name, const char *code, int32_t retry) {
  const fault_t expected = {.name = name,
                            .status = 200,
                            .code = code,
                            .retry = retry,
                            .request_sent = 1,
                            .responder = COS_RESPONDER_COS,
                            .answered = 1};
  check_subject = name;
  CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_BODY);
  CHECK_HAS(cos_error_origin_xml(error), "<Error>");
  CHECK(*cos_error_request_id(error) && *cos_error_message(error));
  check_fault(error, &expected);
}

static cos_request_t *copy(const char *fault) {
  cos_request_t *request = ask("PUT", "copied", fault);
  cos_request_set_header(request, "x-cos-copy-source", STANDIN_BUCKET ".cos." STANDIN_REGION ".myqcloud.com/source");
  cos_request_set_expect_root(request, "CopyObjectResult");
  return request;
}

static void copies(cos_client_t *client) {
  store(client, "source", 1000);
  check_inside(refused(client, copy("status-200-InternalError")), "a copy", "InternalError", COS_RETRY_YES);
  check_inside(refused(client, copy("blanks-9-1" INSIDE)), "a copy after blanks", "InternalError", COS_RETRY_YES);
  check_subject = "a copy that succeeds";
  cos_response_t *response = sent(client, copy(NULL));
  CHECK_NUMBER(cos_response_status(response), 200);
  cos_response_free(response);
  check_stored(client, "copied", 0, 1000);
}

/* The text of the first <name> of an answer. */
static char *element(const cos_response_t *response, const char *name) {
  size_t length = 0;
  char tag[64];
  const char *body = cos_response_body(response, &length);
  char *text = strndup(body, length);
  snprintf(tag, sizeof tag, "<%s>", name);
  char *at = strstr(text, tag);
  char *value = at ? strndup(at + strlen(tag), strcspn(at + strlen(tag), "<")) : strdup("");
  CHECK(*value);
  free(text);
  return value;
}

static cos_request_t *completion(const char *upload, const char *etag, const char *fault) {
  char body[500];
  cos_request_t *request = ask("POST", "parts", fault);
  snprintf(body, sizeof body,
           "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>%s</ETag></Part></CompleteMultipartUpload>",
           etag);
  cos_request_set_query(request, "uploadId", upload);
  cos_request_set_body(request, body, strlen(body));
  cos_request_set_expect_root(request, "CompleteMultipartUploadResult");
  return request;
}

static cos_request_t *part(const char *upload, const char *fault) {
  cos_request_t *request = ask("PUT", "parts", fault);
  cos_request_set_query(request, "partNumber", "1");
  cos_request_set_query(request, "uploadId", upload);
  cos_request_set_body_file_range(request, path_of("part"), 1000, 50000);
  return request;
}

/* Blanks keep the connection alive while parts are joined; what follows decides. */
static void multipart_uploads(cos_client_t *client) {
  cos_request_t *request = ask("POST", "parts", NULL);
  check_subject = "a multipart upload";
  cos_request_set_query(request, "uploads", NULL);
  cos_request_set_expect_root(request, "InitiateMultipartUploadResult");
  cos_response_t *response = sent(client, request);
  char *upload = element(response, "UploadId");
  cos_response_free(response);

  make_file("part", 100000);
  cos_error_t *error = refused(client, part(upload, "wrong-crc"));
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_CHECKSUM);
  cos_error_free(error);
  response = sent(client, part(upload, NULL));
  char *etag = strdup(cos_response_header(response, "ETag"));
  cos_response_free(response);

  check_inside(refused(client, completion(upload, etag, "blanks-9-1" INSIDE)), "an upload completed after blanks",
               "InternalError", COS_RETRY_YES);
  check_inside(refused(client, completion(upload, etag, "blanks-3-120" INSIDE)), "an upload completed after a while",
               "InternalError", COS_RETRY_YES);
  check_subject = "an upload that is complete";
  response = sent(client, completion(upload, etag, "blanks-9-1"));
  CHECK_NUMBER(cos_response_status(response), 200);
  cos_response_free(response);
  check_stored(client, "parts", 1000, 50000);
  free(upload);
  free(etag);
}

static cos_request_t *deletion(const char *body) {
  cos_request_t *request = ask("POST", NULL, NULL);
  cos_request_set_query(request, "delete", NULL);
  cos_request_set_body(request, body, strlen(body));
  return request;
}

/* One error for all; each key that stays has its own in the parts. The others are gone. */
static void deletions(cos_client_t *client) {
  static const char *const failed[] = {"denied/1", "denied/two & \xe6\xb7\xb1"};
  static const char some[] =
      "<Delete><Object><Key>gone</Key></Object><Object><Key>denied/1</Key></Object>"
      "<Object><Key>denied/two &amp; \xe6\xb7\xb1</Key></Object><Object><Key>never there</Key></Object></Delete>";
  cos_error_part_t part = {.struct_size = sizeof part};
  store(client, "gone", 10);
  standin_forget();
  cos_error_t *error = refused(client, deletion(some));
  check_subject = "a deletion of which a part failed";
  CHECK_NUMBER(cos_error_kind(error), COS_ERROR_KIND_SERVICE);
  CHECK_NUMBER(cos_error_status(error), 200);
  CHECK_TEXT(cos_error_code(error), "AccessDenied");
  CHECK_TEXT(cos_error_operation(error), "DeleteMultipleObjects");
  CHECK_NUMBER(cos_error_part_count(error), 2);
  for (size_t i = 0; i < 2; i++) {
    CHECK_NUMBER(cos_error_part(error, i, &part), 1);
    CHECK_TEXT(part.key, failed[i]);
    CHECK_TEXT(part.code, "AccessDenied");
    CHECK(*part.message);
  }
  check_every_accessor(error);
  cos_error_free(error);
  /* COS asks for the digest of this body, so it is sent unasked. */
  json_t *requests = standin_requests();
  CHECK_NUMBER(strlen(received_header(json_array_get(requests, 0), "content-md5")), 24);
  json_decref(requests);
  error = refused(client, ask("GET", "gone", NULL));
  CHECK_TEXT(cos_error_code(error), "NoSuchKey");
  cos_error_free(error);

  check_subject = "a deletion of which nothing failed";
  cos_response_free(sent(client, deletion("<Delete><Object><Key>never there</Key></Object></Delete>")));
  cos_response_free(sent(client, deletion("<Delete><Quiet>true</Quiet><Object><Key>x</Key></Object></Delete>")));
}

static void lists(cos_client_t *client) {
  cos_request_t *request = ask("GET", NULL, "status-200-InternalError");
  check_inside(refused(client, request), "a list", "InternalError", COS_RETRY_YES);
  request = ask("GET", NULL, "blanks-9-1" INSIDE);
  cos_request_set_expect_root(request, "ListBucketResult");
  check_inside(refused(client, request), "a list after blanks", "InternalError", COS_RETRY_YES);
}

/* Somebody else's page, with a status of success, is no object: nothing is written. */
static void pages_of_others(cos_client_t *client) {
  static const char *const pages[] = {"portal-200-html", "portal-200-empty"};
  for (size_t i = 0; i < 2; i++) {
    const fault_t expected = {.name = pages[i],
                              .reason = COS_ERROR_REASON_BAD_RESPONSE,
                              .status = 200,
                              .retry = COS_RETRY_NO,
                              .request_sent = 1,
                              .responder = COS_RESPONDER_OTHER,
                              .message = {"not COS", "HTTP 200"}};
    cos_request_t *request = ask("GET", "source", pages[i]);
    check_subject = pages[i];
    make_text("page", "older");
    cos_request_set_sink_file(request, path_of("page"));
    cos_error_t *error = refused(client, request);
    check_subject = pages[i];
    check_text_file("page", "older");
    check_folder("", "page part");
    if (i == 0) CHECK_HAS(cos_error_origin_xml(error), "<html");
    check_fault(error, &expected);
  }
}

int main(void) {
  files_begin();
  ports_start();
  cos_client_t *client = client_of(1);
  copies(client);
  multipart_uploads(client);
  deletions(client);
  lists(client);
  pages_of_others(client);
  cos_client_free(client);
  ports_stop();
  files_end();
  return check_report();
}
