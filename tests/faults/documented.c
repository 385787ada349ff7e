/* Operations whose response COS documents: a success must bring that document, whole. */
#include "check.h"
#include "fault.h"
#include "peer.h"
#include "ports.h"

#define OF_COS "Server: tencent-cos\r\nx-cos-request-id: id\r\nConnection: close\r\n"
#define ACL "<AccessControlPolicy><Owner/></AccessControlPolicy>"
#define ELSEWHERE "<Elsewhere></Elsewhere>"

typedef struct {
  const char *method, *key, *query, *value; /* the value is NULL for a sub-resource */
  const char *root;                         /* what the caller sets */
  const char *copied;                       /* source of a copy */
  const char *body;
  const char *told; /* a piece of the error; NULL: a success */
} row_t;

static const row_t on_hosts_of_cos[] = {
    {"GET", NULL, "acl", .body = ACL},
    {"GET", "k", "acl", .body = "<?xml version='1.0'?>\n<n:AccessControlPolicy xmlns:n='u'/>\n"},
    {"GET", NULL, "acl", .body = ELSEWHERE, .told = "<Elsewhere> document instead of <AccessControlPolicy>"},
    {"GET", "k", "acl", .body = "", .told = "no body instead of <AccessControlPolicy>"},
    {"GET", "k", "acl", .body = "<AccessControlPolicy><Owner/>", .told = "ended before </AccessControlPolicy>"},
    {"GET", "k", "acl", .body = "<AccessControlPolicy><Owner>", .told = "ended before </AccessControlPolicy>"},
    {"GET", NULL, "acl", .root = "*", .body = ELSEWHERE},
    {"GET", NULL, "acl", .root = "Elsewhere", .body = ELSEWHERE},
    {"GET", NULL, "acl", .root = "", .body = ELSEWHERE, .told = "instead of <AccessControlPolicy>"},
    {"PUT", NULL, "acl", .body = ""},
    {"DELETE", NULL, "tagging", .body = ""},
    {"GET", NULL, "policy", .body = "{}"},
    {"GET", NULL, "retention", .body = ELSEWHERE},
    {"GET", NULL, "inventory", .body = "<ListInventoryConfigurationResult/>"},
    {"GET", NULL, "inventory", .body = "<InventoryConfiguration/>", .told = "instead of <ListInventory"},
    {"POST", "k", "uploads", .body = ELSEWHERE, .told = "instead of <InitiateMultipartUploadResult>"},
    {"PUT", "k", "uploadId", "u", .body = ""},
    {"POST", "k", "uploadId", "u", .body = "", .told = "instead of <CompleteMultipartUploadResult>"},
    {"POST", NULL, "delete", .body = ELSEWHERE, .told = "instead of <DeleteResult>"},
    {"PUT", "k", .body = ""},
    {"PUT", "k", .copied = "b.cos.r.myqcloud.com/k", .body = "", .told = "instead of <CopyObjectResult>"},
    {"PUT", "k", .copied = "b.cos.r.myqcloud.com/k", .body = "<CopyObjectResult/>"},
    {"GET", NULL, "prefix", "p", .body = ELSEWHERE, .told = "instead of <ListBucketResult>"},
    {"GET", NULL, "prefix", "p", .body = "<ListBucketResult/>"},
    {"GET", NULL, "prefix", "p", .body = "<ListBucketResult><Name>b</Name><Prefix/>", .told = "ended before </ListBucketResult>"},
    {"GET", NULL, "prefix", "p", .body = "<ListBucketResult a='/' />"},
    {"GET", NULL, "live", .body = ELSEWHERE},
    {"GET", NULL, "live", "", .body = ELSEWHERE},
    {"GET", NULL, "ci-process", "x", .body = ELSEWHERE},
    {"GET", NULL, "location", "x", .body = ELSEWHERE},
    {"GET", "k", .body = ELSEWHERE},
    {"GET", "k", "ci-process", "detect", .body = ELSEWHERE},
};

/* A website or a CDN may have a page in place of a listing, but none in place of an ACL. */
static const row_t on_other_hosts[] = {
    {"GET", NULL, "prefix", "p", .body = "<html></html>"},
    {"GET", NULL, "location", "here", .body = "<html></html>"},
    {"GET", NULL, "acl", .body = "<html></html>", .told = "instead of <AccessControlPolicy>"},
};

static const row_t on_hosts_of_data_processing[] = {
    {"GET", NULL, "acl", .body = ELSEWHERE},
    {"GET", NULL, "prefix", "p", .body = ELSEWHERE},
};

static cos_error_t *sent(cos_client_options_t *options, const row_t *row) {
  cos_client_t *client = client_from(options);
  cos_request_t *request = cos_request_new(row->method, STANDIN_BUCKET, row->key);
  cos_response_t *response = NULL;
  if (row->query) cos_request_set_query(request, row->query, row->value);
  if (row->copied) cos_request_set_header(request, "x-cos-copy-source", row->copied);
  if (row->root) cos_request_set_expect_root(request, row->root);
  cos_error_t *error = cos_client_send(client, request, NULL, &response);
  cos_response_free(response);
  cos_request_free(request);
  cos_client_free(client);
  return error;
}

static void check_row(const row_t *row, const char *endpoint) {
  char bytes[512];
  snprintf(bytes, sizeof bytes, "HTTP/1.1 200 OK\r\n" OF_COS "Content-Length: %zu\r\n\r\n%s", strlen(row->body), row->body);
  const peer_answer_t answer = {.bytes = bytes};
  peer_t *peer = peer_start(&answer, 1, PEER_READ_ALL);
  cos_client_options_t *options = http_options(peer_address(peer));
  if (endpoint) cos_client_options_set_endpoint(options, endpoint);
  cos_error_t *error = sent(options, row);
  check_subject = row->body;
  if (row->told) CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_BAD_RESPONSE);
  if (row->told) CHECK_HAS(cos_error_message(error), row->told);
  else CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  peer_stop(peer);
}

#define EACH(rows, endpoint) \
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) check_row(&rows[i], endpoint)

int main(void) {
  EACH(on_hosts_of_cos, NULL);
  EACH(on_other_hosts, "http://{bucket}.cos-website." STANDIN_REGION ".myqcloud.com");
  EACH(on_other_hosts, "http://img.example.com");
  EACH(on_hosts_of_data_processing, "http://{bucket}.ci." STANDIN_REGION ".myqcloud.com");
  return check_report();
}
