package io.github.cos_err;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An answer, as any HTTP stack has it. Set what you know; null is the same as not set. For one thread at
 * a time.
 */
public final class Exchange {
  private static final int MOST_BODY = 1 << 20;

  private final List<byte[]> headers = new ArrayList<>();
  private String method;
  private String url;
  private int status;
  private byte[] rawHeaders;
  private byte[] body;
  private boolean truncated;
  private String expectRoot;
  private String bucket;
  private String key;
  private long receivedAtMs;

  /** An answer of which nothing is known. */
  public Exchange() {}

  static Exchange of(HttpResponse<?> response) {
    Text.there("response", response);
    Exchange exchange = new Exchange()
        .method(response.request().method())
        .url(response.uri().toString())
        .status(response.statusCode())
        .receivedAt(Instant.now());
    response.headers().map().forEach((name, values) -> {
      // HTTP/2 has the status as a field, ":status".
      if (!name.startsWith(":")) {
        // Java's client has a character for each byte of them.
        values.forEach(value -> exchange.header(name, value, StandardCharsets.ISO_8859_1));
      }
    });
    Object body = response.body();
    if (body instanceof byte[] bytes) {
      exchange.body(bytes);
    } else if (body instanceof String text) {
      exchange.body(text.getBytes(StandardCharsets.UTF_8));
    } else if (body instanceof InputStream stream && response.statusCode() >= 300) {
      exchange.body(stream);
    }
    return exchange;
  }

  /**
   * The method that was asked; not known counts as not HEAD.
   *
   * @param method "HEAD", "GET" ...
   * @return this
   */
  public Exchange method(String method) {
    this.method = method;
    return this;
  }

  /**
   * The URL that was asked.
   *
   * @param url the URL
   * @return this
   */
  public Exchange url(String url) {
    this.url = url;
    return this;
  }

  /**
   * HTTP status; if it is not known, the body alone decides.
   *
   * @param status the status; 0: not known
   * @return this
   */
  public Exchange status(int status) {
    this.status = status;
    return this;
  }

  /**
   * Adds a header field, in the order they arrived.
   *
   * @param name its name
   * @param value its value
   * @return this
   */
  public Exchange header(String name, String value) {
    return value == null ? this : header(Text.there("header name", name), value, StandardCharsets.UTF_8);
  }

  private Exchange header(String name, String value, Charset charset) {
    headers.add(name.getBytes(charset));
    headers.add(value.getBytes(charset));
    return this;
  }

  /**
   * Or all header fields in one block as on the wire, with or without the status line; used if no field
   * was added.
   *
   * @param block the bytes
   * @return this
   */
  public Exchange rawHeaders(byte[] block) {
    rawHeaders = block;
    return this;
  }

  /**
   * The body's bytes as received, gzip or not.
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
      // Not readNBytes, which does not tell how much came before it failed.
      int got = stream.read(read);
      while (got > 0) {
        length += got;
        got = stream.read(read, length, read.length - length);
      }
    } catch (IOException e) {
      // What else is known of the answer stays known.
      truncated = true;
    }
    body = Arrays.copyOf(read, length);
  }

  /**
   * Says that fewer bytes arrived than were announced: a 2xx is then a ConnectionLost.
   *
   * @param truncated whether it is so
   * @return this
   */
  public Exchange bodyTruncated(boolean truncated) {
    this.truncated = truncated;
    return this;
  }

  /**
   * The root element of a success.
   *
   * @param name "CopyObjectResult" ...; null: any
   * @return this
   */
  public Exchange expectRoot(String name) {
    expectRoot = name;
    return this;
  }

  /**
   * The bucket, for a custom domain, whose URL does not name it.
   *
   * @param bucket the bucket
   * @return this
   */
  public Exchange bucket(String bucket) {
    this.bucket = bucket;
    return this;
  }

  /**
   * The key, for a custom domain.
   *
   * @param key the key
   * @return this
   */
  public Exchange key(String key) {
    this.key = key;
    return this;
  }

  /**
   * When the answer arrived; if it is not known, no clock skew is computed.
   *
   * @param at the time; null: not known
   * @return this
   */
  public Exchange receivedAt(Instant at) {
    receivedAtMs = at == null ? 0 : at.toEpochMilli();
    return this;
  }

  /**
   * Reads the answer.
   *
   * @return the error that it is; empty if it is a success
   */
  public Optional<CosException> toException() {
    try (Memory exchange = arena().laidOut()) {
      long error = Library.cos_error_from_response(Pointer.nativeValue(exchange));
      return error == 0 ? Optional.empty() : Optional.of(CosException.take(error, null));
    }
  }

  private Arena arena() {
    int count = headers.size() / 2;
    Arena arena = new Arena(Layout.Exchange.SIZE, count * Layout.Header.SIZE);
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
    arena.setLong(Layout.Exchange.HEADER_COUNT, count);
    if (count > 0) {
      arena.setInside(Layout.Exchange.HEADERS, Layout.Exchange.SIZE);
    }
    for (int i = 0; i < count; i++) {
      int at = Layout.Exchange.SIZE + i * Layout.Header.SIZE;
      setText(arena, at + Layout.Header.NAME, at + Layout.Header.NAME_LEN, headers.get(2 * i));
      setText(arena, at + Layout.Header.VALUE, at + Layout.Header.VALUE_LEN, headers.get(2 * i + 1));
    }
    return arena;
  }

  /** A length of 0 would say that a NUL ends the text. */
  private static void setText(Arena arena, int at, int lengthAt, byte[] text) {
    arena.set(at, text.length == 0 ? new byte[1] : text);
    arena.setLong(lengthAt, text.length);
  }
}
