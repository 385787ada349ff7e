/* A request as lib/ describes it: a list of instructions, each followed by its values. */
#include <stdio.h>

#include "instructions.h"

static void set_query(void *request, const char *name, const char *value) {
  cos_request_set_query(request, name, value);
}
static void set_header(void *request, const char *name, const char *value) {
  cos_request_set_header(request, name, value);
}
static void add_header(void *settings, const char *name, const char *value) {
  cos_call_add_header(settings, name, value);
}

static void take_body(reader_t *reader, cos_request_t *request) {
  void *bytes;
  size_t length;
  if (bytes_get(reader->env, take_value(reader), &bytes, &length)) cos_request_set_body(request, bytes, length);
}

static void take_path(reader_t *reader, call_t *call, int64_t what) {
  text_t path;
  take_text(reader, &path, "the path");
  int64_t offset = what == BODY_RANGE ? take_number(reader) : 0;
  int64_t length = what == BODY_RANGE ? take_number(reader) : 0;
  call->moves = 1;
  if (reader->wrong) {
  } else if (what == BODY_FILE) {
    cos_request_set_body_file(call->request, path.at);
  } else if (what == BODY_RANGE) {
    cos_request_set_body_file_range(call->request, path.at, offset, length);
  } else {
    cos_request_set_sink_file(call->request, path.at);
  }
  text_free(&path);
}

static void take_stream(reader_t *reader, call_t *call, int64_t what) {
  int64_t length = what == READER ? take_number(reader) : 0;
  int rewinds = take_number(reader) != 0;
  call->moves = 1;
  if (what == READER)
    cos_request_set_body_reader(call->request, callback_read, rewinds ? callback_rewind : NULL, length, call, NULL);
  else
    cos_request_set_sink_writer(call->request, callback_write, rewinds ? callback_rewind : NULL, call, NULL);
}

static void take_cancel(reader_t *reader, call_t *call) {
  call->cancel = cos_cancel_new();
  cos_call_set_cancel(call->settings, call->cancel);
  if (take_number(reader)) {
    call->aborted = 1;
    cos_cancel_trigger(call->cancel);
  }
}

static void take_root(reader_t *reader, call_t *call) {
  text_t name;
  take_text(reader, &name, "the expected root");
  if (!reader->wrong) cos_request_set_expect_root(call->request, name.at);
  text_free(&name);
}

static void take_signed_host(reader_t *reader, call_t *call) {
  text_t host;
  take_text(reader, &host, "SignedHost");
  if (!reader->wrong) cos_call_set_signed_host(call->settings, host.at);
  text_free(&host);
}

static void instruct(reader_t *reader, call_t *call) {
  int64_t what = take_number(reader);
  if (call->file && file_instruct(reader, call, what)) return;
  switch (what) {
    case QUERY: take_pair(reader, call->request, set_query, "a query parameter"); break;
    case HEADER: take_pair(reader, call->request, set_header, "a header field"); break;
    case CALL_HEADER: take_pair(reader, call->settings, add_header, "a header field"); break;
    case TIMEOUT:
      call->timeout_ms = take_given(reader, "Timeout");
      cos_call_set_timeout_ms(call->settings, call->timeout_ms);
      break;
    case EXPLAIN: cos_call_set_explain(call->settings, 1); break;
    case BODY: take_body(reader, call->request); break;
    case BODY_FILE:
    case BODY_RANGE:
    case SINK_FILE: take_path(reader, call, what); break;
    case SINK_SYNC: cos_request_set_sink_sync(call->request, 1); break;
    case READER:
    case SINK: take_stream(reader, call, what); break;
    case PROGRESS: cos_request_set_progress(call->request, callback_progress, call, NULL); break;
    case CONTENT_MD5: cos_request_set_content_md5(call->request, (int32_t)take_number(reader)); break;
    case EXPECT_ROOT: take_root(reader, call); break;
    case CANCEL: take_cancel(reader, call); break;
    case PRESIGN:
      call->presigns = 1;
      call->expires_s = take_number(reader);
      break;
    case SIGN:
      call->signs = 1;
      call->expires_s = take_number(reader);
      break;
    case URL: call->presigns = call->plain = 1; break;
    case SIGNED_HOST: take_signed_host(reader, call); break;
    case HEAD: cos_request_set_head(call->request, callback_head, call, NULL); break;
    case DOCUMENT: call->keeps = 1; break;
    default: reader->wrong = "is no instruction"; reader->named = "a number"; break;
  }
}

static const char *complaint(const char *name, const char *wrong) {
  static _Thread_local char text[128];
  snprintf(text, sizeof text, "%s %s", name, wrong);
  return text;
}

static const char *request_fill(napi_env env, napi_value list, call_t *call) {
  reader_t reader = {.env = env, .list = list};
  uint32_t length = 0;
  napi_get_array_length(env, list, &length);
  while (reader.at < length && !reader.wrong) instruct(&reader, call);
  return reader.wrong ? complaint(reader.named, reader.wrong) : NULL;
}

/* argv: method or undefined, bucket, key, region, instructions. Without a method it is a HEAD Bucket. */
const char *request_of(napi_env env, const napi_value *argv, call_t *call) {
  static const char *const names[] = {"method", "bucket", "key", "region"};
  text_t texts[4];
  const char *wrong = NULL;
  for (size_t i = 0; i < 4; i++) {
    const char *found = text_get(env, argv[i], &texts[i]);
    if (found && !wrong) wrong = complaint(names[i], found);
  }
  call->settings = cos_call_new();
  if (wrong) {
  } else if (texts[0].at && (call->file = file_new(texts[0].at, texts[2].at))) {
    call->bucket = texts[1].at ? strdup(texts[1].at) : NULL;
  } else if (texts[0].at) {
    call->request = cos_request_new(texts[0].at, texts[1].at, texts[2].at);
  } else if (texts[1].at) {
    call->bucket = strdup(texts[1].at);
  }
  if (texts[3].at) cos_call_set_region(call->settings, texts[3].at);
  for (size_t i = 0; i < 4; i++) text_free(&texts[i]);
  return wrong || is_nothing(env, argv[4]) ? wrong : request_fill(env, argv[4], call);
}
