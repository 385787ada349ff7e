#include "fault_table.h"

#include <cos_err.h>

#define SUCCESS(fault, weight) {fault, weight, 0, BY_ITSELF, 0, 200, NULL, NULL, 1, 0}
#define SERVICE(fault, status, head_code, code) {fault, 1, 0, BY_ITSELF, 0, status, head_code, code, 1, 0}
#define LOST(fault, status) \
  {fault, 1, 0, BY_ITSELF, COS_ERROR_REASON_CONNECTION_LOST, status, NULL, "ConnectionLost", 0, 0}
#define WAITS(fault, end, reason, code) {fault, 1, 0, end, reason, 0, NULL, code, 0, 0}
/* In the middle of the body. */
#define STALLS(fault, end, reason, code) {fault, 1, GET_OBJECT, end, reason, 200, NULL, code, 1, 1}
#define MISSING(fault) SERVICE(fault, 404, "NoSuchBucket", "NoSuchKey")

const row_t fault_table[] = {
    SUCCESS(NULL, 200),
    SUCCESS("slow-20", 6),
    SUCCESS("slow-150", 2),
    SUCCESS("slow-headers-1", 1),
    SUCCESS("drip-1", 1),
    SUCCESS("headers-50", 1),
    SUCCESS("header-kb-20", 1),
    SUCCESS("keepalive-close", 2),
    SUCCESS("close-after-3", 2),
    SUCCESS("reset-after-1", 2),
    /* Tried again, up to three times in all. */
    SUCCESS("fail-1-times-then-ok:status-503", 1),
    SUCCESS("fail-2-times-then-ok:status-500", 1),
    SUCCESS("fail-1-times-then-ok:reset", 1),
    SUCCESS("fail-1-times-then-ok:garbage", 1),
    SUCCESS("fail-1-times-then-ok:cut-headers", 1),
    SERVICE("fail-3-times-then-ok:status-503", 503, NULL, "ServiceUnavailable"),

    SERVICE("status-400", 400, NULL, "BadRequest"),
    SERVICE("status-403", 403, NULL, "AccessDenied"),
    SERVICE("status-404", 404, "NoSuchBucket", "NoSuchKey"),
    SERVICE("status-409", 409, "Conflict", "PathConflict"),
    SERVICE("status-416", 416, NULL, "InvalidRange"),
    SERVICE("status-429", 429, NULL, "SlowDown"),
    SERVICE("status-451", 451, NULL, "UnavailableForLegalReasons"),
    SERVICE("status-500", 500, NULL, "InternalError"),
    SERVICE("status-501", 501, NULL, "NotImplemented"),
    SERVICE("status-503", 503, NULL, "ServiceUnavailable"),
    SERVICE("503-no-id", 503, NULL, "ServiceUnavailable"),
    SERVICE("retry-after-5", 503, "ServiceUnavailable", "SlowDown"),
    SERVICE("echo-secrets", 403, NULL, "AccessDenied"),
    MISSING("gzip"),
    MISSING("gbk"),
    MISSING("json"),
    MISSING("no-ids"),
    /* A PUT makes the object: what is missing is its bucket. */
    {"missing-Code", 1, HEAD_BUCKET | GET_OBJECT, BY_ITSELF, 0, 404, "NoSuchBucket", "NoSuchKey", 1, 0},
    {"missing-Code", 1, PUT_OBJECT, BY_ITSELF, 0, 404, NULL, "NoSuchBucket", 1, 0},
    MISSING("missing-RequestId"),
    MISSING("big-64"),
    {"big-1500", 1, 0, BY_ITSELF, 0, 404, "NoSuchBucket", "NoSuchKey", 1, 1},
    {"cut-body", 1, 0, BY_ITSELF, 0, 404, "NoSuchBucket", "NoSuchKey", 1, 1},
    SERVICE("gateway-404", 404, NULL, "Http404"),
    SERVICE("gateway-502", 502, NULL, "Http502"),
    SERVICE("portal-302", 302, NULL, "Http302"),

    {"portal-200-empty", 1, 0, BY_ITSELF, COS_ERROR_REASON_BAD_RESPONSE, 200, NULL, "BadResponse", 1, 0},
    {"portal-200-html", 1, 0, BY_ITSELF, COS_ERROR_REASON_BAD_RESPONSE, 200, NULL, "BadResponse", 1, 0},
    {"headers-200", 1, 0, BY_ITSELF, COS_ERROR_REASON_TOO_LARGE, 200, NULL, "TooLarge", 0, 0},
    {"headers-100kb", 1, 0, BY_ITSELF, COS_ERROR_REASON_TOO_LARGE, 200, NULL, "TooLarge", 0, 0},
    LOST("reset", 0),
    LOST("close", 0),
    LOST("unread-reset", 0),
    LOST("cut-status-line", 0),
    LOST("cut-headers", 404),
    {"cut-10", 1, GET_OBJECT, BY_ITSELF, COS_ERROR_REASON_CONNECTION_LOST, 200, NULL, "ConnectionLost", 1, 1},
    {"garbage", 1, 0, BY_ITSELF, COS_ERROR_REASON_PROTOCOL, 0, NULL, "Protocol", 0, 0},

    WAITS("hang", BY_TIMEOUT, COS_ERROR_REASON_TIMEOUT, "Timeout"),
    WAITS("hang", BY_TOKEN, COS_ERROR_REASON_CANCELLED, "Cancelled"),
    WAITS("hang", BY_INTERRUPT, COS_ERROR_REASON_CANCELLED, "Cancelled"),
    WAITS("slow-5000", BY_TIMEOUT, COS_ERROR_REASON_TIMEOUT, "Timeout"),
    STALLS("stall-10", BY_TIMEOUT, COS_ERROR_REASON_TIMEOUT, "Timeout"),
    STALLS("stall-10", BY_TOKEN, COS_ERROR_REASON_CANCELLED, "Cancelled"),
    STALLS("stall-10", BY_INTERRUPT, COS_ERROR_REASON_CANCELLED, "Cancelled"),
    STALLS("drip-50", BY_TIMEOUT, COS_ERROR_REASON_TIMEOUT, "Timeout"),
    STALLS("drip-50", BY_TOKEN, COS_ERROR_REASON_CANCELLED, "Cancelled"),
};

const size_t fault_table_length = sizeof fault_table / sizeof *fault_table;

size_t fault_table_draw(uint64_t number) {
  uint64_t all = 0;
  for (size_t i = 0; i < fault_table_length; i++) all += fault_table[i].weight;
  uint64_t left = number % all;
  size_t row = 0;
  while (left >= fault_table[row].weight) left -= fault_table[row++].weight;
  return row;
}
