package io.github.cos_err;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The answer of a call that succeeded. Immutable. */
public final class CosResponse {
  private static final byte[] EMPTY = {};

  private final int status;
  private final String requestId;
  private final String bucketRegion;
  private final byte[] body;
  private final long received;
  private final Handle handle;
  private List<Header> headers;

  /** Reads an answer, which it owns from now on. */
  CosResponse(long response) {
    status = Library.cos_response_status(response);
    requestId = Text.at(Library.cos_response_request_id(response));
    bucketRegion = Text.at(Library.cos_response_bucket_region(response));
    received = Library.cos_response_received(response);
    body = received == 0 ? EMPTY : body(response);
    // A body would be kept with the header fields, a second time.
    handle = body.length == 0 ? Kept.keep(this, response, Library::cos_response_free) : null;
    if (handle == null) {
      headers = headers(response);
      Library.cos_response_free(response);
    }
  }

  private static byte[] body(long response) {
    long[] length = new long[1];
    return Text.bytes(Library.cos_response_body(response, length), length[0]);
  }

  private static List<Header> headers(long response) {
    long count = Library.cos_response_header_count(response);
    List<Header> found = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) {
      found.add(new Header(
          Text.at(Library.cos_response_header_name(response, i)),
          Text.at(Library.cos_response_header_value(response, i))));
    }
    return Collections.unmodifiableList(found);
  }

  static String header(List<Header> headers, String name) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return header.value();
      }
    }
    return "";
  }

  /**
   * HTTP status.
   *
   * @return the status, 2xx
   */
  public int getStatusCode() {
    return status;
  }

  /**
   * The request id.
   *
   * @return the id, or ""
   */
  public String getRequestId() {
    return requestId;
  }

  /**
   * The region where the bucket is.
   *
   * @return the region; "" if the answer does not tell
   */
  public String getBucketRegion() {
    return bucketRegion;
  }

  /**
   * The header fields, names in lower case, repeats together.
   *
   * @return an unmodifiable list
   */
  public synchronized List<Header> getHeaders() {
    if (headers == null) {
      headers = headers(handle.enter());
      handle.leave();
    }
    return headers;
  }

  /**
   * A header field, the first of several.
   *
   * @param name its name, in any case
   * @return its value, or ""
   */
  public String getHeader(String name) {
    return header(getHeaders(), name);
  }

  /**
   * The body.
   *
   * @return a copy; empty if the request has a sink
   */
  public byte[] getBody() {
    return body.clone();
  }

  /**
   * The body as text.
   *
   * @return the text, read as UTF-8
   */
  public String getBodyAsString() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * Bytes of the body, in memory or given to the request's sink.
   *
   * @return their number
   */
  public long getReceived() {
    return received;
  }
}
