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
  private final ResponseDocument document;
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
    document = ResponseDocument.of(status, this.headers, this.body);
  }

  /**
   * Creates a response, for a stand-in of {@link Cos} in a test, or to read the document of a response that
   * another HTTP stack received. Request id and region are read from the headers.
   *
   * @param status HTTP status, 2xx
   * @param headers the headers
   * @param body the body; empty if there is none
   * @return the response
   */
  public static CosResponse of(int status, List<Header> headers, byte[] body) {
    return new CosResponse(status, Text.there("headers", headers), Text.there("body", body));
  }

  /** Reads a response of the library, and keeps it for its document or frees it. */
  static CosResponse take(CallBuffer buffer, long response) {
    return new CosResponse(buffer, response, false);
  }

  /** Reads the head of a response, which the library frees. */
  static CosResponse head(CallBuffer buffer, long response) {
    return new CosResponse(buffer, response, true);
  }

  private CosResponse(CallBuffer buffer, long response, boolean isHead) {
    Fields fields = buffer.responseFields(response);
    status = fields.number(Layout.ResponseFields.STATUS);
    requestId = fields.text(Layout.ResponseFields.REQUEST_ID);
    bucketRegion = fields.text(Layout.ResponseFields.BUCKET_REGION);
    received = fields.wide(Layout.ResponseFields.RECEIVED);
    body = bytes(fields, Layout.ResponseFields.BODY, Layout.ResponseFields.BODY_LEN);
    strings = new Strings(bytes(fields, Layout.ResponseFields.HEADERS, Layout.ResponseFields.HEADERS_LEN));
    count = fields.wide(Layout.ResponseFields.HEADER_COUNT);
    document = isHead ? ResponseDocument.ofHead(response) : ResponseDocument.take(response, body.length);
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
   * Returns how many elements of the XML document in the body a path names, or 1 if it has the attribute.
   * The path is below the root element, as in {@code "Contents"} or {@code "Contents[2]/Key"}. An index
   * starts at 0. A name without an index stands for the first element, except at the end of the path, where
   * all elements of the name are counted. {@code "Grantee/@type"} is an attribute, and {@code ""} the root.
   * Names are without prefix; in them {@code ~1}, {@code ~2}, {@code ~3} and {@code ~0} stand for
   * {@code / [ @ ~}.
   *
   * <p>The document is read at the first use, as a whole or not at all: the count of {@code ""} is 1 if it was
   * read to its end. Otherwise it is 0, every other count is 0, every value is "", and {@link #getFault}
   * returns the reason.
   *
   * @param path a path
   * @return the number
   */
  public int getCount(String path) {
    return document.count(Text.given("path", Text.there("path", path)));
  }

  /**
   * Returns the text of the element or attribute that a path names, as it stands in the document: references
   * resolved, nothing trimmed. A NUL in it reads U+FFFD.
   *
   * @param path a path: see {@link #getCount}
   * @return the text; "" if there is none
   */
  public String getValue(String path) {
    return document.value(Text.given("path", Text.there("path", path)));
  }

  /**
   * Returns why the body could not be read as a whole XML document: it is cut or malformed, is not XML, is
   * missing, went to the sink of the request, or cannot be decoded.
   *
   * @return the reason; "" if it was read
   */
  public String getFault() {
    return document.fault();
  }

  /**
   * Returns the XML document in the body as JSON. The root element is the only member of the outermost
   * object. Texts are strings, empty elements "", attributes members such as {@code "@type"}. The text of an
   * element that has attributes or child elements too is its member {@code "#text"}. An element is an array
   * where it is documented as a list, where it occurs several times, and, if it is not documented, where it
   * has child elements.
   *
   * @return the JSON; "" if the document could not be read
   */
  public String toJson() {
    return document.json();
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
