#include "mixed_table.h"

#include <cos_err.h>

#define LOST COS_ERROR_REASON_CONNECTION_LOST
#define FINE(fault, weight, kinds) {fault, weight, kinds, BY_ITSELF, NULL, 0, 0, 0}
#define FAILS(fault, weight, kinds, code, reason, status, attempts) \
  {fault, weight, kinds, BY_ITSELF, code, reason, status, attempts}
#define ENDS(fault, kinds, end, code, reason, status) {fault, 1, kinds, end, code, reason, status, 1}

const char *const kind_names[KINDS] = {
    [PUT_MEMORY] = "put of memory",   [PUT_FILE] = "put of a file",     [PUT_READER] = "put of a reader",
    [PUT_CHUNKS] = "put in chunks",   [PUT_ONCE] = "put without rewind", [GET_MEMORY] = "get to memory",
    [GET_FILE] = "get to a file",     [GET_WRITER] = "get to a writer", [GET_RANGE] = "get of a range",
    [GET_MISSING] = "get of nothing", [HEAD_OBJECT] = "head",           [DELETE_OBJECT] = "delete",
    [DELETE_MANY] = "delete many",    [LIST] = "list",                  [COPY] = "copy"};

const row_t mixed_table[] = {
    FINE(NULL, 60, ALL),
    FINE("slow-5", 4, ALL),
    FINE("keepalive-close", 2, ALL),
    FINE("close-after-3", 2, ALL),
    FINE("chunked", 4, WHOLES | DOCUMENTS | ONE(GET_RANGE)),
    FINE("no-length", 2, WHOLES | DOCUMENTS | ONE(GET_RANGE)),
    FINE("trickle-20000-1", 2, WHOLES),
    FINE("blanks-5-1", 2, ONE(COPY)),
    FINE("read-trickle-20000-1", 2, PUTS | ONE(PUT_ONCE)),
    /* Once, and then it works. */
    FINE("fail-1-status-503", 4, ALL & ~ONE(PUT_ONCE)),
    FINE("fail-1-reset", 2, ALL & ~ONE(PUT_ONCE)),
    FINE("fail-1-cut-head-30", 2, ALL & ~ONE(PUT_ONCE)),
    FINE("fail-1-read-20000-and-reset", 2, PUTS),
    FINE("fail-1-cut-5000", 3, WHOLES),
    FINE("fail-1-cut-5000-and-rst", 2, WHOLES),
    FINE("fail-1-corrupt-77", 2, WHOLES),
    FINE("fail-1-wrong-crc", 2, PUTS),
    FINE("fail-1-gateway-502", 1, ALL & ~ONE(PUT_ONCE)),
    /* What cannot be sent again is not. */
    FAILS("fail-1-status-503", 4, ONE(PUT_ONCE), "ServiceUnavailable", 0, 503, 1),
    FAILS("fail-1-wrong-crc", 2, ONE(PUT_ONCE), "Checksum", COS_ERROR_REASON_CHECKSUM, 200, 1),
    /* Each time. */
    FAILS("status-403", 4, ALL, "AccessDenied", 0, 403, 1),
    FAILS("status-451", 1, ALL, "UnavailableForLegalReasons", 0, 451, 1),
    FAILS("early-403", 3, PUTS | ONE(PUT_ONCE), "AccessDenied", 0, 403, 1),
    FAILS("read-20000, early-403, linger", 3, PUTS | ONE(PUT_ONCE), "AccessDenied", 0, 403, 1),
    FAILS("status-503", 1, ALL & ~ONE(PUT_ONCE), "ServiceUnavailable", 0, 503, 3),
    FAILS("gateway-502", 1, ALL & ~ONE(PUT_ONCE), "Http502", 0, 502, 3),
    FAILS("status-200-InternalError", 2, DOCUMENTS, "InternalError", 0, 200, 3),
    FAILS("portal-200-html", 2, WHOLES | DOCUMENTS | ONE(GET_RANGE), "BadResponse", COS_ERROR_REASON_BAD_RESPONSE, 200,
          1),
    FAILS("reset", 1, ALL & ~ONE(PUT_ONCE), "ConnectionLost", LOST, 0, 3),
    FAILS("close", 1, ALL & ~ONE(PUT_ONCE), "ConnectionLost", LOST, 0, 3),
    FAILS("cut-head-30", 1, ALL & ~ONE(PUT_ONCE), "ConnectionLost", LOST, -1, 3),
    FAILS("cut-5000", 1, WHOLES, "ConnectionLost", LOST, 200, 3),
    FAILS("length-more-100", 1, WHOLES, "ConnectionLost", LOST, 200, 3),
    FAILS("chunked-1000, cut-chunk-3", 1, WHOLES, "ConnectionLost", LOST, 200, 3),
    FAILS("corrupt-77", 1, WHOLES, "Checksum", COS_ERROR_REASON_CHECKSUM, 200, 3),
    FAILS("wrong-crc", 1, PUTS, "Checksum", COS_ERROR_REASON_CHECKSUM, 200, 3),
    FAILS("garbage", 1, ALL & ~ONE(PUT_ONCE), "Protocol", COS_ERROR_REASON_PROTOCOL, 0, 3),
    ENDS("hang", ALL, BY_TIMEOUT, "Timeout", COS_ERROR_REASON_TIMEOUT, 0),
    ENDS("hang", ALL, BY_INTERRUPT, "Cancelled", COS_ERROR_REASON_CANCELLED, 0),
    ENDS("stall-5000", WHOLES, BY_TIMEOUT, "Timeout", COS_ERROR_REASON_TIMEOUT, -1),
    ENDS("stall-5000", WHOLES, BY_INTERRUPT, "Cancelled", COS_ERROR_REASON_CANCELLED, -1),
    ENDS("read-20000, hang", PUTS | ONE(PUT_ONCE), BY_INTERRUPT, "Cancelled", COS_ERROR_REASON_CANCELLED, 0),
};
const size_t mixed_table_length = sizeof mixed_table / sizeof *mixed_table;

const row_t *mixed_table_draw(kind_t kind, uint64_t number) {
  uint64_t all = 0;
  for (size_t i = 0; i < mixed_table_length; i++)
    if (mixed_table[i].kinds & ONE(kind)) all += mixed_table[i].weight;
  uint64_t left = number % all;
  for (size_t i = 0;; i++) {
    if (!(mixed_table[i].kinds & ONE(kind))) continue;
    if (left < mixed_table[i].weight) return &mixed_table[i];
    left -= mixed_table[i].weight;
  }
}
