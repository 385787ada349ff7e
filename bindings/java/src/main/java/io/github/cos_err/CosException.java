package io.github.cos_err;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Describes one failure completely. It is a {@link CosServiceException} if an HTTP response reports a
 * failure, otherwise a {@link CosClientException}.
 *
 * <p>Strings are never null; "" means that the value is absent. Objects are immutable, may be read by any
 * number of threads, and can be serialised.
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
  /** Set before anyone else has the exception. */
  private int lost;

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

  /** Creates the exception for an error, and takes ownership of the error. */
  static CosException take(long error, Throwable cause) {
    CallBuffer buffer = CallBuffer.take();
    CosException made = take(buffer, error, cause);
    buffer.give();
    return made;
  }

  static CosException take(CallBuffer buffer, long error, Throwable cause) {
    Fields fields = buffer.errorFields(error);
    Strings strings = buffer.errorStrings(error);
    return fields.number(Layout.Fields.KIND) == Layout.KIND_SERVICE
        ? new CosServiceException(fields, strings, error, cause)
        : new CosClientException(fields, strings, error, cause);
  }

  /** Creates the exception for an error of an SDK, and takes ownership of the error. */
  static CosException takeWithLost(long error, Throwable cause) {
    int lost = Library.cos_error_lost(error);
    CosException made = take(error, cause);
    made.lost = lost;
    return made;
  }

  /**
   * Parses a response of Java's HTTP client. Its body is read if it is bytes or a string. A stream is read
   * up to 1 MiB if the status is 300 or more, and up to 64 MiB if the response is a success of another
   * method than GET, whose body may report a failure. {@link Exchange#bodyStream} returns such a body once
   * more. Other bodies count as not known.
   *
   * @param response the response
   * @return the error that it reports; empty if it is a success
   */
  public static Optional<CosException> fromResponse(HttpResponse<?> response) {
    return Exchange.of(response).toException();
  }

  /**
   * Returns the error code, such as NoSuchBucket. The code of a client error is the name of its reason,
   * such as Timeout.
   *
   * @return the code, never empty
   */
  public String getErrorCode() {
    return code;
  }

  /**
   * Returns one human-readable line: the message of the service, or of the library. Secrets are masked.
   *
   * @return the text, never empty
   */
  public String getErrorMessage() {
    return message;
  }

  /**
   * Returns where the code comes from.
   *
   * @return the source
   */
  public CodeSource getCodeSource() {
    return codeSource;
  }

  /**
   * Returns why a client error happened.
   *
   * @return the reason; {@link Reason#NONE} for service errors
   */
  public Reason getReason() {
    return reason;
  }

  /**
   * Returns the HTTP status. A client error that occurs after a status arrived keeps that status. There is
   * one exception: if a listener threw, or a stream could not be closed, status and request id are in the
   * message if the call had succeeded, otherwise in the suppressed exception.
   *
   * @return the status; 0 if none arrived
   */
  public int getStatusCode() {
    return status;
  }

  /**
   * Returns who sent the response: COS, or a server in its place.
   *
   * @return the responder
   */
  public Responder getResponder() {
    return responder;
  }

  /**
   * Returns whether a retry of the same request may succeed.
   *
   * @return the retry class
   */
  public Retry getRetry() {
    return retry;
  }

  /**
   * Returns whether a retry of the same request may succeed.
   *
   * @return true if {@link #getRetry} is {@link Retry#YES}
   */
  public boolean isRetryable() {
    return retry == Retry.YES;
  }

  /**
   * Returns whether a timeout expired: one of the client, or the one after which COS gives up on a request.
   *
   * @return true for the reason {@link Reason#TIMEOUT} and the code RequestTimeout
   */
  public boolean isRequestTimeout() {
    return reason == Reason.TIMEOUT || code.equals("RequestTimeout");
  }

  /**
   * Returns whether the request may have reached the server. Check this first after a PUT has timed out.
   *
   * @return false if it certainly never did
   */
  public boolean isRequestSent() {
    return requestSent;
  }

  /**
   * Returns the delay that the header Retry-After demands.
   *
   * @return milliseconds; empty if there is no such header
   */
  public OptionalLong getRetryAfterMillis() {
    return retryAfterMs < 0 ? OptionalLong.empty() : OptionalLong.of(retryAfterMs);
  }

  /**
   * Returns the server's clock minus the local clock, measured when the response arrived. A positive number
   * means that the local clock is slow.
   *
   * @return seconds; empty if it is not known
   */
  public OptionalLong getClockSkewSeconds() {
    // COS_SKEW_UNKNOWN is INT64_MIN.
    return clockSkewSeconds == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(clockSkewSeconds);
  }

  /**
   * Returns the Resource that the service reported, otherwise the URL of the request, without secrets.
   *
   * @return the resource
   */
  public String getResource() {
    return resource;
  }

  /**
   * Returns the request id. Tencent Cloud's support needs it.
   *
   * @return the id, or ""
   */
  public String getRequestId() {
    return requestId;
  }

  /**
   * Returns the trace id.
   *
   * @return the id, or ""
   */
  public String getTraceId() {
    return traceId;
  }

  /**
   * Returns the HTTP method of the request.
   *
   * @return the method, or ""
   */
  public String getMethod() {
    return method;
  }

  /**
   * Returns the URL of the request, without secrets.
   *
   * @return the URL, or ""
   */
  public String getUrl() {
    return url;
  }

  /**
   * Returns the operation by the name that access policies use, such as HeadBucket or GetObject.
   *
   * @return the operation, or ""
   */
  public String getOperation() {
    return operation;
  }

  /**
   * Returns the region of the bucket, if the response names it.
   *
   * @return the region, or ""
   */
  public String getRegionHint() {
    return regionHint;
  }

  /**
   * Returns the host to which the request should go instead, if the response names it.
   *
   * @return the host, or ""
   */
  public String getEndpointHint() {
    return endpointHint;
  }

  /**
   * Returns the operating system's error number that caused a client error.
   *
   * @return the number; 0 if there is none
   */
  public int getOsErrno() {
    return osErrno;
  }

  /**
   * Returns the body as text. It is verbatim, so it contains any secrets that the server repeated.
   *
   * @return the text; "" on HEAD
   */
  public String getErrorResponseXml() {
    return originXml;
  }

  /**
   * Returns the exact bytes of the body.
   *
   * @return a copy, at most 1 MiB
   */
  public byte[] getOriginBody() {
    return texts.body();
  }

  /**
   * Returns whether the body is incomplete, because the network cut it or because only its first 1 MiB was
   * kept.
   *
   * @return true if it is
   */
  public boolean isOriginTruncated() {
    return originTruncated;
  }

  /**
   * Returns the response headers verbatim, with repeated names.
   *
   * @return an unmodifiable list
   */
  public List<Header> getHeaders() {
    return lists.headers();
  }

  /**
   * Returns the value of a header, the first one if there are several.
   *
   * @param name its name, in any case
   * @return its value, or ""
   */
  public String getHeader(String name) {
    return CosResponse.header(lists.headers(), name);
  }

  /**
   * Returns the other elements of the service's Error, or members of its JSON, verbatim.
   *
   * @return an unmodifiable list, with repeated names
   */
  public List<Header> getDetails() {
    return lists.details();
  }

  /**
   * Returns {@link #getDetails} by name, the first one if there are several.
   *
   * @return a new map
   */
  public Map<String, String> getAdditionalDetails() {
    Map<String, String> found = new LinkedHashMap<>();
    lists.details().forEach(detail -> found.putIfAbsent(detail.name(), detail.value()));
    return found;
  }

  /**
   * Returns the failed items of a partial failure, as delete-multiple reports it.
   *
   * @return an unmodifiable list
   */
  public List<Part> getParts() {
    return lists.parts();
  }

  /**
   * Returns the attempts of the call, in the order in time.
   *
   * @return an unmodifiable list
   */
  public List<Attempt> getAttempts() {
    return lists.attempts();
  }

  /**
   * Returns the causes of a client error as text, the outermost first.
   *
   * @return an unmodifiable list
   */
  public List<String> getCauses() {
    return lists.causes();
  }

  /**
   * Returns the fields that an SDK may have lost. What is absent from them, or derived, says nothing about
   * the response.
   *
   * @return an unmodifiable set; empty unless {@link SdkError} created the exception
   */
  public Set<Lost> getLost() {
    return Arrays.stream(Lost.values())
        .filter(field -> field != Lost.UNRECOGNIZED && (lost & field.getNumber()) != 0)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Returns what to do about the error, in English.
   *
   * @return at most two sentences
   */
  public String getAdvice() {
    return getAdvice(Locale.ENGLISH);
  }

  /**
   * Returns what to do about the error.
   *
   * @param locale Chinese or English; English is used for all others
   * @return at most two sentences
   */
  public String getAdvice(Locale locale) {
    return texts.get(isChinese(locale) ? ErrorTexts.ADVICE_ZH : ErrorTexts.ADVICE_EN);
  }

  /**
   * Returns the URL of the page that documents the code.
   *
   * @return the URL; "" for client errors, and for responses that COS did not send
   */
  public String getDocUrl() {
    return texts.get(ErrorTexts.DOC_URL);
  }

  /**
   * Returns the URL of the console's diagnosis page.
   *
   * @return the URL; "" if COS did not respond, or gave no request id
   */
  public String getDiagnoseUrl() {
    return texts.get(ErrorTexts.DIAGNOSE_URL);
  }

  /**
   * Returns how to enter the request id on the diagnosis page, in English.
   *
   * @return one line per step; "" where {@link #getDiagnoseUrl} is ""
   */
  public String getDiagnoseSteps() {
    return getDiagnoseSteps(Locale.ENGLISH);
  }

  /**
   * Returns how to enter the request id on the diagnosis page.
   *
   * @param locale Chinese or English; English is used for all others
   * @return one line per step; "" where {@link #getDiagnoseUrl} is ""
   */
  public String getDiagnoseSteps(Locale locale) {
    return texts.get(isChinese(locale) ? ErrorTexts.DIAGNOSE_STEPS_ZH : ErrorTexts.DIAGNOSE_STEPS_EN);
  }

  private static boolean isChinese(Locale locale) {
    return locale.getLanguage().equals("zh");
  }

  /**
   * Returns one line for logs, without secrets: code, status, message, request id, method, URL with its
   * path, and the number of attempts.
   *
   * @return the line
   */
  public String toText() {
    return texts.get(ErrorTexts.TEXT);
  }

  /**
   * Returns the error as one JSON object, without secrets. All errors have the same members; {@code
   * bindings/reference/json.md} describes them.
   *
   * @return the object
   */
  public String toJson() {
    return texts.get(ErrorTexts.JSON);
  }
}
