/* Requests by libcos_err: default options, so with a total timeout. */

#include <cos_err.h>
#include <stddef.h>
#include <string.h>

#include "../read/read.h"
#include "answer.h"
#include "calls.h"

struct ours {
  cos_client_t *client;
  /** NULL: HEAD of the bucket. */
  cos_request_t *request;
  enum what what;
};

void *ours_open(const struct way *way) {
  static struct ours all[16];
  static size_t used;
  struct ours *ours = &all[used++];
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, REGION);
  if (!way->tls) {
    cos_client_options_set_endpoint(options, "http://{bucket}.cos.{region}.myqcloud.com");
  }
  cos_client_options_set_connect_to(options, way->connect_to);
  cos_client_options_set_ca_file(options, way->ca_file);
  if (way->sign) {
    cos_client_options_set_credentials(options, SECRET_ID, SECRET_KEY, NULL);
  }
  cos_error_t *error = cos_client_new(options, &ours->client);
  if (error != NULL) {
    fail("libcos_err", cos_error_text(error));
  }
  cos_client_options_free(options);
  if (way->what == HEAD_MISSING) ours->request = cos_request_new("HEAD", BUCKET, KEY);
  if (way->what == GET_MISSING) ours->request = cos_request_new("GET", BUCKET, KEY);
  ours->what = way->what;
  return ours;
}

static void head(struct ours *ours) {
  cos_response_t *response;
  cos_error_t *error = cos_head_bucket(ours->client, BUCKET, NULL, &response);
  if (error != NULL) {
    fail("libcos_err", cos_error_text(error));
  }
  learned(cos_response_status(response), cos_response_bucket_region(response));
  cos_response_free(response);
}

static cos_error_t *failed(struct ours *ours) {
  cos_error_t *error = cos_client_send(ours->client, ours->request, NULL, NULL);
  if (cos_error_kind(error) != COS_ERROR_KIND_SERVICE) {
    fail("libcos_err", cos_error_text(error));
  }
  return error;
}

static void head_missing(struct ours *ours) {
  cos_error_t *error = failed(ours);
  if (strcmp(cos_error_code(error), "NoSuchKey") != 0) {
    fail("libcos_err", cos_error_text(error));
  }
  missed(cos_error_status(error), cos_error_request_id(error));
  cos_error_free(error);
}

static void get_missing(struct ours *ours) {
  cos_error_t *error = failed(ours);
  const char *const fields[FIELDS] = {
      cos_error_code(error),       cos_error_message(error),  cos_error_resource(error),
      cos_error_request_id(error), cos_error_trace_id(error),
  };
  use(fields);
  cos_error_free(error);
}

void ours_request(void *state) {
  struct ours *ours = state;
  switch (ours->what) {
    case HEAD_BUCKET: head(ours); break;
    case HEAD_MISSING: head_missing(ours); break;
    case GET_MISSING: get_missing(ours); break;
  }
}
