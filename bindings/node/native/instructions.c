/* The values of instructions. */
#include "instructions.h"

#define MAX_SAFE_INTEGER ((INT64_C(1) << 53) - 1)

napi_value take_value(reader_t *reader) {
  napi_value value = NULL;
  napi_get_element(reader->env, reader->list, reader->at++, &value);
  return value;
}

int64_t take_number(reader_t *reader) { return number_get(reader->env, take_value(reader)); }

/* A number of the program: a fraction would be read as another number. */
int64_t take_given(reader_t *reader, const char *name) {
  napi_value value = take_value(reader);
  int64_t whole = number_get(reader->env, value);
  double number = 0.5;
  napi_get_value_double(reader->env, value, &number);
  if (number != (double)whole || whole > MAX_SAFE_INTEGER) {
    reader->wrong = "must be a whole number";
    reader->named = name;
  }
  return whole;
}

text_t *take_text(reader_t *reader, text_t *text, const char *name) {
  const char *wrong = text_get(reader->env, take_value(reader), text);
  if (wrong && !reader->wrong) {
    reader->wrong = wrong;
    reader->named = name;
  }
  return text;
}

void take_pair(reader_t *reader, void *object, void (*set)(void *, const char *, const char *),
               const char *what) {
  text_t name, value;
  take_text(reader, &name, what);
  take_text(reader, &value, what);
  if (!reader->wrong) set(object, name.at, value.at);
  text_free(&name);
  text_free(&value);
}
