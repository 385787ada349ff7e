/* What Tencent's documents say of failures, asked for by each member that they list:
   - "Error handling" of the mini program SDK: statusCode, headers, Code, Message, RequestId;
   - "Exception handling" of the Python SDK: request_id, status_code, error_code,
     error_msg, and the origin, digest, trace id and resource of its examples. Of the
     cases that it names, one reads otherwise there: to delete an object that does not
     exist is a success with status 204, as COS's own page of DELETE Object has it. */
#include <errno.h>
#include <stdlib.h>

#include "ask.h"
#include "check.h"
#include "all_accessors.h"
#include "files.h"
#include "peer.h"

#define MISSING_BUCKET "missing-1250000000"
#define FORBIDDEN_BUCKET "forbidden-1250000000"

/* The text of an element of the XML as the server sent it; "" if there is none. */
static const char *element(const char *xml, const char *name) {
  static char room[4][400];
  static size_t used;
  char tag[40], *text = room[used++ % 4];
  snprintf(tag, sizeof tag, "<%s>", name);
  const char *at = strstr(xml, tag);
  *text = '\0';
  if (at) snprintf(text, sizeof *room, "%.*s", (int)strcspn(at + strlen(tag), "<"), at + strlen(tag));
  return text;
}

/* The digest tells the same as the members. */
static void check_digest(const cos_error_t *error, const char *kind) {
  json_t *digest = json_loads(cos_error_json(error), 0, NULL);
  CHECK(json_is_object(digest));
  CHECK_TEXT(json_string_value(json_object_get(digest, "kind")), kind);
  CHECK_NUMBER(json_integer_value(json_object_get(digest, "status")), cos_error_status(error));
  CHECK_TEXT(json_string_value(json_object_get(digest, "code")), cos_error_code(error));
  CHECK_TEXT(json_string_value(json_object_get(digest, "message")), cos_error_message(error));
  CHECK_TEXT(json_string_value(json_object_get(digest, "request_id")), cos_error_request_id(error));
  CHECK_TEXT(json_string_value(json_object_get(digest, "resource")), cos_error_resource(error));
  json_decref(digest);
}

typedef struct {
  const char *name, *method, *bucket, *key;
  int32_t status;
  const char *code, *operation, *advice;
} service_row_t;

/* HEAD has no body: its members come from the status, the header and the request. */
static const service_row_t service_rows[] = {
    {"a bucket that does not exist", "GET", MISSING_BUCKET, NULL, 404, "NoSuchBucket", "GetBucket", "bucket"},
    {"a bucket that does not exist, by HEAD", "HEAD", MISSING_BUCKET, NULL, 404, "NoSuchBucket", "HeadBucket",
     "bucket"},
    {"an object in a bucket that does not exist", "GET", MISSING_BUCKET, "key", 404, "NoSuchBucket", "GetObject",
     "bucket"},
    {"an object that does not exist, read", "GET", STANDIN_BUCKET, "no/such key", 404, "NoSuchKey", "GetObject", "key"},
    {"an object that does not exist, by HEAD", "HEAD", STANDIN_BUCKET, "no/such key", 404, "NoSuchKey", "HeadObject",
     "Object"},
    {"an object deleted in a bucket that does not exist", "DELETE", MISSING_BUCKET, "key", 404, "NoSuchBucket",
     "DeleteObject", "bucket"},
    {"no permission to read", "GET", FORBIDDEN_BUCKET, "key", 403, "AccessDenied", "GetObject", "name/cos:GetObject"},
    {"no permission to write", "PUT", FORBIDDEN_BUCKET, "key", 403, "AccessDenied", "PutObject", "name/cos:PutObject"},
    {"no permission to delete", "DELETE", FORBIDDEN_BUCKET, "key", 403, "AccessDenied", "DeleteObject",
     "name/cos:DeleteObject"},
};

static void check_service(cos_client_t *client, const service_row_t *row) {
  char host[200];
  int has_body = strcmp(row->method, "HEAD") != 0;
  cos_request_t *request = cos_request_new(row->method, row->bucket, row->key);
  cos_error_t *error = refused(client, request);
  const char *xml = cos_error_origin_xml(error);
  check_subject = row->name;
  CHECK_NUMBER(cos_error_kind(error), COS_ERROR_KIND_SERVICE);
  CHECK_NUMBER(cos_error_status(error), row->status);
  CHECK_TEXT(cos_error_code(error), row->code);
  CHECK_NUMBER(cos_error_code_source(error), has_body ? COS_CODE_SOURCE_BODY : COS_CODE_SOURCE_STATUS);
  CHECK(*cos_error_request_id(error) && *cos_error_trace_id(error));
  CHECK_TEXT(cos_error_request_id(error), cos_error_header(error, "x-cos-request-id"));
  CHECK_TEXT(cos_error_trace_id(error), cos_error_header(error, "x-cos-trace-id"));
  CHECK(cos_error_header_count(error) >= 4);
  if (has_body) {
    CHECK(cos_error_origin_xml(error) != NULL);
    CHECK_TEXT(element(xml, "Code"), row->code);
    CHECK_TEXT(cos_error_message(error), element(xml, "Message"));
    CHECK_TEXT(cos_error_request_id(error), element(xml, "RequestId"));
    CHECK_TEXT(cos_error_resource(error), element(xml, "Resource"));
    CHECK(*cos_error_message(error) && *cos_error_resource(error));
  } else {
    snprintf(host, sizeof host, "http://%s.cos." STANDIN_REGION ".myqcloud.com/", row->bucket);
    CHECK_TEXT(xml, "");
    CHECK_HAS(cos_error_message(error), row->bucket);
    CHECK_HAS(cos_error_resource(error), host);
  }
  CHECK_TEXT(cos_error_operation(error), row->operation);
  CHECK_HAS(cos_error_advice(error, "en"), row->advice);
  CHECK_HAS(cos_error_diagnose_steps(error, "en"), cos_error_request_id(error));
  CHECK_HAS(cos_error_text(error), cos_error_request_id(error));
  check_digest(error, "service");
  check_every_accessor(error);
  cos_error_free(error);
}

static void deleting_what_is_not_there_is_a_success(cos_client_t *client) {
  check_subject = "an object that does not exist, deleted";
  cos_response_t *response = sent(client, cos_request_new("DELETE", STANDIN_BUCKET, "no/such key"));
  CHECK_NUMBER(cos_response_status(response), 204);
  CHECK(*cos_response_request_id(response));
  cos_response_free(response);
}

/* What never reached COS has no id, no XML, and a code of its own. */
static void check_client_error(cos_error_t *error, const char *name, const char *code, int32_t status,
                               const char *message, int32_t sent) {
  check_subject = name;
  CHECK_NUMBER(cos_error_kind(error), COS_ERROR_KIND_CLIENT);
  CHECK_TEXT(cos_error_code(error), code);
  CHECK_TEXT(cos_error_reason_name(cos_error_reason(error)), code);
  CHECK_NUMBER(cos_error_code_source(error), COS_CODE_SOURCE_CLIENT);
  CHECK_NUMBER(cos_error_status(error), status);
  CHECK_HAS(cos_error_message(error), message);
  CHECK_NUMBER(cos_error_request_sent(error), sent);
  CHECK_HAS(cos_error_resource(error), "http://" STANDIN_BUCKET ".cos." STANDIN_REGION ".myqcloud.com/");
  if (!status) CHECK_TEXT(cos_error_request_id(error), "");
  if (!status) CHECK_TEXT(cos_error_diagnose_url(error), "");
  check_digest(error, "client");
  check_every_accessor(error);
  cos_error_free(error);
}

static void a_local_file_that_cannot_be_read(cos_client_t *client) {
  cos_request_t *request = cos_request_new("PUT", STANDIN_BUCKET, "key");
  cos_request_set_body_file(request, path_of("missing.bin"));
  cos_error_t *error = refused(client, request);
  CHECK_NUMBER(cos_error_os_errno(error), ENOENT);
  CHECK(cos_error_cause_count(error) > 0);
  check_client_error(error, "a local file that cannot be read", "LocalIo", 0, "missing.bin", 0);
}

static void a_server_that_cannot_be_reached(void) {
  cos_client_options_t *options = standin_options();
  cos_client_options_set_connect_to(options, refused_address());
  cos_client_options_set_max_attempts(options, 1);
  cos_client_t *client = client_from(options);
  cos_error_t *error = refused(client, cos_request_new("GET", STANDIN_BUCKET, "key"));
  CHECK_NUMBER(cos_error_os_errno(error), ECONNREFUSED);
  CHECK_NUMBER(cos_error_retry(error), COS_RETRY_YES);
  check_client_error(error, "a server that cannot be reached", "Connect", 0, "127.0.0.1:", 0);
  cos_client_free(client);
}

#define HEADS "HTTP/1.1 200 OK\r\nServer: tencent-cos\r\nx-cos-request-id: an-id\r\nContent-Type: application/xml\r\n"

/* Not HTTP at all; HTTP, and not the XML that was asked for: cut in the middle, another root, no XML. */
static void an_answer_that_cannot_be_parsed(void) {
  static const struct {
    const char *name;
    peer_answer_t answer;
    const char *code, *xml;
    int32_t status;
  } rows[] = {
      {"not HTTP", {.bytes = "220 ready\r\n", .end = PEER_CLOSE}, "Protocol", "", 0},
      {"XML that breaks off",
       {.bytes = HEADS "Content-Length: 34\r\n\r\n<ListBucketResult><Name>x</Name><Co", .end = PEER_CLOSE},
       "BadResponse", "<ListBucketResult><Name>x</Name><C", 200},
      {"another root", {.bytes = HEADS "Content-Length: 8\r\n\r\n<Other/>", .end = PEER_CLOSE}, "BadResponse",
       "<Other/>", 200},
      {"no XML", {.bytes = HEADS "Content-Length: 9\r\n\r\nnot XML :", .end = PEER_CLOSE}, "BadResponse", "not XML :",
       200},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    peer_t *peer = peer_start(&rows[i].answer, 1, PEER_READ_ALL);
    cos_client_options_t *options = standin_options();
    cos_client_options_set_connect_to(options, peer_address(peer));
    cos_client_options_set_max_attempts(options, 1);
    cos_client_t *client = client_from(options);
    cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, NULL);
    check_subject = rows[i].name;
    cos_request_set_expect_root(request, "ListBucketResult");
    cos_error_t *error = refused(client, request);
    check_subject = rows[i].name;
    CHECK_TEXT(cos_error_origin_xml(error), rows[i].xml);
    CHECK_TEXT(cos_error_request_id(error), rows[i].status ? "an-id" : "");
    check_client_error(error, rows[i].name, rows[i].code, rows[i].status, "", 1);
    cos_client_free(client);
    peer_stop(peer);
  }
}

int main(void) {
  files_begin();
  ports_start();
  cos_client_t *client = client_of(1);
  for (size_t i = 0; i < sizeof service_rows / sizeof *service_rows; i++) check_service(client, &service_rows[i]);
  deleting_what_is_not_there_is_a_success(client);
  a_local_file_that_cannot_be_read(client);
  a_server_that_cannot_be_reached();
  an_answer_that_cannot_be_parsed();
  check_subject = "";
  cos_client_free(client);
  ports_stop();
  files_end();
  return check_report();
}
