/* Reports about responses and request ids. */
#include <string.h>

#include "print.h"

/* The beginning of a JSON line: where the text comes from. */
static void json_place(const place_t *place) {
  putchar('{');
  print_json_member(1, "source", place->name);
  if (place->line) printf(",\"line\":%llu", (unsigned long long)place->line);
}

static void text_place(const place_t *place) {
  print_clean(stdout, place->name);
  if (place->line) printf(":%llu", (unsigned long long)place->line);
  fputs(": ", stdout);
}

static void labelled(const settings_t *settings, const char *english, const char *chinese, const char *text) {
  if (!*text) return;
  printf("  %s%s", say(settings, english, chinese), say(settings, ": ", "："));
  print_masked(text);
  putchar('\n');
}

/* Lines of a text, each indented. */
static void indented(const char *text) {
  while (*text) {
    size_t length = strcspn(text, "\n");
    printf("    %.*s\n", (int)length, text);
    text += length + (text[length] == '\n');
  }
}

static void made_at(const settings_t *settings, const char *request_id) {
  cos_id_t id = {.struct_size = sizeof id};
  if (!cos_id_read(request_id, &id)) return;
  printf("  %s%s", say(settings, "id made at", "ID 生成时间"), say(settings, ": ", "："));
  print_time(settings, id.made_at_s);
  putchar('\n');
}

static void first_line(const settings_t *settings, const cos_error_t *error) {
  print_masked(cos_error_code(error));
  int32_t status = cos_error_status(error);
  cos_responder_t responder = cos_error_responder(error);
  if (status && responder != COS_RESPONDER_UNKNOWN)
    printf(say(settings, " (HTTP %d, from %s)\n", "（HTTP %d，来自 %s）\n"), (int)status,
           responder_word(settings, responder));
  else if (status) printf(say(settings, " (HTTP %d)\n", "（HTTP %d）\n"), (int)status);
  else putchar('\n');
}

static void parts(const settings_t *settings, const cos_error_t *error) {
  for (size_t i = 0; i < cos_error_part_count(error); i++) {
    cos_error_part_t part = {.struct_size = sizeof part};
    if (!cos_error_part(error, i, &part)) return;
    printf("  %s ", say(settings, "failed:", "失败："));
    print_masked(part.key);
    fputs(": ", stdout);
    print_masked(part.code);
    putchar('\n');
  }
}

static void text_error(const settings_t *settings, const place_t *place, const cos_error_t *error) {
  text_place(place);
  first_line(settings, error);
  labelled(settings, "message", "错误信息", cos_error_message(error));
  labelled(settings, "resource", "资源", cos_error_resource(error));
  labelled(settings, "request id", "请求 ID", cos_error_request_id(error));
  made_at(settings, cos_error_request_id(error));
  labelled(settings, "trace id", "跟踪 ID", cos_error_trace_id(error));
  labelled(settings, "region of the bucket", "存储桶所在地域", cos_error_region_hint(error));
  parts(settings, error);
  labelled(settings, "retry", "重试", retry_word(settings, cos_error_retry(error)));
  labelled(settings, "what to do", "建议", cos_error_advice(error, settings->language));
  labelled(settings, "documentation", "文档", cos_error_doc_url(error));
  labelled(settings, "diagnosis", "诊断", cos_error_diagnose_url(error));
  indented(cos_error_diagnose_steps(error, settings->language));
}

void print_error(const settings_t *settings, const place_t *place, const cos_error_t *error) {
  if (!settings->json) {
    text_error(settings, place, error);
    return;
  }
  json_place(place);
  print_json_member(0, "advice", cos_error_advice(error, settings->language));
  printf(",\"server_time\":");
  print_json_masked(cos_error_detail(error, "ServerTime"));
  printf(",\"host_id\":");
  print_json_masked(cos_error_detail(error, "HostId"));
  printf(",\"error\":%s}\n", cos_error_json(error));
}

void print_success(const settings_t *settings, const place_t *place, int status, const char *request_id) {
  if (settings->json) {
    json_place(place);
    printf(",\"success\":{\"status\":%d", status);
    if (*request_id) print_json_member(0, "request_id", request_id);
    puts("}}");
    return;
  }
  text_place(place);
  if (status) printf(say(settings, "success (HTTP %d)\n", "成功（HTTP %d）\n"), status);
  else puts(say(settings, "success", "成功"));
  labelled(settings, "request id", "请求 ID", request_id);
}

void print_id(const settings_t *settings, const place_t *place, const char *id, const cos_id_t *read,
              const char *code) {
  if (settings->json) {
    json_place(place);
    print_json_member(0, "request_id", id);
    print_json_member(0, "responder", responder_word(settings, read->responder));
    printf(",\"made_at\":\"");
    print_time(settings, read->made_at_s);
    putchar('"');
    if (*code) {
      print_json_member(0, "code", code);
      print_json_member(0, "advice", cos_code_advice(code, read->responder, settings->language));
    }
    puts("}");
    return;
  }
  text_place(place);
  fputs(say(settings, "request id ", "请求 ID "), stdout);
  print_clean(stdout, id);
  printf(say(settings, ", made by %s at ", "，由 %s 生成于 "), responder_word(settings, read->responder));
  print_time(settings, read->made_at_s);
  putchar('\n');
  labelled(settings, "code", "错误码", code);
  labelled(settings, "what to do", "建议", cos_code_advice(code, read->responder, settings->language));
}
