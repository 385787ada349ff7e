/* The backup domain: when a call turns to it, and when it must not. */
#include <stdlib.h>

#include "check.h"
#include "fault.h"
#include "peer.h"
#include "ports.h"

#define MAIN_DOMAIN ".cos." STANDIN_REGION ".myqcloud.com"
#define BACKUP_DOMAIN ".cos." STANDIN_REGION ".tencentcos.cn"
/* Answers without any id, as of something in front of COS. */
#define NO_ID "{\"status\": 503, \"body\": \"\", \"times\": 2}"
#define PORTAL "{\"status\": 302, \"headers\": [[\"Location\", \"http://portal.invalid/\"]], \"times\": 1}"

static cos_client_options_t *options_of(int32_t attempts) {
  cos_client_options_t *options = https_options(port("good"));
  cos_client_options_set_ca_file(options, ca_file());
  cos_client_options_set_max_attempts(options, attempts);
  return options;
}

static cos_error_t *head(cos_client_options_t *options, const char *bucket, const cos_call_t *call) {
  cos_client_t *client = client_from(options);
  standin_forget();
  cos_error_t *error = cos_head_bucket(client, bucket, call, NULL);
  cos_client_free(client);
  return error;
}

/* The hosts that were asked, in order; each with a signature for that host. */
static void check_asked(const char *bucket, const char *const *domains, size_t count) {
  json_t *requests = standin_requests();
  CHECK_NUMBER(json_array_size(requests), count);
  json_decref(requests);
  for (size_t i = 0; i < count; i++) {
    char host[120];
    snprintf(host, sizeof host, "%s%s", bucket, domains[i]);
    check_received(i, "HEAD", host, "valid");
  }
}

static const char *const thrice[] = {MAIN_DOMAIN, MAIN_DOMAIN, MAIN_DOMAIN};
static const char *const last_elsewhere[] = {MAIN_DOMAIN, MAIN_DOMAIN, BACKUP_DOMAIN};
static const char *const at_once[] = {MAIN_DOMAIN, BACKUP_DOMAIN};

static void a_host_that_is_down(void) {
  static const char bucket[] = "fault-host-down-1250000000";
  cos_error_t *error = head(options_of(3), bucket, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  check_asked(bucket, last_elsewhere, 3);
}

static void check_only_main(cos_client_options_t *options, const char *bucket, size_t tries) {
  cos_error_t *error = head(options, bucket, NULL);
  CHECK(error != NULL);
  CHECK_NUMBER(cos_error_attempt_count(error), tries);
  check_asked(bucket, thrice, tries);
  cos_error_free(error);
}

static void who_must_not_be_led_there(void) {
  static const char down[] = "fault-host-down-1250000000";
  cos_client_options_t *off = options_of(3), *custom = options_of(3), *accelerate = options_of(3);
  cos_client_options_set_backup_domain(off, 0);
  check_only_main(off, down, 3);
  cos_client_options_set_endpoint(custom, "https://{bucket}.cos.{region}.myqcloud.com");
  check_only_main(custom, down, 3);
  check_only_main(options_of(1), down, 1);
  /* COS itself was there. */
  check_only_main(options_of(3), "fault-status-503-1250000000", 3);
  check_only_main(options_of(3), "fault-denied-1250000000", 1);
  check_only_main(options_of(3), "fault-redirect-301-cos-1250000000", 1);

  cos_client_options_set_region(accelerate, "accelerate");
  cos_error_t *error = head(accelerate, down, NULL);
  CHECK_NUMBER(cos_error_attempt_count(error), 3);
  for (size_t i = 0; i < 3; i++)
    check_attempt(error, i, "fault-host-down-1250000000.cos.accelerate.myqcloud.com", 0,
                  COS_ERROR_REASON_CONNECTION_LOST);
  cos_error_free(error);
}

static void a_5xx_without_id(void) {
  static const char bucket[] = "fault-503-no-id-1250000000";
  cos_error_t *error = head(options_of(3), bucket, NULL);
  CHECK_NUMBER(cos_error_status(error), 503);
  CHECK_HAS(cos_error_url(error), BACKUP_DOMAIN);
  CHECK_NUMBER(cos_error_attempt_count(error), 3);
  check_attempt(error, 2, "fault-503-no-id-1250000000" BACKUP_DOMAIN, 503, 0);
  check_asked(bucket, last_elsewhere, 3);
  cos_error_free(error);
}

/* No wait, and not only at the last try. */
static void a_portals_redirect_switches_at_once(void) {
  standin_script(STANDIN_BUCKET, PORTAL);
  cos_error_t *error = head(options_of(3), STANDIN_BUCKET, NULL);
  CHECK_TEXT(cos_error_text(error), "");
  cos_error_free(error);
  check_asked(STANDIN_BUCKET, at_once, 2);

  static const char everywhere[] = "fault-portal-302-1250000000";
  error = head(options_of(3), everywhere, NULL);
  CHECK_NUMBER(cos_error_status(error), 302);
  CHECK_NUMBER(cos_error_responder(error), COS_RESPONDER_OTHER);
  CHECK_NUMBER(cos_error_attempt_count(error), 2);
  check_asked(everywhere, at_once, 2);
  cos_error_free(error);
}

/* The first host said more than a backup host that said nothing. */
static void a_backup_that_is_silent_too(void) {
  standin_script(STANDIN_BUCKET, "[" NO_ID ", {\"status\": 200, \"cut_after_bytes\": 0, \"times\": 1}]");
  cos_error_t *error = head(options_of(3), STANDIN_BUCKET, NULL);
  CHECK_NUMBER(cos_error_kind(error), COS_ERROR_KIND_SERVICE);
  CHECK_NUMBER(cos_error_status(error), 503);
  CHECK_HAS(cos_error_url(error), MAIN_DOMAIN);
  CHECK_NUMBER(cos_error_attempt_count(error), 3);
  check_attempt(error, 1, STANDIN_BUCKET MAIN_DOMAIN, 503, 0);
  check_attempt(error, 2, STANDIN_BUCKET BACKUP_DOMAIN, 0, COS_ERROR_REASON_CONNECTION_LOST);
  check_asked(STANDIN_BUCKET, last_elsewhere, 3);
  cos_error_free(error);
}

static int32_t when_the_backup_is_asked(void *tries) { return received() >= *(size_t *)tries; }

/* ... but who ends a call is told that it ended. */
static void a_call_that_is_ended_at_the_backup(void) {
  size_t tries = 3;
  cos_call_t *call = cos_call_new();
  cos_call_set_interrupt(call, when_the_backup_is_asked, &tries, NULL);
  standin_script(STANDIN_BUCKET,
                 "[" NO_ID ", {\"status\": 200, \"cut_after_bytes\": 0, \"close\": false, \"times\": 1}]");
  cos_error_t *error = head(options_of(3), STANDIN_BUCKET, call);
  CHECK_TEXT(cos_error_code(error), "Cancelled");
  CHECK_NUMBER(cos_error_attempt_count(error), 3);
  check_attempt(error, 2, STANDIN_BUCKET BACKUP_DOMAIN, 0, COS_ERROR_REASON_CANCELLED);
  cos_error_free(error);
  cos_call_free(call);
}

static void a_network_that_is_down(void) {
  cos_client_options_t *options = options_of(3);
  cos_client_options_set_connect_to(options, refused_address());
  cos_error_t *error = head(options, STANDIN_BUCKET, NULL);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_CONNECT);
  CHECK_HAS(cos_error_url(error), MAIN_DOMAIN);
  CHECK_NUMBER(cos_error_attempt_count(error), 3);
  check_attempt(error, 1, STANDIN_BUCKET MAIN_DOMAIN, 0, COS_ERROR_REASON_CONNECT);
  check_attempt(error, 2, STANDIN_BUCKET BACKUP_DOMAIN, 0, COS_ERROR_REASON_CONNECT);
  CHECK_NUMBER(cos_error_request_sent(error), 0);
  cos_error_free(error);
}

int main(void) {
  ports_start();
  a_host_that_is_down();
  who_must_not_be_led_there();
  a_5xx_without_id();
  a_portals_redirect_switches_at_once();
  a_backup_that_is_silent_too();
  a_call_that_is_ended_at_the_backup();
  a_network_that_is_down();
  ports_stop();
  return check_report();
}
