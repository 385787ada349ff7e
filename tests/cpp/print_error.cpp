#include "print_error.hpp"

#include <cstdio>

namespace {

using cos_err::error;

void put(std::string& line, std::string_view text) {
  char hex[8];
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\\') line += "\\\\";
    else if (c == '\t') line += "\\t";
    else if (c == '\n') line += "\\n";
    else if (c == '\r') line += "\\r";
    else if (byte < 0x20 || byte == 0x7f) line.append(hex, std::snprintf(hex, sizeof hex, "\\x%02x", byte));
    else line += c;
  }
}

void put(std::string& line, const char* name, std::string_view value) {
  line.append("\t").append(name) += '=';
  put(line, value);
}

void put(std::string& line, const char* name, long long value) { put(line, name, std::to_string(value)); }

const char* name_of(cos_err::error_kind kind) {
  switch (kind) {
    case cos_err::error_kind::client: return "client";
    case cos_err::error_kind::service: return "service";
    case cos_err::error_kind::none: break;
  }
  return "none";
}

const char* name_of(cos_err::code_source source) {
  switch (source) {
    case cos_err::code_source::body: return "body";
    case cos_err::code_source::header: return "header";
    case cos_err::code_source::status: return "status";
    case cos_err::code_source::probe: return "probe";
    case cos_err::code_source::client: return "client";
  }
  return "none";
}

const char* name_of(cos_err::responder responder) {
  switch (responder) {
    case cos_err::responder::unknown: return "unknown";
    case cos_err::responder::cos: return "cos";
    case cos_err::responder::ci: return "ci";
    case cos_err::responder::other: return "other";
  }
  return "none";
}

const char* name_of(cos_err::retry retry) {
  switch (retry) {
    case cos_err::retry::no: return "no";
    case cos_err::retry::yes: return "yes";
    case cos_err::retry::after_fix: return "after_fix";
  }
  return "none";
}

void put_kind(std::string& line, const error& e) {
  put(line, "kind", name_of(e.kind()));
  put(line, "reason", cos_err::name_of(e.reason()));
  put(line, "status", e.status());
  put(line, "code", e.code());
  put(line, "code_source", name_of(e.code_source()));
}

void put_parts(std::string& line, const error& e) {
  for (const cos_err::part& part : e.parts()) {
    put(line, "part", part.key);
    for (const std::string_view member : {part.version_id, part.code, part.message}) {
      line += '|';
      put(line, member);
    }
    line.append("|").append(name_of(part.retry));
  }
}

void put_attempts(std::string& line, const error& e) {
  for (const cos_err::attempt& attempt : e.attempts()) {
    put(line, "attempt", attempt.host);
    line.append("|").append(std::to_string(attempt.status)).append("|").append(cos_err::name_of(attempt.reason)) += '|';
    put(line, attempt.note);
  }
}

void put_fields(std::string& line, const char* what, const cos_err::fields& fields) {
  for (const cos_err::field& field : fields) {
    put(line, what, field.name);
    line += ": ";
    put(line, field.value);
  }
}

void put_answer(std::string& line, const error& e) {
  put(line, "message", e.message());
  put(line, "resource", e.resource());
  put(line, "request_id", e.request_id());
  put(line, "trace_id", e.trace_id());
  put(line, "responder", name_of(e.responder()));
  put(line, "retry", name_of(e.retry()));
  put(line, "retry_after_ms", e.retry_after() ? e.retry_after()->count() : -1);
  put(line, "request_sent", e.request_sent());
}

void put_place(std::string& line, const error& e) {
  put(line, "method", e.method());
  put(line, "url", e.url());
  put(line, "operation", e.operation());
  put(line, "region_hint", e.region_hint());
  put(line, "endpoint_hint", e.endpoint_hint());
  put(line, "clock_skew_s", e.clock_skew() ? std::to_string(e.clock_skew()->count()) : "unknown");
  put(line, "os_errno", e.os_errno());
}

}  // namespace

void print_field(std::string& line, const char* name, std::string_view value) { put(line, name, value); }

void print_error(std::string& line, const error& e) {
  put_kind(line, e);
  put_answer(line, e);
  put_place(line, e);
  put(line, "origin_truncated", e.origin_truncated());
  put(line, "origin_body_len", static_cast<long long>(e.origin_body().size()));
  put(line, "origin_xml", e.origin_xml());
  put_fields(line, "header", e.headers());
  put_fields(line, "detail", e.details());
  put_parts(line, e);
  for (const std::string_view cause : e.causes()) put(line, "cause", cause);
  put_attempts(line, e);
  put(line, "advice_en", e.advice("en"));
  put(line, "advice_zh", e.advice("zh"));
  put(line, "doc_url", e.doc_url());
  put(line, "diagnose_url", e.diagnose_url());
  put(line, "diagnose_steps_en", e.diagnose_steps());
  put(line, "diagnose_steps_zh", e.diagnose_steps("zh"));
  put(line, "text", e.text());
  put(line, "json", e.json());
}

void print_live_error(std::string& line, const error& e) {
  put_kind(line, e);
  put(line, "responder", name_of(e.responder()));
  put(line, "retry", name_of(e.retry()));
  put(line, "request_sent", e.request_sent());
  put(line, "method", e.method());
  put(line, "operation", e.operation());
  put(line, "os_errno", e.os_errno());
  put(line, "has_request_id", !e.request_id().empty());
  put_parts(line, e);
  put_attempts(line, e);
  put(line, "advice_en", e.advice());
}
