package io.github.cos_err;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The answer of a call that succeeded. Immutable. */
public final class CosResponse {
  private final int status;
  private final String requestId;
  private final String bucketRegion;
  private final byte[] body;
  private final long received;
  /** Null: the headers are there. */
  private final Strings strings;
  private final long count;
  private List<Header> headers;

  private CosResponse(int status, List<Header> headers, byte[] body) {
    this.status = status;
    this.headers = List.copyOf(headers);
    this.body = body.clone();
    requestId = header(headers, "x-cos-request-id");
    bucketRegion = header(headers, "x-cos-bucket-region");
    received = body.length;
    strings = null;
    count = headers.size();
  }

  /**
   * Makes a response, for a stand-in of {@link Cos} in a test. Request id and region are read from the headers.
   *
   * @param status HTTP status, 2xx
   * @param headers the headers
   * @param body the body; empty if there is none
   * @return the response
   */
  public static CosResponse of(int status, List<Header> headers, byte[] body) {
    return new CosResponse(status, Text.there("headers", headers), Text.there("body", body));
  }

  /** Reads an answer, and frees it. */
  CosResponse(Scratch scratch, long response) {
    Fields fields = scratch.responseFields(response);
    status = fields.number(Layout.ResponseFields.STATUS);
    requestId = fields.text(Layout.ResponseFields.REQUEST_ID);
    bucketRegion = fields.text(Layout.ResponseFields.BUCKET_REGION);
    received = fields.wide(Layout.ResponseFields.RECEIVED);
    body = bytes(fields, Layout.ResponseFields.BODY, Layout.ResponseFields.BODY_LEN);
    strings = new Strings(bytes(fields, Layout.ResponseFields.HEADERS, Layout.ResponseFields.HEADERS_LEN));
    count = fields.wide(Layout.ResponseFields.HEADER_COUNT);
    Library.cos_response_free(response);
  }

  private static byte[] bytes(Fields fields, int at, int lengthAt) {
    return Text.bytes(fields.wide(at), fields.wide(lengthAt));
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
      headers = strings.pairs(count);
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
