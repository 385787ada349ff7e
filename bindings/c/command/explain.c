/* cos-err explain: what a code means, and what to do. */
#include <string.h>
#include <strings.h>

#include "print.h"

/* One meaning of a code: of a service, or of a client error. */
typedef struct {
  const char *who; /* "" where the services agree */
  int status;
  cos_retry_t retry;
  const char *advice;
  const char *doc_url;
} meaning_t;

static meaning_t meaning_of(const settings_t *settings, const char *code, cos_responder_t responder) {
  return (meaning_t){
      .who = responder || settings->json ? responder_word(settings, responder) : "",
      .status = cos_code_status(code, responder),
      .retry = cos_code_retry(code, responder),
      .advice = cos_code_advice(code, responder, settings->language),
      .doc_url = cos_code_doc_url(code, responder),
  };
}

static void print_text(const settings_t *settings, const meaning_t *meaning) {
  const char *comma = say(settings, ", ", "，");
  printf("  ");
  if (*meaning->who) printf("%s%s", meaning->who, comma);
  if (meaning->status) printf("HTTP %d%s", meaning->status, comma);
  printf(say(settings, "retry: %s\n", "重试：%s\n"), retry_word(settings, meaning->retry));
  printf("  %s\n", meaning->advice);
  if (*meaning->doc_url) printf("  %s\n", meaning->doc_url);
}

static void print_json(const settings_t *settings, const meaning_t *meaning) {
  putchar('{');
  print_json_member(1, "responder", meaning->who);
  printf(",\"status\":%d", meaning->status);
  print_json_member(0, "retry", retry_word(settings, meaning->retry));
  print_json_member(0, "advice", meaning->advice);
  print_json_member(0, "doc_url", meaning->doc_url);
  putchar('}');
}

/* The name in the catalogue's own spelling; as it was given where that is another known one. */
static const char *proper_name(const char *code) {
  for (size_t i = 0; i < cos_code_count(); i++)
    if (strcasecmp(cos_code_name(i), code) == 0) return cos_code_name(i);
  cos_error_reason_t reason = reason_of(code);
  return reason && cos_code_retry(code, COS_RESPONDER_UNKNOWN) < 0 ? cos_error_reason_name(reason) : code;
}

/* The client error of that name; NULL if there is none. */
static cos_error_t *client_error(const char *code) {
  cos_client_failure_t failure = {.struct_size = sizeof failure, .reason = reason_of(code)};
  return failure.reason ? cos_error_client(&failure) : NULL;
}

/* Fills the meanings of a code, at most three. Texts of the client error live as long as it. */
static size_t meanings(const settings_t *settings, const char *code, const cos_error_t *client, meaning_t *found) {
  size_t count = 0;
  if (cos_code_retry(code, COS_RESPONDER_UNKNOWN) >= 0) {
    meaning_t cos = meaning_of(settings, code, COS_RESPONDER_COS);
    meaning_t ci = meaning_of(settings, code, COS_RESPONDER_CI);
    if (strcmp(ci.advice, cos.advice) == 0) {
      found[count++] = meaning_of(settings, code, COS_RESPONDER_UNKNOWN);
    } else {
      found[count++] = cos;
      found[count++] = ci;
    }
  }
  if (client)
    found[count++] = (meaning_t){
        .who = settings->json ? "client" : say(settings, "client error", "客户端错误"),
        .retry = cos_error_retry(client),
        .advice = cos_error_advice(client, settings->language),
        .doc_url = "",
    };
  return count;
}

static int unknown(const settings_t *settings, const char *code) {
  const char *near = suggested_code(code);
  if (settings->json) {
    printf("{\"code\":");
    print_json_text(code);
    if (near) print_json_member(0, "suggestion", near);
    puts(",\"meanings\":[]}");
  }
  fputs(say(settings, "cos-err: unknown code ", "cos-err：未知的错误码 "), stderr);
  print_clean(stderr, code);
  if (near) fprintf(stderr, say(settings, "; did you mean %s?", "；您是否想查询 %s？"), near);
  fputc('\n', stderr);
  return EXIT_UNKNOWN;
}

static int explain(const settings_t *settings, const char *code) {
  cos_error_t *client = client_error(code);
  meaning_t found[3];
  size_t count = meanings(settings, code, client, found);
  if (count == 0) return unknown(settings, code);
  if (settings->json) {
    putchar('{');
    print_json_member(1, "code", proper_name(code));
    printf(",\"meanings\":[");
  } else {
    puts(proper_name(code));
  }
  for (size_t i = 0; i < count; i++) {
    if (settings->json && i) putchar(',');
    (settings->json ? print_json : print_text)(settings, &found[i]);
  }
  if (settings->json) puts("]}");
  cos_error_free(client);
  return EXIT_FINE;
}

int command_explain(const settings_t *settings, int count, char **arguments) {
  if (count == 0) return fputs("cos-err: explain needs a CODE, as in cos-err explain NoSuchBucket\n", stderr), EXIT_USAGE;
  int result = EXIT_FINE;
  for (int i = 0; i < count; i++) {
    int each = explain(settings, arguments[i]);
    if (each > result) result = each;
  }
  return result;
}
