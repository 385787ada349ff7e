#include "faulted_table.h"

#include <stdlib.h>

#include "check.h"
#include "table.h"

faulted_row_t *faulted_table;
size_t faulted_table_length;

static json_t *rows;

static const char *const requests[REQUESTS] = {"initiate", "part", "complete", "head", "range", "get"};

static void read_row(json_t *row) {
  json_array_append(rows, row);
  json_t *outcome = json_object_get(row, "outcome"), *attempts = json_object_get(row, "attempts");
  faulted_table = realloc(faulted_table, (faulted_table_length + 1) * sizeof *faulted_table);
  if (!faulted_table) abort();
  faulted_row_t *to = &faulted_table[faulted_table_length++];
  *to = (faulted_row_t){.id = table_text(row, "id"), .name = table_text(row, "name"), .fault = table_text(row, "fault")};
  to->attempts = attempts ? (int)json_integer_value(attempts) : 1;
  for (int i = 0; i < REQUESTS; i++) {
    to->outcome[i] = json_string_value(json_is_object(outcome) ? json_object_get(outcome, requests[i]) : outcome);
    check_subject = to->id;
    CHECK(to->outcome[i] != NULL);
  }
  check_subject = "";
}

void faulted_table_read(const char *path) {
  rows = json_array();
  table_each(path, read_row);
}

void faulted_table_free(void) {
  free(faulted_table);
  json_decref(rows);
}
