/* The catalogue of codes and request ids, without an error. */
#include <stdlib.h>

#include <cos_err.h>

#include "check.h"

static const char *const languages[] = {"en", "zh"};
static const cos_responder_t responders[] = {COS_RESPONDER_UNKNOWN, COS_RESPONDER_COS, COS_RESPONDER_CI,
                                             COS_RESPONDER_OTHER};

static int has_han(const char *text) {
  for (; *text; text++)
    if ((unsigned char)*text >= 0xe4 && (unsigned char)*text <= 0xe9) return 1;
  return 0;
}

static void check_row(const char *code, cos_responder_t responder) {
  int32_t status = cos_code_status(code, responder);
  int32_t retry = cos_code_retry(code, responder);
  CHECK(status == 0 || (status >= 200 && status <= 599));
  CHECK(retry == COS_RETRY_NO || retry == COS_RETRY_YES || retry == COS_RETRY_AFTER_FIX);
  CHECK(strncmp(cos_code_doc_url(code, responder), "https://", 8) == 0);
  for (size_t i = 0; i < 2; i++) {
    const char *advice = cos_code_advice(code, responder, languages[i]);
    CHECK_UTF8(advice);
    CHECK(strlen(advice) > 20);
    CHECK(strpbrk(advice, "{}") == NULL);
    CHECK_NUMBER(has_han(advice), i);
    /* Static: the same text again. */
    CHECK(advice == cos_code_advice(code, responder, languages[i]));
  }
}

static void every_code(void) {
  size_t count = cos_code_count();
  CHECK(count > 300);
  for (size_t i = 0; i < count; i++) {
    const char *code = cos_code_name(i);
    check_subject = code;
    CHECK(code[0] != '\0');
    for (size_t r = 0; r < sizeof responders / sizeof *responders; r++) check_row(code, responders[r]);
    for (size_t other = 0; other < i; other++) CHECK(strcmp(code, cos_code_name(other)) != 0);
  }
  check_subject = "";
  CHECK_TEXT(cos_code_name(count), "");
  CHECK_TEXT(cos_code_name(SIZE_MAX), "");
}

static void known_code(void) {
  CHECK_NUMBER(cos_code_status(COS_ERROR_CODE_NO_SUCH_KEY, COS_RESPONDER_UNKNOWN), 404);
  CHECK_NUMBER(cos_code_retry("NoSuchKey", COS_RESPONDER_COS), COS_RETRY_NO);
  CHECK_NUMBER(cos_code_retry("RequestTimeTooSkewed", COS_RESPONDER_COS), COS_RETRY_AFTER_FIX);
  CHECK_HAS(cos_code_advice("NoSuchBucket", COS_RESPONDER_COS, "en"), "ucket");
  CHECK_HAS(cos_code_advice("NoSuchBucket", COS_RESPONDER_COS, "zh-CN"), "存储桶");
  CHECK(cos_code_advice("NoSuchBucket", COS_RESPONDER_COS, NULL) ==
        cos_code_advice("NoSuchBucket", COS_RESPONDER_COS, "fr"));
}

/* Two services give the same code another status, class and advice. */
static void responder_decides(void) {
  CHECK_NUMBER(cos_code_status("SlowDown", COS_RESPONDER_UNKNOWN), 503);
  CHECK_NUMBER(cos_code_status("SlowDown", COS_RESPONDER_COS), 503);
  CHECK_NUMBER(cos_code_status("SlowDown", COS_RESPONDER_CI), 429);
  CHECK_NUMBER(cos_code_status("SlowDown", 77), 503);
  CHECK_NUMBER(cos_code_retry("UnavailableForLegalReasons", COS_RESPONDER_CI), COS_RETRY_NO);
  CHECK_NUMBER(cos_code_retry("UnavailableForLegalReasons", COS_RESPONDER_COS), COS_RETRY_AFTER_FIX);
  CHECK(strcmp(cos_code_advice("-166", COS_RESPONDER_CI, "en"), cos_code_advice("-166", COS_RESPONDER_COS, "en")) != 0);
  CHECK(strcmp(cos_code_doc_url("AccessDenied", COS_RESPONDER_CI), cos_code_doc_url("AccessDenied", 1)) != 0);
}

/* One service sends these codes with another status too. */
static void commonest_status(void) {
  CHECK_NUMBER(cos_code_status("InvalidObjectState", COS_RESPONDER_UNKNOWN), 403);
  CHECK_HAS(cos_code_advice("InvalidObjectState", COS_RESPONDER_COS, "en"), "restore");
  CHECK_NUMBER(cos_code_status("TemporaryRedirect", COS_RESPONDER_UNKNOWN), 307);
  CHECK_NUMBER(cos_code_status("TemporaryRedirect", COS_RESPONDER_CI), 307);
  CHECK_NUMBER(cos_code_status("AccessDenied", COS_RESPONDER_CI), 403);
  CHECK_NUMBER(cos_code_status("InvalidContent", COS_RESPONDER_CI), 400);
}

static void spelling(void) {
  CHECK_NUMBER(cos_code_status("nosuchKEY", COS_RESPONDER_COS), 404);
  CHECK_NUMBER(cos_code_status("RequestTimeOut", COS_RESPONDER_COS), cos_code_status("RequestTimeout", COS_RESPONDER_COS));
  CHECK(cos_code_advice("BadRquest", COS_RESPONDER_COS, "en") == cos_code_advice("BadRequest", COS_RESPONDER_COS, "en"));
}

static void unknown_code(void) {
  static const char *const codes[] = {NULL, "", "NoSuchThing", "NoSuchKe", " NoSuchKey", "\xff\xfe"};
  for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
    CHECK_NUMBER(cos_code_status(codes[i], COS_RESPONDER_COS), 0);
    CHECK_NUMBER(cos_code_retry(codes[i], COS_RESPONDER_COS), -1);
    CHECK_TEXT(cos_code_advice(codes[i], COS_RESPONDER_COS, "en"), "");
    CHECK_TEXT(cos_code_advice(codes[i], COS_RESPONDER_COS, "zh"), "");
    CHECK_TEXT(cos_code_doc_url(codes[i], COS_RESPONDER_COS), "");
  }
}

static void ids(void) {
  cos_id_t id = {.struct_size = sizeof id, .responder = 7, .made_at_s = 7};
  CHECK_NUMBER(cos_id_read("5C9F6CBDB007B7575C5395BA", &id), 0);
  CHECK_NUMBER(cos_id_read("", &id), 0);
  CHECK_NUMBER(cos_id_read(NULL, &id), 0);
  CHECK_NUMBER(cos_id_read("NWNhYzEzZThfNGQ5ZTU4NjRfNmFhNV83YTZjOGY=", NULL), 0);
  CHECK_NUMBER(id.made_at_s, 7);
  CHECK_NUMBER(cos_id_read("NWNhYzEzZThfNGQ5ZTU4NjRfNmFhNV83YTZjOGY=", &id), 1);
  CHECK_NUMBER(id.struct_size, sizeof id);
  CHECK_NUMBER(id.responder, COS_RESPONDER_COS);
  CHECK_NUMBER(id.made_at_s, 1554781160);
  CHECK_NUMBER(cos_id_read("VF82ODZkNDM1YV8xNF9mMjNlMTkxNV9iM2Y0", &id), 1);
  CHECK_NUMBER(id.responder, COS_RESPONDER_CI);
  CHECK_NUMBER(id.made_at_s, 1751991130);
  /* Masked ids of documents. */
  CHECK_NUMBER(cos_id_read("NWYyMTFjODZfOGRjOTJhMDlfMmIyMWVfOTJl****", &id), 1);
}

/* A caller of an earlier version knows less of the struct. */
static void smaller_struct(void) {
  cos_id_t id = {.struct_size = offsetof(cos_id_t, made_at_s), .made_at_s = 7};
  CHECK_NUMBER(cos_id_read("VF82ODZkNDM1YV8xNF9mMjNlMTkxNV9iM2Y0", &id), 1);
  CHECK_NUMBER(id.responder, COS_RESPONDER_CI);
  CHECK_NUMBER(id.made_at_s, 7);
  id.struct_size = sizeof(size_t);
  CHECK_NUMBER(cos_id_read("VF82ODZkNDM1YV8xNF9mMjNlMTkxNV9iM2Y0", &id), 0);
}

int main(void) {
  every_code();
  known_code();
  responder_decides();
  commonest_status();
  spelling();
  unknown_code();
  ids();
  smaller_struct();
  return check_report();
}
