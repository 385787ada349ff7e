/* Words, times and texts. */
#include "print.h"

#include <string.h>
#include <time.h>

const char *say(const settings_t *settings, const char *english, const char *chinese) {
  return strcmp(settings->language, "zh") == 0 ? chinese : english;
}

/* How many bytes the character at the beginning of a text has; 0 if it is not UTF-8. */
static size_t character_length(const unsigned char *at) {
  if (*at < 0x80) return 1;
  if (*at < 0xc2 || *at > 0xf4) return 0;
  size_t length = *at < 0xe0 ? 2 : *at < 0xf0 ? 3 : 4;
  for (size_t i = 1; i < length; i++)
    if ((at[i] & 0xc0) != 0x80) return 0;
  /* Longer forms than needed, surrogates, and what is beyond U+10FFFF. */
  int is_long = (*at == 0xe0 && at[1] < 0xa0) || (*at == 0xf0 && at[1] < 0x90);
  int is_outside = (*at == 0xed && at[1] > 0x9f) || (*at == 0xf4 && at[1] > 0x8f);
  return is_long || is_outside ? 0 : length;
}

/* Whether a terminal obeys this character. The second set of such is U+0080 to U+009F. */
static int is_control(const unsigned char *at) {
  return *at < 0x20 || *at == 0x7f || (at[0] == 0xc2 && at[1] >= 0x80 && at[1] <= 0x9f);
}

void print_clean(FILE *to, const char *text) {
  const unsigned char *at = (const unsigned char *)text;
  while (*at) {
    size_t length = character_length(at);
    if (length == 0 || is_control(at)) fputc('?', to);
    else fwrite(at, 1, length, to);
    at += length ? length : 1;
  }
}

void print_json_text(const char *text) {
  putchar('"');
  const unsigned char *at = (const unsigned char *)text;
  while (*at) {
    size_t length = character_length(at);
    if (length == 0) fputs("\\ufffd", stdout);
    else if (is_control(at)) printf("\\u%04x", at[length - 1]);
    else if (*at == '"' || *at == '\\') printf("\\%c", *at);
    else fwrite(at, 1, length, stdout);
    at += length ? length : 1;
  }
  putchar('"');
}

static void print_to_output(const char *text) { print_clean(stdout, text); }

/* The library masks the message of each error. */
static void print_message_of(const char *text, void (*print)(const char *)) {
  cos_client_failure_t failure = {.struct_size = sizeof failure, .reason = COS_ERROR_REASON_PROTOCOL, .message = text};
  cos_error_t *holder = cos_error_client(&failure);
  print(*text ? cos_error_message(holder) : "");
  cos_error_free(holder);
}

void print_masked(const char *text) { print_message_of(text, print_to_output); }

void print_json_masked(const char *text) { print_message_of(text, print_json_text); }

void print_json_member(int is_first, const char *name, const char *text) {
  printf("%s\"%s\":", is_first ? "" : ",", name);
  print_json_text(text);
}

const char *retry_word(const settings_t *settings, cos_retry_t retry) {
  switch (retry) {
    case COS_RETRY_YES: return settings->json ? "yes" : say(settings, "yes, later", "可以，稍后重试");
    case COS_RETRY_AFTER_FIX: return settings->json ? "after-fix" : say(settings, "after a fix", "修正后可以重试");
    default: return settings->json ? "no" : say(settings, "no", "不可以");
  }
}

const char *responder_word(const settings_t *settings, cos_responder_t responder) {
  switch (responder) {
    case COS_RESPONDER_COS: return settings->json ? "cos" : "COS";
    case COS_RESPONDER_CI: return settings->json ? "ci" : say(settings, "data processing (CI)", "数据万象（CI）");
    case COS_RESPONDER_OTHER:
      return settings->json ? "other" : say(settings, "a gateway, CDN, proxy or portal", "网关、CDN、代理或门户");
    default: return settings->json ? "unknown" : say(settings, "unknown", "未知");
  }
}

void print_time(const settings_t *settings, int64_t unix_s) {
  time_t seconds = (time_t)unix_s;
  struct tm parts;
  char text[64];
  const char *format = settings->json ? "%Y-%m-%dT%H:%M:%SZ" : "%Y-%m-%d %H:%M:%S UTC";
  if (gmtime_r(&seconds, &parts) && strftime(text, sizeof text, format, &parts) > 0) fputs(text, stdout);
}
