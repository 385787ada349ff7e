/* What is read from the XML of a success: the rows of values.jsonl, each stored as an object and read back. */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "check.h"
#include "table.h"

static cos_client_t *client;
static size_t rows;

static cos_response_t *stored_and_read(json_t *row) {
  const char *type = table_text(row, "content_type");
  cos_request_t *put = cos_request_new("PUT", STANDIN_BUCKET, "values");
  size_t length;
  char *bytes = table_body(row, &length);
  cos_request_set_body(put, bytes, length);
  cos_request_set_header(put, "Content-Type", *type ? type : "application/xml");
  cos_response_free(sent(client, put));
  free(bytes);
  return sent(client, cos_request_new("GET", STANDIN_BUCKET, "values"));
}

static void check_fault(json_t *row, const cos_response_t *response) {
  const char *fault = table_text(row, "fault");
  if (*fault) CHECK_HAS(cos_response_fault(response), fault);
  else CHECK_TEXT(cos_response_fault(response), "");
}

/* Whoever makes a response of the parts of another one can read the same document in it. */
static cos_response_t *copied(const cos_response_t *response) {
  size_t length, count = cos_response_header_count(response);
  const void *body = cos_response_body(response, &length);
  cos_header_t *headers = calloc(count, sizeof *headers);
  for (size_t i = 0; i < count; i++) {
    headers[i].name = cos_response_header_name(response, i);
    headers[i].value = cos_response_header_value(response, i);
  }
  cos_response_t *copy = cos_response_new(cos_response_status(response), headers, count, body, length);
  free(headers);
  return copy;
}

static void check_copy(const cos_response_t *response) {
  cos_response_t *copy = copied(response);
  size_t length, same;
  const void *body = cos_response_body(response, &length);
  CHECK(memcmp(cos_response_body(copy, &same), body, length) == 0 && same == length);
  CHECK_NUMBER(cos_response_status(copy), cos_response_status(response));
  CHECK_NUMBER(cos_response_received(copy), cos_response_received(response));
  CHECK_NUMBER(cos_response_header_count(copy), cos_response_header_count(response));
  CHECK_TEXT(cos_response_request_id(copy), cos_response_request_id(response));
  CHECK_TEXT(cos_response_header(copy, "CONTENT-TYPE"), cos_response_header(response, "content-type"));
  CHECK_TEXT(cos_response_json(copy), cos_response_json(response));
  CHECK_TEXT(cos_response_fault(copy), cos_response_fault(response));
  cos_response_free(copy);
}

static void a_response_of_nothing_has_no_document(void) {
  check_subject = "nothing";
  for (int32_t status = -1; status <= 65536; status += 65537) {
    cos_response_t *response = cos_response_new(status, NULL, 5, NULL, 5);
    CHECK_NUMBER(cos_response_status(response), 0);
    CHECK_TEXT(cos_response_fault(response), "the response has no body");
    CHECK_TEXT(cos_response_request_id(response), "");
    CHECK_NUMBER(cos_response_header_count(response), 0);
    cos_response_free(response);
  }
}

static void a_row_reads_as_it_says(json_t *row) {
  const char *path;
  json_t *expected;
  size_t length;
  check_subject = table_text(row, "id");
  cos_response_t *response = stored_and_read(row);
  json_object_foreach(json_object_get(row, "values"), path, expected)
    CHECK_TEXT(cos_response_value(response, path), json_string_value(expected));
  json_object_foreach(json_object_get(row, "counts"), path, expected)
    CHECK_NUMBER(cos_response_count(response, path), json_integer_value(expected));
  if (json_object_get(row, "json")) CHECK_TEXT(cos_response_json(response), table_text(row, "json"));
  check_fault(row, response);
  const char *body = cos_response_body(response, &length);
  CHECK_NUMBER(body[length], 0);
  check_copy(response);
  cos_response_free(response);
  rows++;
}

/* Cut anywhere, it is read as a whole or not at all: a listing that is short of keys looks complete. */
static void a_cut_document_is_none(void) {
  static const char text[] =
      "<?xml version=\"1.0\"?><!-- <a> --><n:L a='1' b=\"&lt;\"><Name>x</Name><C><K>a&amp;b</K><S/></C>"
      "<C><K><![CDATA[<]]></K></C></n:L > <!-- end -->\n";
  size_t whole = (size_t)(strstr(text, "</n:L >") - text) + strlen("</n:L >");
  check_subject = "cut";
  for (size_t length = 0; length < sizeof text; length++) {
    cos_request_t *put = cos_request_new("PUT", STANDIN_BUCKET, "cut");
    cos_request_set_body(put, text, length);
    cos_response_free(sent(client, put));
    cos_response_t *response = sent(client, cos_request_new("GET", STANDIN_BUCKET, "cut"));
    size_t comment = whole + 1;
    int is_whole = length >= whole && (length <= comment || length >= sizeof text - 2);
    CHECK_NUMBER(cos_response_count(response, ""), is_whole);
    CHECK_NUMBER(cos_response_count(response, "C"), is_whole ? 2 : 0);
    CHECK_TEXT(cos_response_value(response, "C/K"), is_whole ? "a&b" : "");
    CHECK((*cos_response_fault(response) == '\0') == is_whole);
    CHECK((*cos_response_json(response) == '\0') == !is_whole);
    cos_response_free(response);
  }
}

int main(int argc, char **argv) {
  if (argc != 2) return 2;
  ports_start();
  client = client_of(1);
  table_each(argv[1], a_row_reads_as_it_says);
  CHECK_NUMBER(rows, 60);
  a_cut_document_is_none();
  a_response_of_nothing_has_no_document();
  check_subject = "";
  cos_client_free(client);
  ports_stop();
  return check_report();
}
