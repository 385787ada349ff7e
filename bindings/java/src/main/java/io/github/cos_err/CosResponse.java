package io.github.cos_err;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The response to a request that succeeded. It is immutable. */
public final class CosResponse {
  private final int status;
  private final String requestId;
  private final String bucketRegion;
  private final byte[] body;
  private final long received;
  /** Null if the headers are there. */
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
   * Creates a response, for a stand-in of {@link Cos} in a test. Request id and region are read from the
   * headers.
   *
   * @param status HTTP status, 2xx
   * @param headers the headers
   * @param body the body; empty if there is none
   * @return the response
   */
  public static CosResponse of(int status, List<Header> headers, byte[] body) {
    return new CosResponse(status, Text.there("headers", headers), Text.there("body", body));
  }

  /** Reads a response of the library, and frees it. */
  CosResponse(CallBuffer buffer, long response) {
    Fields fields = buffer.responseFields(response);
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
   * Returns the HTTP status.
   *
   * @return the status, 2xx
   */
  public int getStatusCode() {
    return status;
  }

  /**
   * Returns the request id.
   *
   * @return the id, or ""
   */
  public String getRequestId() {
    return requestId;
  }

  /**
   * Returns the region of the bucket.
   *
   * @return the region; "" if the response does not contain it
   */
  public String getBucketRegion() {
    return bucketRegion;
  }

  /**
   * Returns the headers, with names in lower case; headers of the same name follow each other.
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
   * Returns the value of a header, the first one if there are several.
   *
   * @param name its name, in any case
   * @return its value, or ""
   */
  public String getHeader(String name) {
    return header(getHeaders(), name);
  }

  /**
   * Returns the body.
   *
   * @return a copy; empty if the request has a sink
   */
  public byte[] getBody() {
    return body.clone();
  }

  /**
   * Returns the body as text.
   *
   * @return the text, read as UTF-8
   */
  public String getBodyAsString() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * Returns the number of bytes of the body, in memory or in the request's sink.
   *
   * @return their number
   */
  public long getReceived() {
    return received;
  }
}
