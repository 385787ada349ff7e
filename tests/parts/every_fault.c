/* Every fault of the stand-in at every request of a transfer: the right error, and nothing left.
     every_fault TABLE [FAULT...]    those faults only */
#include <pthread.h>
#include <stdlib.h>

#include "check.h"
#include "faulted_move.h"
#include "moves.h"
#include "resources.h"

enum { ROWS = 4, MOST = 4096, LONG_MS = 120000, LEAST_MS = 1500 };

static move_t moves[MOST];
static pthread_t runners[MOST];
static size_t count;

static void add(const faulted_row_t *row, phase_t phase, int64_t timeout_ms) {
  for (int way = 0; way < WAYS; way++) {
    if (count == MOST) abort();
    moves[count++] = move_new(row, phase, (way_t)way, timeout_ms);
  }
}

static void set_faults(void) {
  json_t *told = json_array();
  for (size_t i = 0; i < count; i++) move_add_faults(&moves[i], told);
  char *text = json_dumps(told, JSON_COMPACT);
  faults(text);
  free(text);
  json_decref(told);
}

static void *run(void *move) {
  move_run(move);
  return NULL;
}

static void take(cos_queue_t *queue, int64_t before) {
  cos_completion_t completion = {.struct_size = sizeof completion};
  CHECK_NUMBER(cos_queue_next(queue, -1, &completion), 1);
  move_t *move = completion.user_data;
  CHECK((completion.error == NULL) == (completion.response != NULL));
  move->error = completion.error;
  move->took_ms = now_ms() - before;
  cos_response_free(completion.response);
}

/* All at once, so that those that hang do so together. */
static void run_all(void) {
  size_t started = 0;
  int64_t before = now_ms();
  cos_queue_t *queue = cos_queue_new(NULL);
  for (size_t i = 0; i < count; i++) {
    if (moves[i].way == STARTED)
      move_start(&moves[i], queue);
    else
      CHECK_NUMBER(pthread_create(&runners[i], NULL, run, &moves[i]), 0);
    started += moves[i].way == STARTED;
  }
  while (started-- > 0) take(queue, before);
  for (size_t i = 0; i < count; i++)
    if (moves[i].way != STARTED) pthread_join(runners[i], NULL);
  cos_queue_free(queue, 0);
}

static const move_t *move_of(const char *key) {
  for (size_t i = 0; i < count; i++)
    if (strcmp(moves[i].key, key) == 0) return &moves[i];
  return NULL;
}

static const char *value_of(cos_response_t *uploads, size_t index, const char *name) {
  char path[60];
  snprintf(path, sizeof path, "Upload[%zu]/%s", index, name);
  return cos_response_value(uploads, path);
}

static void check_uploads_left(cos_client_t *client) {
  cos_request_t *request = cos_request_new("GET", STANDIN_BUCKET, NULL);
  cos_request_set_query(request, "uploads", NULL);
  cos_response_t *uploads = NULL;
  cos_error_t *error = cos_client_send(client, request, NULL, &uploads);
  CHECK_TEXT(cos_error_text(error), "");
  CHECK_TEXT(cos_response_value(uploads, "IsTruncated"), "false");
  for (size_t i = 0; i < cos_response_count(uploads, "Upload"); i++) {
    const move_t *move = move_of(value_of(uploads, i, "Key"));
    CHECK(move != NULL);
    if (move) move_check_left(move, value_of(uploads, i, "UploadId"));
  }
  cos_response_free(uploads);
  cos_error_free(error);
  cos_request_free(request);
}

/* Runs what was added. */
static void wave(cos_client_t *client) {
  set_faults();
  run_all();
  faults("[]");
  for (size_t i = 0; i < count; i++) move_check(&moves[i]);
  check_uploads_left(client);
  for (size_t i = 0; i < count; i++) move_finish(&moves[i]);
  check_folder("", "source");
  check_uploads(client, "");
  count = 0;
}

/* Those of the command line; all, if there are none. */
static char **wanted;

static int is_wanted(const faulted_row_t *row) {
  int found = !*wanted;
  for (char **name = wanted; *name; name++) found |= strcmp(*name, row->fault) == 0;
  return found;
}

static const faulted_row_t healthy = {"healthy", "", "", {FINE, FINE, FINE, FINE, FINE, FINE}, 1};

/* Those that may wait until their time is over: it is what so many transfers need on this machine,
   several times. */
static void those_that_hang(cos_client_t *client) {
  int64_t needed = 0;
  for (int is_measured = 1; is_measured >= 0; is_measured--) {
    for (size_t i = 0; i < faulted_table_length * PHASES; i++) {
      const faulted_row_t *row = &faulted_table[i / PHASES];
      phase_t phase = (phase_t)(i % PHASES);
      if (!is_wanted(row) || !move_hangs(row, phase)) continue;
      int is_endless = is_measured || phase == ABORT;
      add(is_measured ? &healthy : row, phase, is_endless ? LONG_MS : LEAST_MS + 4 * needed);
    }
    int64_t before = now_ms();
    wave(client);
    needed = now_ms() - before;
  }
}

static void those_that_end(cos_client_t *client) {
  for (size_t i = 0; i < faulted_table_length; i++) {
    for (int phase = 0; phase < PHASES; phase++)
      if (is_wanted(&faulted_table[i]) && !move_hangs(&faulted_table[i], (phase_t)phase)) add(&faulted_table[i], (phase_t)phase, LONG_MS);
    if (i % ROWS == ROWS - 1) wave(client);
  }
  wave(client);
}

/* A fault that is new has a row, and no row is of a fault that is gone. */
static void the_table_is_complete(void) {
  json_t *names = standin_faults(), *name;
  size_t index;
  json_array_foreach(names, index, name) {
    int found = 0;
    for (size_t i = 0; i < faulted_table_length; i++)
      found += strcmp(faulted_table[i].name, json_string_value(name)) == 0;
    check_subject = json_string_value(name);
    CHECK(found > 0);
  }
  for (size_t i = 0; i < faulted_table_length; i++) {
    int found = 0;
    json_array_foreach(names, index, name) found += strcmp(faulted_table[i].name, json_string_value(name)) == 0;
    check_subject = faulted_table[i].name;
    CHECK_NUMBER(found, 1);
  }
  check_subject = "";
  json_decref(names);
}

int main(int count_of_names, char **names) {
  if (count_of_names < 2) return printf("every_fault TABLE [FAULT...]\n"), 2;
  wanted = names + 2;
  faulted_table_read(names[1]);
  moves_begin();
  the_table_is_complete();
  faulted_begin();
  cos_client_t *client = moves_client(4);
  those_that_end(client);
  those_that_hang(client);
  cos_client_free(client);
  faulted_end();
  moves_end();
  faulted_table_free();
  return check_report();
}
