/* Words, times and texts. */
#include "print.h"

#include <string.h>
#include <time.h>

const char *say(const settings_t *settings, const char *english, const char *chinese) {
  return strcmp(settings->language, "zh") == 0 ? chinese : english;
}

void print_clean(FILE *to, const char *text) {
  for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
    /* The second set of control characters is U+0080 to U+009F. */
    int is_second_set = at[0] == 0xc2 && at[1] >= 0x80 && at[1] <= 0x9f;
    if (is_second_set) at++;
    fputc(is_second_set || *at < 0x20 || *at == 0x7f ? '?' : *at, to);
  }
}

void print_json_text(const char *text) {
  putchar('"');
  for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
    if (*at == '"' || *at == '\\') printf("\\%c", *at);
    else if (*at < 0x20 || *at == 0x7f) printf("\\u%04x", *at);
    else putchar(*at);
  }
  putchar('"');
}

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
