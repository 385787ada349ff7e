package io.github.cos_err;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An exception of Tencent's SDK, cos_api, in a program that keeps the SDK: its CosServiceException or
 * CosClientException. This package does not need the SDK. Set what you know of the request, because the
 * SDK's exceptions do not have it. Null is the same as not set. Only one thread may use it at a time.
 */
public final class SdkError {
  /** The text that the SDK puts before a body which it could not read. */
  private static final String UNREAD = "Unable to parse error response. Error XML Not in proper format.";
  /** The end of the message of the SDK about a response that it could not read. */
  private static final Pattern STATUS = Pattern.compile("Response Code: ([2-9][0-9]{2}), Response Text:");

  private final Throwable error;
  private String method;
  private String url;
  private String bucket;
  private String key;

  /**
   * Creates it for an exception that a call of the SDK threw.
   *
   * @param error a CosServiceException or CosClientException of the SDK, or any other exception
   */
  public SdkError(Throwable error) {
    this.error = Text.there("error", error);
  }

  /**
   * Sets the HTTP method of the request. Set it for a HEAD, whose response has neither code nor message.
   *
   * @param method "HEAD", "GET" ...
   * @return this
   */
  public SdkError method(String method) {
    this.method = method;
    return this;
  }

  /**
   * Sets the URL of the request.
   *
   * @param url the URL
   * @return this
   */
  public SdkError url(String url) {
    this.url = url;
    return this;
  }

  /**
   * Sets the bucket of the request, if the URL is not known.
   *
   * @param bucket the bucket
   * @return this
   */
  public SdkError bucket(String bucket) {
    this.bucket = bucket;
    return this;
  }

  /**
   * Sets the key of the request, if the URL is not known.
   *
   * @param key the key
   * @return this
   */
  public SdkError key(String key) {
    this.key = key;
    return this;
  }

  /**
   * Creates the exception. What the service sent is in it, what the SDK makes up is not, and {@link
   * CosException#getLost} returns what the SDK lost. The SDK's exception is the cause.
   *
   * @return the exception
   */
  public CosException toException() {
    Arena arena = new Arena(Layout.SdkError.SIZE, 0);
    arena.set(Layout.SdkError.METHOD, Text.shown(method));
    arena.set(Layout.SdkError.URL, Text.shown(url));
    arena.set(Layout.SdkError.BUCKET, Text.shown(bucket));
    arena.set(Layout.SdkError.KEY, Text.shown(key));
    // A future wraps the exception.
    SdkReason.chain(error).stream()
        .filter(at -> get(at, "getStatusCode") instanceof Integer)
        .findFirst()
        .ifPresentOrElse(service -> readResponse(arena, service), () -> readFailure(arena));
    try (Memory sdk = arena.laidOut()) {
      return CosException.takeWithLost(Library.cos_error_from_sdk(Pointer.nativeValue(sdk)), error);
    }
  }

  private static void readResponse(Arena arena, Throwable service) {
    // A delete of several objects has a code for each of them.
    Object code = get(service, "getErrorCode");
    if (code == null && get(service, "getErrors") instanceof List<?> parts && !parts.isEmpty()) {
      code = get(parts.get(0), "getCode");
    }
    arena.setInt(Layout.SdkError.STATUS, (int) get(service, "getStatusCode"));
    set(arena, Layout.SdkError.CODE, code);
    set(arena, Layout.SdkError.MESSAGE, get(service, "getErrorMessage"));
    set(arena, Layout.SdkError.REQUEST_ID, get(service, "getRequestId"));
    set(arena, Layout.SdkError.TRACE_ID, get(service, "getTraceId"));
    if (get(service, "getAdditionalDetails") instanceof Map<?, ?> details) {
      set(arena, Layout.SdkError.RESOURCE, details.get("Resource"));
    }
    Object body = get(service, "getErrorResponseXml");
    body = body == null ? get(service, "getRawResponseContent") : body;
    if (body instanceof String text) {
      String own = text.startsWith(UNREAD) ? text.substring(UNREAD.length()) : text;
      byte[] bytes = own.getBytes(StandardCharsets.UTF_8);
      arena.set(Layout.SdkError.BODY, bytes);
      arena.setLong(Layout.SdkError.BODY_LEN, bytes.length);
    }
  }

  private void readFailure(Arena arena) {
    Matcher status = STATUS.matcher(String.valueOf(error.getMessage()));
    if (status.find()) {
      arena.setInt(Layout.SdkError.STATUS, Integer.parseInt(status.group(1)));
      return;
    }
    arena.setInt(Layout.SdkError.REASON, SdkReason.of(error).getNumber());
    set(arena, Layout.SdkError.MESSAGE, SdkReason.message(error));
  }

  private static void set(Arena arena, int member, Object text) {
    arena.set(member, text == null ? null : Text.shown(text.toString()));
  }

  /** What a getter returns; null if there is none. */
  private static Object get(Object from, String getter) {
    try {
      return from.getClass().getMethod(getter).invoke(from);
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
