package io.github.cos_err;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * A response, as any HTTP stack received it. Set what you know, and always the status: an exchange with
 * neither a status nor headers nor a body is an error. Null is the same as not set. Only one thread may
 * use it at a time.
 */
public final class Exchange {
  private static final int MOST_BODY = 1 << 20;
  private static final int MOST_DOCUMENT = 64 << 20;

  private final HeaderList headers = new HeaderList();
  private String method;
  private String url;
  private int status;
  private byte[] rawHeaders;
  private byte[] body;
  // The unread body of a success.
  private InputStream stream;
  private boolean isDocument;
  /** The body of a response from its beginning; null if it is not a stream. */
  private InputStream replay;
  private boolean truncated;
  private String expectRoot;
  private String bucket;
  private String key;
  private long receivedAtMs;
  private boolean expectCos;
  private boolean headersFiltered;

  /** Creates a response of which nothing is known. */
  public Exchange() {}

  /**
   * Creates the exchange that {@link CosException#fromResponse} parses, so that you can add to it. The
   * InputStream of a successful GET is read only if {@link #expectRoot} is set. {@link #bodyStream} returns
   * the body once more.
   *
   * @param response a response of Java's HTTP client
   * @return its exchange
   */
  public static Exchange of(HttpResponse<?> response) {
    Text.there("response", response);
    Exchange exchange = new Exchange()
        .method(response.request().method())
        .url(response.uri().toString())
        .status(response.statusCode())
        .receivedAt(Instant.now());
    response.headers().map().forEach((name, values) -> {
      // HTTP/2 has the status as the header ":status".
      if (!name.startsWith(":")) {
        // Java's client has a character for each byte of them.
        values.forEach(value -> exchange.headers.add(name, value, StandardCharsets.ISO_8859_1));
      }
    });
    Object body = response.body();
    if (body instanceof byte[] bytes) {
      exchange.body(bytes);
    } else if (body instanceof String text) {
      exchange.body(text.getBytes(StandardCharsets.UTF_8));
    } else if (body instanceof InputStream stream && response.statusCode() >= 300) {
      exchange.body(stream);
    } else if (body instanceof InputStream stream) {
      exchange.stream = stream;
      exchange.replay = stream;
      // Otherwise its content is an object, or a list of any length.
      exchange.isDocument = !exchange.method.equals("GET") && !exchange.method.equals("HEAD");
    }
    return exchange;
  }

  /**
   * Sets the method of the request. If it is not set, it counts as not HEAD.
   *
   * @param method "HEAD", "GET" ...
   * @return this
   */
  public Exchange method(String method) {
    this.method = method;
    return this;
  }

  /**
   * Sets the URL of the request.
   *
   * @param url the URL
   * @return this
   */
  public Exchange url(String url) {
    this.url = url;
    return this;
  }

  /**
   * Sets the HTTP status. If it is not known, the body alone decides.
   *
   * @param status the status, or 0 if it is not known
   * @return this
   */
  public Exchange status(int status) {
    this.status = status;
    return this;
  }

  /**
   * Adds a header, in the order in which they arrived.
   *
   * @param name its name
   * @param value its value
   * @return this
   */
  public Exchange header(String name, String value) {
    headers.add(name, value, StandardCharsets.UTF_8);
    return this;
  }

  /**
   * Sets all headers in one block as it was received, with or without the status line. It is used if no
   * header was added.
   *
   * @param block the bytes
   * @return this
   */
  public Exchange rawHeaders(byte[] block) {
    rawHeaders = block;
    return this;
  }

  /**
   * Sets the bytes of the body as they were received, compressed with gzip or not.
   *
   * @param body the bytes
   * @return this
   */
  public Exchange body(byte[] body) {
    this.body = body;
    return this;
  }

  private void body(InputStream stream) {
    // One byte more than is kept shows that there were more.
    byte[] read = new byte[MOST_BODY + 1];
    int length = 0;
    try {
      // Not readNBytes, which does not report how much arrived before it failed.
      int got = stream.read(read);
      while (got > 0) {
        length += got;
        got = stream.read(read, length, read.length - length);
      }
    } catch (IOException e) {
      // The rest of the response stays known.
      truncated = true;
    }
    body = Arrays.copyOf(read, length);
    replay(read, length, stream);
  }

  /** Reads the document of a success, which must be whole. */
  private void readDocument() {
    InputStream document = stream;
    boolean isExpected = expectRoot != null && !expectRoot.isEmpty();
    if (document == null || body != null || !isDocument && !isExpected) {
      return;
    }
    stream = null;
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] piece = new byte[1 << 16];
    try {
      int got = document.read(piece);
      while (got > 0) {
        read.write(piece, 0, got);
        got = read.size() > MOST_DOCUMENT ? 0 : document.read(piece);
      }
      truncated |= read.size() > MOST_DOCUMENT;
    } catch (IOException e) {
      // The rest of the response stays known.
      truncated = true;
    }
    body = read.toByteArray();
    replay(body, body.length, document);
  }

  private void replay(byte[] read, int length, InputStream rest) {
    replay = new FilterInputStream(new SequenceInputStream(new ByteArrayInputStream(read, 0, length), rest)) {
      @Override
      public void close() throws IOException {
        rest.close();
      }
    };
  }

  /**
   * Returns the body of a response of Java's HTTP client as a stream from its beginning, including the
   * bytes that were read to find an error. Read it instead of the response's own stream.
   *
   * @return the stream; null if the body is not a stream
   */
  public InputStream bodyStream() {
    return replay;
  }

  /**
   * Sets that fewer bytes arrived than were announced: a 2xx is then a ConnectionLost.
   *
   * @param truncated whether it is so
   * @return this
   */
  public Exchange bodyTruncated(boolean truncated) {
    this.truncated = truncated;
    return this;
  }

  /**
   * Sets the root element that a success must have.
   *
   * @param name "CopyObjectResult" ..., or null for any
   * @return this
   */
  public Exchange expectRoot(String name) {
    expectRoot = name;
    return this;
  }

  /**
   * Sets the bucket, for a custom domain, whose URL does not contain it.
   *
   * @param bucket the bucket
   * @return this
   */
  public Exchange bucket(String bucket) {
    this.bucket = bucket;
    return this;
  }

  /**
   * Sets the key, for a custom domain.
   *
   * @param key the key
   * @return this
   */
  public Exchange key(String key) {
    this.key = key;
    return this;
  }

  /**
   * Sets when the response arrived. Without it no clock skew is computed.
   *
   * @param at the time; null if it is not known
   * @return this
   */
  public Exchange receivedAt(Instant at) {
    receivedAtMs = at == null ? 0 : at.toEpochMilli();
    return this;
  }

  /**
   * Sets that the URL belongs to COS: a 2xx response without the marks of COS, as a captive portal sends
   * it, is then a BAD_RESPONSE.
   *
   * @param expected whether it is so
   * @return this
   */
  public Exchange expectCos(boolean expected) {
    expectCos = expected;
    return this;
  }

  /**
   * Sets that only some of the headers were received: the absence of a header then proves nothing about the
   * sender.
   *
   * @param filtered whether it is so
   * @return this
   */
  public Exchange headersFiltered(boolean filtered) {
    headersFiltered = filtered;
    return this;
  }

  /**
   * Parses the response.
   *
   * @return the error that it reports; empty if it is a success
   */
  public Optional<CosException> toException() {
    readDocument();
    try (Memory exchange = arena().laidOut()) {
      long error = Library.cos_error_from_response(Pointer.nativeValue(exchange));
      return error == 0 ? Optional.empty() : Optional.of(CosException.take(error, null));
    }
  }

  private Arena arena() {
    Arena arena = new Arena(Layout.Exchange.SIZE, headers.room());
    arena.set(Layout.Exchange.METHOD, Text.given("method", method));
    arena.set(Layout.Exchange.URL, Text.given("url", url));
    arena.setInt(Layout.Exchange.STATUS, status);
    arena.set(Layout.Exchange.RAW_HEADERS, rawHeaders);
    arena.setLong(Layout.Exchange.RAW_HEADERS_LEN, rawHeaders == null ? 0 : rawHeaders.length);
    arena.set(Layout.Exchange.BODY, body);
    arena.setLong(Layout.Exchange.BODY_LEN, body == null ? 0 : body.length);
    arena.setInt(Layout.Exchange.BODY_TRUNCATED, truncated ? 1 : 0);
    arena.set(Layout.Exchange.EXPECT_ROOT, Text.given("expect_root", expectRoot));
    arena.set(Layout.Exchange.BUCKET, Text.given("bucket", bucket));
    arena.set(Layout.Exchange.KEY, Text.given("key", key));
    arena.setLong(Layout.Exchange.RECEIVED_AT_MS, receivedAtMs);
    arena.setInt(Layout.Exchange.EXPECT_COS, expectCos ? 1 : 0);
    arena.setInt(Layout.Exchange.HEADERS_FILTERED, headersFiltered ? 1 : 0);
    arena.setLong(Layout.Exchange.HEADER_COUNT, headers.count());
    headers.layOut(arena, Layout.Exchange.HEADERS, Layout.Exchange.SIZE);
    return arena;
  }
}
