/* The documents of requests: from JSON to XML, and back. */
#include <stdlib.h>
#include <string.h>

#include <cos_err.h>

#include "check.h"

static void check_written(const char *json, const char *expected) {
  char *xml = NULL;
  cos_error_t *error = cos_xml_from_json(json, &xml);
  CHECK_TEXT(error ? cos_error_message(error) : xml, expected);
  cos_error_free(error);
  cos_text_free(xml);
}

static void check_refused(const char *json, const char *place) {
  char *xml = (char *)json;
  cos_error_t *error = cos_xml_from_json(json, &xml);
  CHECK(xml == NULL);
  CHECK_NUMBER(cos_error_reason(error), COS_ERROR_REASON_INVALID_ARGUMENT);
  CHECK_HAS(cos_error_message(error), place);
  cos_error_free(error);
}

/* What was written reads as the JSON that was given. */
static void check_read(const char *json) {
  char *xml = NULL;
  cos_error_t *error = cos_xml_from_json(json, &xml);
  CHECK(error == NULL);
  cos_response_t *response = cos_response_new(200, NULL, 0, xml, xml ? strlen(xml) : 0);
  CHECK_TEXT(cos_response_json(response), json);
  cos_response_free(response);
  cos_text_free(xml);
}

int main(void) {
  check_written("{\"Delete\":{\"Object\":[{\"Key\":\"a&b\"},{\"Key\":\"\\u4e2d\"}],\"Quiet\":true}}",
                "<Delete><Object><Key>a&amp;b</Key></Object><Object><Key>\xe4\xb8\xad</Key></Object><Quiet>true</Quiet></Delete>");
  check_written("{\"Grantee\":{\"ID\":1,\"@xmlns:xsi\":\"u\",\"@xsi:type\":\"x\\n\"}}",
                "<Grantee xmlns:xsi=\"u\" xsi:type=\"x&#10;\"><ID>1</ID></Grantee>");
  check_read("{\"Tagging\":{\"TagSet\":{\"Tag\":[{\"Key\":\"\\r\\n\\\"<\",\"Value\":\" \"}]}}}");
  check_read("{\"L\":{\"@a\":\"1\",\"#text\":\"x\"}}");
  check_refused("{\"Delete\":{\"Object\":[{\"Key\":\"a\"},{\"Key\":\"b\\u0000\"}]}}", "Delete/Object[1]/Key \"b\\0\": contains U+0000");
  check_refused("{\"R\":{\"MaxAge\":NaN}}", "R/MaxAge \"NaN}}\"");
  check_refused("{\"R\":{\"a b\":1}}", "R \"a b\"");
  check_refused("\xff", "json is not UTF-8");
  check_refused(NULL, "json is missing");
  CHECK(cos_xml_from_json("{\"R\":1}", NULL) == NULL);
  return check_report();
}
