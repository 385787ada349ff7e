package io.github.cos_err;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Everything known about one failure: a {@link CosServiceException} if an HTTP answer says failure,
 * else a {@link CosClientException}.
 *
 * <p>Strings are never null; "" means that there was none. Objects are immutable, may be read by any
 * number of threads, and may be serialised.
 */
public abstract sealed class CosException extends RuntimeException
    permits CosClientException, CosServiceException {
  private static final long serialVersionUID = 1;

  private final String code;
  private final String message;
  private final CodeSource codeSource;
  private final Reason reason;
  private final int status;
  private final Responder responder;
  private final Retry retry;
  private final boolean requestSent;
  private final boolean originTruncated;
  private final int osErrno;
  private final long retryAfterMs;
  private final long clockSkewSeconds;
  private final String resource;
  private final String requestId;
  private final String traceId;
  private final String method;
  private final String url;
  private final String operation;
  private final String regionHint;
  private final String endpointHint;
  private final String originXml;
  private final ErrorLists lists;
  private final ErrorTexts texts;

  CosException(Fields fields, Strings strings, long error, Throwable cause) {
    if (cause != null) {
      initCause(cause);
    }
    // In the order of cos_error_fields_t.
    code = strings.next();
    message = strings.next();
    resource = strings.next();
    requestId = strings.next();
    traceId = strings.next();
    method = strings.next();
    url = strings.next();
    operation = strings.next();
    regionHint = strings.next();
    endpointHint = strings.next();
    originXml = strings.next();
    codeSource = CodeSource.of(fields.number(Layout.Fields.CODE_SOURCE));
    reason = Reason.of(fields.number(Layout.Fields.REASON));
    status = fields.number(Layout.Fields.STATUS);
    responder = Responder.of(fields.number(Layout.Fields.RESPONDER));
    retry = Retry.of(fields.number(Layout.Fields.RETRY));
    requestSent = fields.number(Layout.Fields.REQUEST_SENT) != 0;
    originTruncated = fields.number(Layout.Fields.ORIGIN_TRUNCATED) != 0;
    osErrno = fields.number(Layout.Fields.OS_ERRNO);
    retryAfterMs = fields.wide(Layout.Fields.RETRY_AFTER_MS);
    clockSkewSeconds = fields.wide(Layout.Fields.CLOCK_SKEW_S);
    lists = ErrorLists.read(fields, strings, error);
    texts = new ErrorTexts(error, fields, originXml, strings.size() + lists.size());
  }

  /** Makes the exception of an error, which it owns from now on. */
  static CosException take(long error, Throwable cause) {
    Scratch scratch = Scratch.take();
    CosException made = take(scratch, error, cause);
    scratch.give();
    return made;
  }

  static CosException take(Scratch scratch, long error, Throwable cause) {
    Fields fields = scratch.errorFields(error);
    Strings strings = scratch.errorStrings(error);
    return fields.number(Layout.Fields.KIND) == Layout.KIND_SERVICE
        ? new CosServiceException(fields, strings, error, cause)
        : new CosClientException(fields, strings, error, cause);
  }

  /**
   * Reads a response of Java's HTTP client. Its body is read if it is bytes or a string; a stream is read,
   * up to 1 MiB, if the status is 300 or more, and, up to 64 MiB, if the response is a success of another
   * method than GET, whose body may report a failure. {@link Exchange#bodyStream} has such a body once
   * more. Other bodies count as not known.
   *
   * @param response the answer
   * @return the error that it is; empty if it is a success
   */
  public static Optional<CosException> fromResponse(HttpResponse<?> response) {
    return Exchange.of(response).toException();
  }

  /**
   * The error code, NoSuchBucket ...; of a client error the reason's name, Timeout ...
   *
   * @return the code, never empty
   */
  public String getErrorCode() {
    return code;
  }

  /**
   * One line for people: the service's text, or the library's. Secrets are masked.
   *
   * @return the text, never empty
   */
  public String getErrorMessage() {
    return message;
  }

  /**
   * Where the code comes from.
   *
   * @return the source
   */
  public CodeSource getCodeSource() {
    return codeSource;
  }

  /**
   * Why a client error happened.
   *
   * @return the reason; {@link Reason#NONE} of service errors
   */
  public Reason getReason() {
    return reason;
  }

  /**
   * HTTP status. One that arrived is never lost: client errors that come after it have it too. Only
   * where a listener threw, or a stream could not be closed, it is elsewhere, and the request id with it:
   * in the message if the call had succeeded, else in the suppressed exception.
   *
   * @return the status; 0 if none arrived
   */
  public int getStatusCode() {
    return status;
  }

  /**
   * Who answered: COS, or something in its place.
   *
   * @return the responder
   */
  public Responder getResponder() {
    return responder;
  }

  /**
   * Whether the same request may be sent again after this failure.
   *
   * @return the class of the failure
   */
  public Retry getRetry() {
    return retry;
  }

  /**
   * Whether the same request may work later.
   *
   * @return true if {@link #getRetry} is {@link Retry#YES}
   */
  public boolean isRetryable() {
    return retry == Retry.YES;
  }

  /**
   * Whether the time ran out: ours, or that in which COS waits for a request.
   *
   * @return true for the reason {@link Reason#TIMEOUT} and the code RequestTimeout
   */
  public boolean isRequestTimeout() {
    return reason == Reason.TIMEOUT || code.equals("RequestTimeout");
  }

  /**
   * Whether something may have reached the server. After a timed-out PUT the first question.
   *
   * @return false if certainly nothing did
   */
  public boolean isRequestSent() {
    return requestSent;
  }

  /**
   * The wait that the answer's Retry-After asks for.
   *
   * @return milliseconds; empty if it asks for none
   */
  public OptionalLong getRetryAfterMillis() {
    return retryAfterMs < 0 ? OptionalLong.empty() : OptionalLong.of(retryAfterMs);
  }

  /**
   * Server clock minus local clock when the answer came: positive means that ours is behind.
   *
   * @return seconds; empty if not known
   */
  public OptionalLong getClockSkewSeconds() {
    // COS_SKEW_UNKNOWN is INT64_MIN.
    return clockSkewSeconds == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(clockSkewSeconds);
  }

  /**
   * The service's Resource, else the URL that was asked, without secrets.
   *
   * @return the resource
   */
  public String getResource() {
    return resource;
  }

  /**
   * The request id, for which COS's support asks.
   *
   * @return the id, or ""
   */
  public String getRequestId() {
    return requestId;
  }

  /**
   * The trace id.
   *
   * @return the id, or ""
   */
  public String getTraceId() {
    return traceId;
  }

  /**
   * The HTTP method that was asked.
   *
   * @return the method, or ""
   */
  public String getMethod() {
    return method;
  }

  /**
   * The URL that was asked, without secrets.
   *
   * @return the URL, or ""
   */
  public String getUrl() {
    return url;
  }

  /**
   * The operation as permissions name it, HeadBucket, GetObject ...
   *
   * @return the operation, or ""
   */
  public String getOperation() {
    return operation;
  }

  /**
   * The region where the bucket is, if the answer tells.
   *
   * @return the region, or ""
   */
  public String getRegionHint() {
    return regionHint;
  }

  /**
   * The host to ask instead, if the answer tells.
   *
   * @return the host, or ""
   */
  public String getEndpointHint() {
    return endpointHint;
  }

  /**
   * The operating system's error number under a client error.
   *
   * @return the number; 0 if there is none
   */
  public int getOsErrno() {
    return osErrno;
  }

  /**
   * The answer's body as text: the server's words, verbatim, which may hold secrets that it repeats.
   *
   * @return the text; "" on HEAD
   */
  public String getErrorResponseXml() {
    return originXml;
  }

  /**
   * The exact bytes of the answer's body.
   *
   * @return a copy, at most 1 MiB
   */
  public byte[] getOriginBody() {
    return texts.body();
  }

  /**
   * Whether the body was cut, by the network or at 1 MiB.
   *
   * @return true if it was
   */
  public boolean isOriginTruncated() {
    return originTruncated;
  }

  /**
   * The header fields of the answer, repeats kept; the server's words.
   *
   * @return an unmodifiable list
   */
  public List<Header> getHeaders() {
    return lists.headers();
  }

  /**
   * A header field, the first of several.
   *
   * @param name its name, in any case
   * @return its value, or ""
   */
  public String getHeader(String name) {
    return CosResponse.header(lists.headers(), name);
  }

  /**
   * The other elements of the service's Error, or JSON members; the server's words.
   *
   * @return an unmodifiable list, repeats kept
   */
  public List<Header> getDetails() {
    return lists.details();
  }

  /**
   * As {@link #getDetails}, by name; the first of several.
   *
   * @return a new map
   */
  public Map<String, String> getAdditionalDetails() {
    Map<String, String> found = new LinkedHashMap<>();
    lists.details().forEach(detail -> found.putIfAbsent(detail.name(), detail.value()));
    return found;
  }

  /**
   * The failed items of a partial failure, as delete-multiple reports it.
   *
   * @return an unmodifiable list
   */
  public List<Part> getParts() {
    return lists.parts();
  }

  /**
   * The tries that were made, in the order of time.
   *
   * @return an unmodifiable list
   */
  public List<Attempt> getAttempts() {
    return lists.attempts();
  }

  /**
   * What is under a client error, in the library's words, outermost first.
   *
   * @return an unmodifiable list
   */
  public List<String> getCauses() {
    return lists.causes();
  }

  /**
   * What to do about it, in English.
   *
   * @return at most two sentences
   */
  public String getAdvice() {
    return getAdvice(Locale.ENGLISH);
  }

  /**
   * What to do about it.
   *
   * @param locale Chinese or English, as which others read
   * @return at most two sentences
   */
  public String getAdvice(Locale locale) {
    return texts.get(isChinese(locale) ? ErrorTexts.ADVICE_ZH : ErrorTexts.ADVICE_EN);
  }

  /**
   * The page that documents the code.
   *
   * @return its URL; "" of client errors and of answers that are not COS's
   */
  public String getDocUrl() {
    return texts.get(ErrorTexts.DOC_URL);
  }

  /**
   * The console's diagnosis page.
   *
   * @return its URL; "" if COS did not respond, or gave no request id
   */
  public String getDiagnoseUrl() {
    return texts.get(ErrorTexts.DIAGNOSE_URL);
  }

  /**
   * How to enter the request id on the diagnosis page, in English.
   *
   * @return one line per step; "" where {@link #getDiagnoseUrl} is
   */
  public String getDiagnoseSteps() {
    return getDiagnoseSteps(Locale.ENGLISH);
  }

  /**
   * How to enter the request id on the diagnosis page.
   *
   * @param locale Chinese or English, as which others read
   * @return one line per step; "" where {@link #getDiagnoseUrl} is
   */
  public String getDiagnoseSteps(Locale locale) {
    return texts.get(isChinese(locale) ? ErrorTexts.DIAGNOSE_STEPS_ZH : ErrorTexts.DIAGNOSE_STEPS_EN);
  }

  private static boolean isChinese(Locale locale) {
    return locale.getLanguage().equals("zh");
  }

  /**
   * One line for logs: code, status, message, request id, method, URL with its path and the number of
   * attempts, without secrets.
   *
   * @return the line
   */
  public String toText() {
    return texts.get(ErrorTexts.TEXT);
  }

  /**
   * A digest as one JSON object, of one shape for all errors, without secrets;
   * {@code bindings/reference/json.md} has its schema.
   *
   * @return the object
   */
  public String toJson() {
    return texts.get(ErrorTexts.JSON);
  }
}
