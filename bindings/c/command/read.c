/* cos-err read: explains responses, bodies, header blocks and logs. */
#include "read.h"

#include <string.h>

static int io_failed(const char *name, int number) {
  fputs("cos-err: ", stderr);
  print_clean(stderr, name);
  fprintf(stderr, ": %s\n", strerror(number));
  return EXIT_IO;
}

static int not_recognised(const settings_t *settings, const input_t *input) {
  fputs("cos-err: ", stderr);
  print_clean(stderr, input->name);
  if (input->length == 0) fputs(say(settings, " is empty: ", "：输入为空；"), stderr);
  else fputs(say(settings, " is not recognised: ", "：无法识别；"), stderr);
  fputs(say(settings,
            "give a response as curl -i prints it, an XML or JSON error body, a header block, or a log with "
            "request ids of COS\n",
            "请提供 curl -i 输出的响应、XML 或 JSON 错误正文、响应头，或包含 COS 请求 ID 的日志\n"),
        stderr);
  return EXIT_UNKNOWN;
}

static int read_opened(const settings_t *settings, input_t *input) {
  int read_error = 0;
  int result = input->length ? read_responses(settings, input) : EXIT_UNKNOWN;
  if (result == EXIT_UNKNOWN && input->length) result = read_lines(settings, input, &read_error);
  else read_error = input_drain(input);
  if (read_error) return io_failed(input->name, read_error);
  return result == EXIT_UNKNOWN ? not_recognised(settings, input) : result;
}

static int read_path(const settings_t *settings, const char *path) {
  input_t input;
  int failed = input_open(&input, path);
  int result = failed ? io_failed(input.name, failed) : read_opened(settings, &input);
  input_close(&input);
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

int read_together(int before, int found) {
  if (found == EXIT_UNKNOWN) return before;
  return before == EXIT_UNKNOWN || found > before ? found : before;
}

int is_of_service(const cos_error_t *error) {
  int is_told = cos_error_status(error) || cos_error_code_source(error) != COS_CODE_SOURCE_STATUS;
  return is_told && cos_error_kind(error) == COS_ERROR_KIND_SERVICE;
}

int read_exchange(const settings_t *settings, const place_t *place, const cos_exchange_t *exchange) {
  cos_error_t *error = cos_error_from_response(exchange);
  if (!error) {
    print_success(settings, place, exchange->status, "");
    return EXIT_FINE;
  }
  /* Without a status, a client error says that the text is no response. */
  int is_recognised = exchange->status || is_of_service(error);
  if (is_recognised) print_error(settings, place, error);
  cos_error_free(error);
  return is_recognised ? EXIT_ERROR : EXIT_UNKNOWN;
}
