/* Fuzzes cos-err: the first line has its arguments, separated by blanks; the rest is what it reads, from
   standard input, or from the file that the argument "@" stands for. head-bucket is left out, which sends
   a request. The bytes 1 to 3 stand for secrets. */
#include <cos_err.h>
#include <errno.h>
#include <jansson.h>
#include <string.h>
#include <unistd.h>

#include "error_rules.h"
#include "input.h"
#include "require.h"
#include "secrets.h"

int command_main(int argc, char **argv);

enum { MOST_INPUT = 1 << 17, MOST_ARGUMENTS = 8, LONGEST_STAND_IN = 64, FOUND = 1, IO_FAILED = 4 };

#define SIGNATURE "fee1fee1fedcba9876543210fee1fee1fedcba98"
#define TOKEN "nAmEdToKeN0123456789zyxwvutsrqponmlkjihgfedcba"

static const secrets_t secrets = {{SIGNATURE, TOKEN}};
static const char *const stand_ins[] = {"", " q-signature=" SIGNATURE, " x-cos-security-token: " TOKEN, " SecretKey=" TOKEN};
static char file[] = "/tmp/cos-err-read-XXXXXX";

/* What a run printed, and how it ended. */
typedef struct {
  char *out, *told;
  size_t out_length, told_length;
  int code;
} output_t;

static void remove_file(void) { unlink(file); }

int LLVMFuzzerInitialize(int *count, char ***arguments) {
  (void)count, (void)arguments;
  int fd = mkstemp(file);
  REQUIRE(fd >= 0 && close(fd) == 0, "%s", strerror(errno));
  atexit(remove_file);
  return 0;
}

static slice_t filled(slice_t slice) {
  char *all = malloc(slice.length * LONGEST_STAND_IN + 1);
  if (!all) abort();
  size_t length = 0;
  for (size_t i = 0; i < slice.length; i++) {
    unsigned char byte = (unsigned char)slice.bytes[i];
    if (byte >= 1 && byte <= 3) length += strlen(strcpy(all + length, stand_ins[byte]));
    else all[length++] = slice.bytes[i];
  }
  return (slice_t){all, length};
}

static void write_file(slice_t content) {
  FILE *to = fopen(file, "wb");
  REQUIRE(to && fwrite(content.bytes, 1, content.length, to) == content.length && fclose(to) == 0, "%s", strerror(errno));
}

/* The arguments of a line; only main's own array may be changed by it. */
static int split(char *line, char **arguments) {
  int count = 1;
  arguments[0] = (char *)"cos-err";
  for (char *next, *each = strtok_r(line, " ", &next); each && count < MOST_ARGUMENTS; each = strtok_r(NULL, " ", &next)) {
    if (strcmp(each, "head-bucket") == 0) each = (char *)"id";
    /* No other file, and no device. */
    if (strcmp(each, "@") == 0) each = file;
    else if (strpbrk(each, "/.")) continue;
    arguments[count++] = each;
  }
  arguments[count] = NULL;
  return count;
}

static output_t run(slice_t line, slice_t content) {
  output_t output = {0};
  char *arguments[MOST_ARGUMENTS + 1], *text = text_of(line);
  int count = split(text, arguments);
  FILE *in = stdin, *out = stdout, *told = stderr;
  /* fmemopen has no empty input; its last byte is not read. */
  stdin = content.length ? fmemopen((void *)content.bytes, content.length, "rb") : fopen("/dev/null", "rb");
  stdout = open_memstream(&output.out, &output.out_length);
  stderr = open_memstream(&output.told, &output.told_length);
  if (!stdin || !stdout || !stderr) abort();
  output.code = command_main(count, arguments);
  fclose(stdin);
  fclose(stdout);
  fclose(stderr);
  stdin = in;
  stdout = out;
  stderr = told;
  free(text);
  return output;
}

static void free_output(output_t *output) {
  free(output->out);
  free(output->told);
}

/* Lines that a terminal may be given, which are cut apart. Returns their number. */
static size_t require_lines(const char *what, char *text, size_t length) {
  size_t count = 0;
  REQUIRE(strlen(text) == length, "a NUL in %s", what);
  REQUIRE(!length || text[length - 1] == '\n', "the last line of %s does not end: %s", what, text);
  for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1) {
    *end = '\0';
    require_line(what, line);
    count++;
  }
  return count;
}

static void require_json_lines(const char *line, size_t count) {
  for (; count--; line += strlen(line) + 1) {
    json_error_t why;
    json_t *parsed = json_loads(line, JSON_REJECT_DUPLICATES, &why);
    REQUIRE(json_is_object(parsed), "%s: %s", why.text, line);
    json_decref(parsed);
  }
}

/* Whether --json is an option for certain: nothing else is there that begins with two dashes. */
static int prints_json(slice_t line) {
  char *text = text_of(line), *arguments[MOST_ARGUMENTS + 1];
  int found = 0, others = 0;
  for (int i = split(text, arguments); i-- > 1;) {
    int is_json = strcmp(arguments[i], "--json") == 0;
    found |= is_json;
    others |= !is_json && strncmp(arguments[i], "--", 2) == 0 && strcmp(arguments[i], "--zh") != 0;
  }
  free(text);
  return found && !others;
}

/* Cuts the output into lines. */
static void require_output(output_t *output, slice_t line) {
  REQUIRE(output->code >= 0 && output->code <= IO_FAILED, "exit code %d", output->code);
  REQUIRE(!shows_secret(output->out, &secrets), "a secret: %s", output->out);
  REQUIRE(!shows_secret(output->told, &secrets), "a secret: %s", output->told);
  size_t count = require_lines("the output", output->out, output->out_length);
  size_t told = require_lines("the messages", output->told, output->told_length);
  if (output->code > FOUND) REQUIRE(told, "exit code %d without a word", output->code);
  else REQUIRE(count && !told, "exit code %d: %s", output->code, output->told);
  if (prints_json(line)) require_json_lines(output->out, count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > MOST_INPUT || spells_secret(data, size, &secrets)) return -1;
  slice_t rest = slice_of(data, size), line = take_line(&rest), content = filled(rest);
  write_file(content);
  output_t first = run(line, content), second = run(line, content);
  REQUIRE(first.code == second.code && first.out_length == second.out_length &&
              memcmp(first.out, second.out, first.out_length) == 0, "two runs differ: %s and %s", first.out, second.out);
  require_output(&first, line);
  free_output(&first);
  free_output(&second);
  free((void *)content.bytes);
  return 0;
}
