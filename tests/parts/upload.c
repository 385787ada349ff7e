/* Files are uploaded as they are: in one request, or in parts. */
#include <string.h>

#include "check.h"
#include "moves.h"

static const char *kinds_of(int part_count) {
  static char kinds[40];
  snprintf(kinds, sizeof kinds, "I%.*sC", part_count, "PPPPPPPPPPPPPPPPPPPP");
  return kinds;
}

static void one_request(cos_client_t *client, size_t length) {
  make_file("small", length);
  standin_forget();
  uploaded(client, "small", moves_in_parts(3));
  CHECK_TEXT(requests_made(), "P");
  check_object(client, "small", length);
}

static void in_parts(cos_client_t *client, size_t length, int32_t parallel, int part_count) {
  char subject[80];
  snprintf(subject, sizeof subject, "%zu bytes, %d at a time", length, parallel);
  check_subject = subject;
  make_file("large", length);
  standin_forget();
  uploaded(client, "large", moves_in_parts(parallel));
  CHECK_TEXT(requests_made(), kinds_of(part_count));
  check_object(client, "large", length);
  check_subject = "";
}

static void headers_go_where_they_belong(cos_client_t *client) {
  cos_transfer_t *transfer = moves_in_parts(2);
  cos_call_t *call = cos_call_new();
  check_subject = "headers";
  make_file("headers", PART + 1);
  standin_forget();
  cos_transfer_add_header(transfer, "Content-Type", "text/plain");
  cos_transfer_add_header(transfer, "x-cos-meta-a", "b");
  cos_transfer_add_header(transfer, "X-COS-Traffic-Limit", "838860800");
  cos_transfer_add_header(transfer, "x-cos-callback", "e30=");
  cos_call_add_header(call, "x-every", "1");
  cos_error_t *error = upload_of(client, "headers", transfer, call);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  CHECK_TEXT(header_of("?uploads", "content-type"), "text/plain");
  CHECK_TEXT(header_of("partNumber=2", "content-type"), "");
  CHECK_TEXT(header_of("?uploads", "x-cos-traffic-limit"), "838860800");
  CHECK_TEXT(header_of("partNumber=2", "x-cos-traffic-limit"), "838860800");
  CHECK_TEXT(header_of("partNumber=1", "x-every"), "1");
  CHECK_TEXT(header_of("POST /headers?uploadId", "x-every"), "1");
  CHECK_TEXT(header_of("?uploads", "x-cos-callback"), "e30=");
  CHECK_TEXT(header_of("partNumber=1", "x-cos-callback"), "");
  CHECK_TEXT(header_of("POST /headers?uploadId", "x-cos-callback"), "e30=");
  CHECK_TEXT(header_of("partNumber=1", "content-md5"), "");
  cos_request_t *head = cos_request_new("HEAD", STANDIN_BUCKET, "headers");
  cos_response_t *response = NULL;
  cos_error_free(cos_client_send(client, head, NULL, &response));
  CHECK_TEXT(cos_response_header(response, "content-type"), "text/plain");
  CHECK_TEXT(cos_response_header(response, "x-cos-meta-a"), "b");
  cos_response_free(response);
  cos_request_free(head);
  cos_call_free(call);
  check_subject = "";
}

/* The stand-in compares them with what it received. */
static void bodies_may_have_a_digest(cos_client_t *client) {
  static const size_t lengths[] = {PART - 1, PART + 1};
  static const char *const targets[] = {"PUT /digest", "partNumber=2"};
  for (size_t i = 0; i < 2; i++) {
    cos_transfer_t *transfer = moves_in_parts(1);
    cos_transfer_set_content_md5(transfer, 1);
    make_file("digest", lengths[i]);
    standin_forget();
    uploaded(client, "digest", transfer);
    CHECK_NUMBER(strlen(header_of(targets[i], "content-md5")), 24);
  }
}

/* The response is that of the request that made the object. */
static void responses_are_those_of_the_object(cos_client_t *client) {
  cos_transfer_t *transfer = moves_in_parts(1);
  cos_response_t *response = NULL;
  make_file("response", PART);
  cos_error_t *error =
      cos_client_upload_file(client, STANDIN_BUCKET, "response", path_of("response"), transfer, NULL, &response);
  CHECK_TEXT(cos_error_text(error), "");
  CHECK_HAS(cos_response_value(response, "ETag"), "-1");
  CHECK_TEXT(cos_response_value(response, "Key"), "response");
  cos_response_free(response);
  error = cos_client_upload_file(client, STANDIN_BUCKET, "response", path_of("response"), NULL, NULL, &response);
  CHECK_TEXT(cos_error_text(error), "");
  CHECK(*cos_response_header(response, "ETag") != 0);
  cos_response_free(response);
  cos_transfer_free(transfer);
}

/* Of a server that tells no sums, those of the parts are known all the same. */
static void sums_that_are_not_told_are_asked_for(cos_client_t *client) {
  make_file("untold", 2 * PART);
  faults("[{\"faults\": \"no-crc\", \"methods\": [\"PUT\", \"POST\"]}]");
  standin_forget();
  uploaded(client, "untold", moves_in_parts(1));
  CHECK_TEXT(requests_made(), "IPPCH");
  faults("[]");
  check_object(client, "untold", 2 * PART);
}

static void report(void *user_data, int64_t moved, int64_t size) {
  int64_t *last = user_data;
  CHECK(moved >= last[0] && moved <= size);
  last[0] = moved;
  last[1] = size;
  last[2]++;
}

static void released(void *user_data) { ((int64_t *)user_data)[3]++; }

static void progress_is_that_of_the_file(cos_client_t *client) {
  static const size_t lengths[] = {0, 5, 4 * PART + 5};
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    int64_t last[4] = {0, -1, 0, 0};
    cos_transfer_t *transfer = moves_in_parts(3);
    cos_transfer_set_progress(transfer, report, last, released);
    make_file("progress", lengths[i]);
    uploaded(client, "progress", transfer);
    CHECK_NUMBER(last[0], lengths[i]);
    CHECK_NUMBER(last[1], lengths[i]);
    CHECK(last[2] > (lengths[i] > 0));
    CHECK_NUMBER(last[3], 1);
  }
}

/* Counts those who ask by what their call has: nothing, or this function's own data. */
static int32_t provide(void *user_data, cos_credentials_t *credentials) {
  int *asked = user_data;
  void *given = cos_credentials_user_data(credentials);
  CHECK(given == NULL || given == user_data);
  __atomic_add_fetch(&asked[given != NULL], 1, __ATOMIC_RELAXED);
  /* Valid for one request. */
  cos_credentials_set(credentials, STANDIN_ID, STANDIN_KEY, NULL, 1);
  return 0;
}

/* Also where threads of the library need them. */
static void a_provider_can_read_for_which_call_it_is(void) {
  int asked[2] = {0};
  cos_client_options_t *options = standin_options();
  cos_client_options_set_credentials_provider(options, provide, asked, NULL);
  cos_client_t *client = client_from(options);
  cos_call_t *call = cos_call_new();
  make_file("asked", 4 * PART);
  uploaded(client, "asked", moves_in_parts(4));
  CHECK_NUMBER(asked[0], 6);
  CHECK_NUMBER(asked[1], 0);
  cos_call_set_user_data(call, asked);
  cos_error_t *error = upload_of(client, "asked", moves_in_parts(4), call);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  CHECK_NUMBER(asked[0], 6);
  CHECK_NUMBER(asked[1], 6);
  CHECK(cos_credentials_user_data(NULL) == NULL);
  cos_call_free(call);
  cos_client_free(client);
}

int main(void) {
  moves_begin();
  cos_client_t *client = moves_client(64);
  one_request(client, 0);
  one_request(client, 1);
  one_request(client, PART - 1);
  in_parts(client, PART, 5, 1);
  in_parts(client, PART + 1, 5, 2);
  in_parts(client, 5 * PART + 7, 1, 6);
  in_parts(client, 9 * PART, 5, 9);
  headers_go_where_they_belong(client);
  bodies_may_have_a_digest(client);
  responses_are_those_of_the_object(client);
  sums_that_are_not_told_are_asked_for(client);
  progress_is_that_of_the_file(client);
  check_uploads(client, "");
  cos_client_free(client);
  a_provider_can_read_for_which_call_it_is();
  /* One connection, for which all of them wait. */
  client = moves_client(1);
  in_parts(client, 5 * PART, 5, 5);
  cos_client_free(client);
  moves_end();
  return check_report();
}
