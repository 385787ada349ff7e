/* Every row of advice.jsonl: a failure in, its reviewed advice out, in both languages. */
#include "check.h"
#include "all_accessors.h"
#include "table.h"

static const int32_t reasons[] = {
    COS_ERROR_REASON_INVALID_ARGUMENT, COS_ERROR_REASON_INVALID_CREDENTIALS,
    COS_ERROR_REASON_DNS,              COS_ERROR_REASON_CONNECT,
    COS_ERROR_REASON_PROXY,            COS_ERROR_REASON_TLS,
    COS_ERROR_REASON_TIMEOUT,          COS_ERROR_REASON_CONNECTION_LOST,
    COS_ERROR_REASON_PROTOCOL,         COS_ERROR_REASON_BAD_RESPONSE,
    COS_ERROR_REASON_TOO_LARGE,        COS_ERROR_REASON_CHECKSUM,
    COS_ERROR_REASON_LOCAL_IO,         COS_ERROR_REASON_CANCELLED,
    COS_ERROR_REASON_CALLBACK,         COS_ERROR_REASON_INTERNAL,
};

static int32_t reason_of(const char *name) {
  for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
    if (strcmp(cos_error_reason_name(reasons[i]), name) == 0) return reasons[i];
  CHECK_TEXT(name, "a reason's name");
  return 0;
}

static cos_error_t *failed(json_t *members) {
  json_t *sent = json_object_get(members, "request_sent");
  cos_client_failure_t failure = {
      .struct_size = sizeof failure,
      .reason = reason_of(table_text(members, "reason")),
      .os_errno = (int32_t)json_integer_value(json_object_get(members, "os_errno")),
      .method = json_string_value(json_object_get(members, "method")),
      .url = json_string_value(json_object_get(members, "url")),
      .request_sent = sent ? (json_is_true(sent) ? 1 : -1) : 0,
  };
  return cos_error_client(&failure);
}

static cos_error_t *answered(json_t *members) {
  table_exchange_t built = table_exchange(members);
  cos_error_t *error = cos_error_from_response(&built.exchange);
  table_exchange_free(&built);
  return error;
}

static void run(json_t *row) {
  json_t *failure = json_object_get(row, "failure");
  cos_error_t *error = failure ? failed(failure) : answered(json_object_get(row, "exchange"));
  CHECK(error != NULL);
  if (error) {
    CHECK_TEXT(cos_error_advice(error, "en"), table_text(row, "en"));
    CHECK_TEXT(cos_error_advice(error, "zh"), table_text(row, "zh"));
    check_every_accessor(error);
  }
  cos_error_free(error);
}

int main(int argc, char **argv) {
  if (argc != 2) return fputs("usage: advice advice.jsonl\n", stderr), 2;
  table_each(argv[1], run);
  return check_report();
}
