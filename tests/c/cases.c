/* Every row of answers.jsonl: an answer in, an error out. Prints `id ok` or what differs. */
#include "check.h"
#include "expect.h"
#include "table.h"

static void run(json_t *row) {
  size_t before = check_failures;
  json_t *expect = json_object_get(row, "expect");
  table_exchange_t built = table_exchange(json_object_get(row, "exchange"));
  cos_error_t *error = cos_error_from_response(&built.exchange);
  CHECK(expect && json_is_null(expect) == (error == NULL));
  if (error && json_is_object(expect)) check_error(error, expect, built.exchange.url);
  cos_error_free(error);
  table_exchange_free(&built);
  if (check_failures == before) printf("%s ok\n", check_subject);
}

int main(int argc, char **argv) {
  if (argc != 2) return fputs("usage: cases answers.jsonl\n", stderr), 2;
  table_each(argv[1], run);
  return check_report();
}
