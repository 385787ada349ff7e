package io.github.cos_err.cases;

import io.github.cos_err.Attempt;
import io.github.cos_err.CosClientException;
import io.github.cos_err.CosException;
import io.github.cos_err.Header;
import io.github.cos_err.Part;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** A line: an id, and fields behind it. */
final class Lines {
  private final StringBuilder line = new StringBuilder();

  Lines(String id) {
    escape(id);
  }

  void add(String word) {
    line.append('\t').append(word);
  }

  void add(String name, Object value) {
    line.append('\t').append(name).append('=');
    escape(value.toString());
  }

  String end() {
    return line.append('\n').toString();
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> line.append("\\\\");
        case '\t' -> line.append("\\t");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        default -> {
          if (c < 0x20 || c == 0x7f) {
            line.append(String.format("\\x%02x", (int) c));
          } else {
            line.append(c);
          }
        }
      }
    }
  }

  private static int bit(boolean is) {
    return is ? 1 : 0;
  }

  private static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String number(OptionalLong value, String none) {
    return value.isPresent() ? Long.toString(value.getAsLong()) : none;
  }

  void error(CosException e) {
    kind(e);
    add("message", e.getErrorMessage());
    add("resource", e.getResource());
    add("request_id", e.getRequestId());
    add("trace_id", e.getTraceId());
    add("responder", name(e.getResponder()));
    add("retry", name(e.getRetry()));
    add("retry_after_ms", number(e.getRetryAfterMillis(), "-1"));
    add("request_sent", bit(e.isRequestSent()));
    add("method", e.getMethod());
    add("url", e.getUrl());
    add("operation", e.getOperation());
    add("region_hint", e.getRegionHint());
    add("endpoint_hint", e.getEndpointHint());
    add("clock_skew_s", number(e.getClockSkewSeconds(), "unknown"));
    add("os_errno", e.getOsErrno());
    add("origin_truncated", bit(e.isOriginTruncated()));
    add("origin_body_len", e.getOriginBody().length);
    add("origin_xml", e.getErrorResponseXml());
    pairs("header", e.getHeaders());
    pairs("detail", e.getDetails());
    parts(e);
    e.getCauses().forEach(cause -> add("cause", cause));
    attempts(e);
    add("advice_en", e.getAdvice());
    add("advice_zh", e.getAdvice(Locale.CHINESE));
    add("doc_url", e.getDocUrl());
    add("diagnose_url", e.getDiagnoseUrl());
    add("diagnose_steps_en", e.getDiagnoseSteps());
    add("diagnose_steps_zh", e.getDiagnoseSteps(Locale.CHINESE));
    add("text", e.toText());
    add("json", e.toJson());
  }

  /** What does not change from run to run. */
  void liveError(CosException e) {
    kind(e);
    add("responder", name(e.getResponder()));
    add("retry", name(e.getRetry()));
    add("request_sent", bit(e.isRequestSent()));
    add("method", e.getMethod());
    add("operation", e.getOperation());
    add("os_errno", e.getOsErrno());
    add("has_request_id", bit(!e.getRequestId().isEmpty()));
    parts(e);
    attempts(e);
    add("advice_en", e.getAdvice());
  }

  private void kind(CosException e) {
    add("kind", e instanceof CosClientException ? "client" : "service");
    add("reason", e.getReason().getName());
    add("status", e.getStatusCode());
    add("code", e.getErrorCode());
    add("code_source", name(e.getCodeSource()));
  }

  private void pairs(String name, List<Header> pairs) {
    pairs.forEach(pair -> add(name, pair.name() + ": " + pair.value()));
  }

  private void parts(CosException e) {
    for (Part part : e.getParts()) {
      add("part", String.join("|", part.key(), part.versionId(), part.code(), part.message(), name(part.retry())));
    }
  }

  private void attempts(CosException e) {
    for (Attempt attempt : e.getAttempts()) {
      add("attempt", String.join("|",
          attempt.host(), "" + attempt.status(), attempt.reason().getName(), attempt.note()));
    }
  }
}
