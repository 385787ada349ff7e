/* cos-err: explains the error codes, responses and request ids of COS. */
#include "print.h"

#include <string.h>

static const char help[] =
    "cos-err explains the error codes, responses and request ids of Tencent Cloud COS.\n"
    "\n"
    "  cos-err explain CODE...     what a code means and what to do, as NoSuchBucket\n"
    "  cos-err read [FILE...]      explains a response as `curl -i` or `curl -v` prints it, an XML or\n"
    "                              JSON body, a header block, the exception of an SDK, or the request\n"
    "                              ids in a log; without FILE, or for -, from standard input\n"
    "  cos-err id ID...            which service made a request id, and when\n"
    "  cos-err head-bucket NAME    asks COS whether a bucket can be reached, with COS_SECRET_ID,\n"
    "                              COS_SECRET_KEY, COS_SESSION_TOKEN, COS_REGION and COS_ENDPOINT\n"
    "                              of the environment\n"
    "\n"
    "  --zh               prints Chinese\n"
    "  --json             prints one JSON object per line\n"
    "  --region REGION    the region of the bucket, for head-bucket\n"
    "  --endpoint URL     the endpoint, for head-bucket\n"
    "  --help, --version\n"
    "\n"
    "Exit codes: 0 found, no error; 1 a response is an error; 2 wrong arguments; 3 not recognised;\n"
    "4 a file cannot be read or the output not written. See cos-err(1).\n";

typedef int (*command_t)(const settings_t *settings, int count, char **arguments);

static const struct {
  const char *name;
  command_t run;
} commands[] = {
    {"explain", command_explain},
    {"read", command_read},
    {"id", command_id},
    {"head-bucket", command_head_bucket},
};

static command_t command_of(const char *name) {
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
    if (strcmp(commands[i].name, name) == 0) return commands[i].run;
  return NULL;
}

static int misused(const char *what, const char *which) {
  fprintf(stderr, "cos-err: %s%s", what, *which ? " " : "");
  print_clean(stderr, which);
  fputs("; see cos-err --help\n", stderr);
  return EXIT_USAGE;
}

/* Takes an option at arguments[at]. Returns how many arguments it has; 0: none of ours; -1: its value is missing. */
static int take_option(settings_t *settings, int at, int count, char **arguments) {
  const char *option = arguments[at];
  const char **value = NULL;
  if (strcmp(option, "--zh") == 0) return settings->language = "zh", 1;
  if (strcmp(option, "--json") == 0) return settings->json = 1;
  if (strcmp(option, "--region") == 0) value = &settings->region;
  if (strcmp(option, "--endpoint") == 0) value = &settings->endpoint;
  if (!value) return 0;
  if (at + 1 >= count) return -1;
  *value = arguments[at + 1];
  return 2;
}

/* What was printed may be in a buffer until now. */
static int finished(int code) {
  if (fflush(stdout) != 0 || ferror(stdout)) {
    perror("cos-err: standard output");
    return EXIT_IO;
  }
  return code;
}

static int is_option(const char *argument) { return argument[0] == '-' && argument[1] != '\0'; }

/* The codes of data processing are negative numbers. */
static int is_number(const char *text) { return text[strspn(text, "0123456789")] == '\0'; }

/* Removes the options from the arguments; their new count, or -1 after a message. */
static int without_options(settings_t *settings, int count, char **arguments) {
  int kept = 0, ended = 0;
  for (int at = 0; at < count;) {
    char *argument = arguments[at];
    int taken = ended || !is_option(argument) ? 0 : take_option(settings, at, count, arguments);
    if (taken < 0) return misused("a value is missing after", argument), -1;
    if (taken == 0 && !ended && strcmp(argument, "--") == 0) {
      ended = taken = 1;
    } else if (taken == 0) {
      if (!ended && is_option(argument) && !is_number(argument + 1)) return misused("unknown option", argument), -1;
      arguments[kept++] = argument;
      taken = 1;
    }
    at += taken;
  }
  return kept;
}

int main(int argc, char **argv) {
  settings_t settings = {.language = "en"};
  for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
    if (strcmp(argv[i], "--help") == 0) return fputs(help, stdout), finished(EXIT_FINE);
    if (strcmp(argv[i], "--version") == 0) return printf("cos-err %s\n", cos_err_version()), finished(EXIT_FINE);
  }
  int count = without_options(&settings, argc - 1, argv + 1);
  if (count < 0) return EXIT_USAGE;
  if (count == 0) return misused("a command is missing", "");
  command_t command = command_of(argv[1]);
  if (!command) return misused("unknown command", argv[1]);
  return finished(command(&settings, count - 1, argv + 2));
}
