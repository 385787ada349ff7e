#include "advice_tables.h"

#include <stdio.h>
#include <string.h>

#include <cos_err.h>

#include "check.h"
#include "usage.h"

enum { FIRST_STATUS = 300, LAST_STATUS = 599, LAST_REASON = 999 };

static void read_texts(cos_error_t *error) {
  CHECK(error && *cos_error_advice(error, "en") && *cos_error_advice(error, "zh") && *cos_error_text(error));
  cos_error_free(error);
}

static void read_response(int32_t status, const char *server, const char *body) {
  char headers[80];
  int length = snprintf(headers, sizeof headers, "Server: %s\r\nContent-Type: application/xml\r\n\r\n", server);
  cos_exchange_t exchange = {.struct_size = sizeof exchange,
                             .status = status,
                             .raw_headers = headers,
                             .raw_headers_len = (size_t)length,
                             .body = body,
                             .body_len = strlen(body)};
  read_texts(cos_error_from_response(&exchange));
}

static void read_codes(void) {
  char body[200];
  for (size_t i = 0; i < cos_code_count(); i++) {
    snprintf(body, sizeof body, "<Error><Code>%s</Code></Error>", cos_code_name(i));
    read_response(403, "tencent-cos", body);
  }
}

static void read_statuses(void) {
  for (int32_t status = FIRST_STATUS; status <= LAST_STATUS; status++) {
    read_response(status, "tencent-cos", "");
    read_response(status, "nginx", "");
  }
}

/* Numbers that are no reason give the error of a wrong argument, which is a row too. */
static void read_reasons(void) {
  for (int32_t reason = 0; reason <= LAST_REASON; reason++) {
    cos_client_failure_t failure = {.struct_size = sizeof failure, .reason = reason};
    read_texts(cos_error_client(&failure));
  }
}

/* A body in GB18030, whose characters are a table as well. */
static void read_characters(void) {
  static const char body[] = "<?xml version=\"1.0\" encoding=\"GBK\"?><Error><Message>\xd6\xd0</Message></Error>";
  read_response(403, "tencent-cos", body);
}

static void read_all(void) {
  read_codes();
  read_statuses();
  read_reasons();
  read_characters();
}

void advice_tables_expand(void) {
  read_all();
  size_t expanded = usage().heap;
  read_all();
  CHECK_NUMBER(usage().heap, expanded);
}
