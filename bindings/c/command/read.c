/* cos-err read: explains the responses, bodies, exceptions and request ids in a text. */
#include <errno.h>
#include <string.h>

#include "print.h"

/* An input, and the scan of it. */
typedef struct {
  const char *name;
  FILE *file;
  cos_scan_t *scan;
  int is_empty;
} input_t;

static int io_failed(const char *name, int number) {
  fputs("cos-err: ", stderr);
  print_clean(stderr, name);
  fprintf(stderr, ": %s\n", strerror(number));
  return EXIT_IO;
}

static int not_recognised(const settings_t *settings, const input_t *input) {
  fputs("cos-err: ", stderr);
  print_clean(stderr, input->name);
  if (input->is_empty) fputs(say(settings, " is empty: ", "：输入为空；"), stderr);
  else fputs(say(settings, " is not recognised: ", "：无法识别；"), stderr);
  fputs(say(settings,
            "give a response as curl -i or curl -v prints it, an XML or JSON error body, a header block, the "
            "exception of an SDK, or a log with request ids of COS\n",
            "请提供 curl -i 或 curl -v 输出的响应、XML 或 JSON 错误正文、响应头、SDK 的异常信息，"
            "或包含 COS 请求 ID 的日志\n"),
        stderr);
  return EXIT_UNKNOWN;
}

/* Prints a finding; its exit code. */
static int print_finding(const settings_t *settings, const input_t *input, const cos_finding_t *finding) {
  place_t place = {.name = input->name, .line = finding->line};
  switch (finding->kind) {
    case COS_FINDING_ERROR: print_error(settings, &place, finding->error); return EXIT_ERROR;
    case COS_FINDING_SUCCESS: print_success(settings, &place, finding->status, ""); return EXIT_FINE;
    default: {
      cos_id_t id = {.responder = finding->responder, .made_at_s = finding->made_at_s};
      print_id(settings, &place, finding->request_id, &id, finding->code);
      return EXIT_FINE;
    }
  }
}

/* Prints what is found up to here. EXIT_UNKNOWN as result: nothing was found before, or now. */
static int print_findings(const settings_t *settings, const input_t *input, int result) {
  cos_finding_t finding = {.struct_size = sizeof finding};
  while (cos_scan_next(input->scan, &finding)) {
    int found = print_finding(settings, input, &finding);
    cos_error_free(finding.error);
    if (result == EXIT_UNKNOWN || found > result) result = found;
  }
  return result;
}

/* Reads to the end of the input, so that the program that writes it does not fail. */
static int read_opened(const settings_t *settings, input_t *input) {
  char piece[64 * 1024];
  int result = EXIT_UNKNOWN;
  size_t length;
  errno = 0;
  do {
    length = fread(piece, 1, sizeof piece, input->file);
    if (length) input->is_empty = 0;
    cos_scan_feed(input->scan, piece, length);
    result = print_findings(settings, input, result);
  } while (length);
  if (ferror(input->file)) return io_failed(input->name, errno ? errno : EIO);
  return result == EXIT_UNKNOWN ? not_recognised(settings, input) : result;
}

static int read_path(const settings_t *settings, const char *path) {
  int is_stdin = strcmp(path, "-") == 0, result;
  input_t input = {.name = is_stdin ? "stdin" : path, .is_empty = 1};
  errno = 0;
  input.file = is_stdin ? stdin : fopen(path, "rb");
  if (!input.file) return io_failed(input.name, errno);
  input.scan = cos_scan_new();
  result = read_opened(settings, &input);
  cos_scan_free(input.scan);
  if (!is_stdin) fclose(input.file);
  return result;
}

int command_read(const settings_t *settings, int count, char **arguments) {
  if (count == 0) return read_path(settings, "-");
  int result = EXIT_FINE;
  for (int i = 0; i < count; i++) {
    int each = read_path(settings, arguments[i]);
    if (each > result) result = each;
  }
  return result;
}
