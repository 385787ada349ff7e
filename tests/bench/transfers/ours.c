/* Transfers by libcos_err, with default options. */

#include <cos_err.h>
#include <stdlib.h>

#include "../calls/answer.h"
#include "object.h"
#include "transfers.h"

struct ours {
  cos_client_t *client;
  const struct way *way;
  const struct place *place;
  /** Of the transfer under way. */
  int64_t moved, whole;
};

void *ours_open(const struct way *way, const struct place *place) {
  struct ours *ours = calloc(1, sizeof *ours);
  if (ours == NULL) {
    fail("libcos_err", "no memory");
  }
  ours->way = way;
  ours->place = place;
  cos_client_options_t *options = cos_client_options_new();
  cos_client_options_set_region(options, REGION);
  cos_client_options_set_endpoint(options, "http://{bucket}.cos.{region}.myqcloud.com");
  cos_client_options_set_connect_to(options, place->connect_to);
  cos_client_options_set_credentials(options, SECRET_ID, SECRET_KEY, NULL);
  cos_error_t *error = cos_client_new(options, &ours->client);
  if (error != NULL) {
    fail("libcos_err", cos_error_text(error));
  }
  cos_client_options_free(options);
  return ours;
}

static int64_t give(void *user_data, void *buffer, size_t size) {
  struct ours *ours = user_data;
  const int64_t left = ours->whole - ours->moved;
  const size_t part = (int64_t)size < left ? size : (size_t)left;
  object_bytes(ours->moved, buffer, part);
  ours->moved += (int64_t)part;
  return (int64_t)part;
}

static int32_t take(void *user_data, const void *bytes, size_t size) {
  struct ours *ours = user_data;
  (void)bytes;
  ours->moved += (int64_t)size;
  return 0;
}

static void report(void *user_data, int64_t sent, int64_t to_send, int64_t received, int64_t to_receive) {
  (void)sent, (void)to_send, (void)received, (void)to_receive;
  ++*(unsigned long *)user_data;
}

static void set_body(cos_request_t *request, struct ours *ours) {
  if (ours->way->up && ours->way->file) {
    cos_request_set_body_file(request, ours->place->source);
  } else if (ours->way->up) {
    cos_request_set_body_reader(request, give, NULL, ours->whole, ours, NULL);
  } else if (ours->way->file) {
    cos_request_set_sink_file(request, ours->place->sink);
  } else {
    cos_request_set_sink_writer(request, take, NULL, ours, NULL);
  }
}

int ours_transfer(void *state, const char *key, long mib, unsigned long *reports) {
  struct ours *ours = state;
  ours->whole = (int64_t)mib * MIB;
  ours->moved = 0;
  cos_request_t *request = cos_request_new(ours->way->up ? "PUT" : "GET", BUCKET, key);
  set_body(request, ours);
  if (reports != NULL) {
    cos_request_set_progress(request, report, reports, NULL);
  }
  cos_response_t *response;
  cos_error_t *error = cos_client_send(ours->client, request, NULL, &response);
  cos_request_free(request);
  if (error != NULL && cos_error_reason(error) == COS_ERROR_REASON_CHECKSUM) {
    cos_error_free(error);
    return 0;
  }
  if (error != NULL) {
    fail("libcos_err", cos_error_text(error));
  }
  const int64_t moved = ours->way->up ? ours->moved : cos_response_received(response);
  if (moved != ours->whole && !(ours->way->up && ours->way->file)) {
    fail("libcos_err", "not the whole object");
  }
  cos_response_free(response);
  return 1;
}
