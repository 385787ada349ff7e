package io.github.cos_err;

import java.io.FilterInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * A request. For one thread at a time while it is made; it may be sent any number of times, and by many
 * threads at once if it has no stream. What a setter was given last counts.
 */
public final class CosRequest {
  private final byte[] method;
  private final byte[] bucket;
  private final byte[] key;
  private final List<LongConsumer> settings = new ArrayList<>();
  private LongConsumer body;
  private boolean hasFile;
  private LongConsumer sink;
  private StreamSource source;
  private boolean replayable;
  private long length;
  private OutputStream stream;
  private ProgressListener progress;

  private CosRequest(String method, byte[] bucket, byte[] key) {
    this.method = Text.given("method", method);
    this.bucket = bucket;
    this.key = key;
  }

  /**
   * Asks the service itself, as for the list of buckets.
   *
   * @param method "GET" ...
   * @return a request
   */
  public static CosRequest service(String method) {
    return new CosRequest(method, null, null);
  }

  /**
   * Asks a bucket.
   *
   * @param method "GET" ...
   * @param bucket "examplebucket-1250000000"
   * @return a request
   */
  public static CosRequest bucket(String method, String bucket) {
    // Without a bucket the library would ask the service.
    return new CosRequest(method, Text.given("bucket", bucket == null ? "" : bucket), null);
  }

  /**
   * Asks an object.
   *
   * @param method "GET" ...
   * @param bucket "examplebucket-1250000000"
   * @param key any text, not percent-encoded; empty or null: a mistake, the bucket is never asked
   * @return a request
   */
  public static CosRequest object(String method, String bucket, String key) {
    return new CosRequest(method, Text.given("bucket", bucket), Text.given("key", key == null ? "" : key));
  }

  /**
   * Sets a query parameter.
   *
   * @param name its name, not percent-encoded
   * @param value its value; null: a sub-resource without value, as in {@code ?acl}
   * @return this
   */
  public CosRequest query(String name, String value) {
    byte[] nameText = Text.given("query name", name);
    byte[] valueText = Text.given("query " + name, value);
    settings.add(request -> Library.cos_request_set_query(request, nameText, valueText));
    return this;
  }

  /**
   * Sets a header field. Host, Authorization, Content-Length and the token are the client's own.
   *
   * @param name its name
   * @param value its value
   * @return this
   */
  public CosRequest header(String name, String value) {
    byte[] nameText = Text.given("header name", name);
    byte[] valueText = Text.given("header " + name, value);
    settings.add(request -> Library.cos_request_set_header(request, nameText, valueText));
    return this;
  }

  /**
   * Names the root element of a success: a 2xx without it is a {@link Reason#BAD_RESPONSE}.
   *
   * @param name "CopyObjectResult" ...
   * @return this
   */
  public CosRequest expectRoot(String name) {
    byte[] text = Text.given("expect_root", name);
    settings.add(request -> Library.cos_request_set_expect_root(request, text));
    return this;
  }

  /**
   * Sends a Content-MD5 of the body. Where COS demands one it is sent anyway.
   *
   * @param on whether to send it; false by default
   * @return this
   */
  public CosRequest contentMd5(boolean on) {
    settings.add(request -> Library.cos_request_set_content_md5(request, on ? 1 : 0));
    return this;
  }

  /**
   * Sends these bytes.
   *
   * @param bytes the body, which is not copied before it is sent
   * @return this
   */
  public CosRequest body(byte[] bytes) {
    Text.there("body", bytes);
    return body(request -> Library.cos_request_set_body(request, bytes, bytes.length));
  }

  /**
   * Sends a text in UTF-8.
   *
   * @param text the body
   * @return this
   */
  public CosRequest body(String text) {
    return body(Text.there("body", text).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Sends a regular file.
   *
   * @param file of the default file system
   * @return this
   */
  public CosRequest body(Path file) {
    byte[] path = Text.path(file);
    body(request -> Library.cos_request_set_body_file(request, path));
    hasFile = true;
    return this;
  }

  /**
   * Sends a part of a regular file, as for UploadPart.
   *
   * @param file of the default file system
   * @param offset of the first byte
   * @param length number of bytes
   * @return this
   */
  public CosRequest body(Path file, long offset, long length) {
    byte[] path = Text.path(file);
    body(request -> Library.cos_request_set_body_file_range(request, path, offset, length));
    hasFile = true;
    return this;
  }

  /**
   * Sends what a stream gives, on the thread that makes the call. It is read once: nothing is sent again
   * once a byte was read. It is not closed. A read that blocks holds up the end of the call.
   *
   * @param in the stream
   * @param length number of bytes to read; -1: all, in chunks
   * @return this
   */
  public CosRequest body(InputStream in, long length) {
    InputStream kept = new FilterInputStream(Text.there("body", in)) {
      @Override
      public void close() {
        // It is the caller's.
      }
    };
    body(() -> kept, length);
    replayable = false;
    return this;
  }

  /**
   * Sends what a stream gives that is opened for every try, and closed by the call.
   *
   * @param in opens the stream
   * @param length number of bytes to read; -1: all, in chunks
   * @return this
   */
  public CosRequest body(StreamSource in, long length) {
    Text.there("body", in);
    body((LongConsumer) null);
    source = in;
    replayable = true;
    this.length = length;
    return this;
  }

  private CosRequest body(LongConsumer set) {
    body = set;
    hasFile = false;
    source = null;
    return this;
  }

  /**
   * Flushes the sink's file to storage before it gets its name.
   *
   * @param on whether to flush it; false by default
   * @return this
   */
  public CosRequest sinkSync(boolean on) {
    settings.add(request -> Library.cos_request_set_sink_sync(request, on ? 1 : 0));
    return this;
  }

  /**
   * Puts the body of a success into a file, when it is whole and its checksum right; until then a file of
   * that name stays as it was.
   *
   * @param file of the default file system
   * @return this
   */
  public CosRequest sink(Path file) {
    byte[] path = Text.path(file);
    sink = request -> Library.cos_request_set_sink_file(request, path);
    stream = null;
    return this;
  }

  /**
   * Gives the body of a success to a stream, on the thread that makes the call; nothing is asked again
   * once a byte was written. It is not closed. Whether the checksum is right is known when the call ends.
   *
   * @param out the stream
   * @return this
   */
  public CosRequest sink(OutputStream out) {
    sink = null;
    stream = out;
    return this;
  }

  /**
   * Who hears how far the transfer is.
   *
   * @param listener the listener; null: nobody
   * @return this
   */
  public CosRequest progress(ProgressListener listener) {
    progress = listener;
    return this;
  }

  /** Whether a call has no total timeout by default: it moves a file or a stream. */
  boolean isStreamed() {
    return hasFile || source != null || sink != null || stream != null;
  }

  /** The streams of one call; null: none. */
  Flight flight() {
    return source == null && stream == null && progress == null ? null : new Flight(source, stream, progress);
  }

  /** The library's request, which the caller frees. User: the number of the flight. */
  long open(Callbacks callbacks, long user) {
    long request = Library.cos_request_new(method, bucket, key);
    settings.forEach(setting -> setting.accept(request));
    if (body != null) {
      body.accept(request);
    }
    if (source != null) {
      Library.cos_request_set_body_reader(
          request, callbacks.read, replayable ? callbacks.rewind : 0, length, user, 0);
    }
    if (sink != null) {
      sink.accept(request);
    }
    if (stream != null) {
      Library.cos_request_set_sink_writer(request, callbacks.write, 0, user, 0);
    }
    if (progress != null) {
      Library.cos_request_set_progress(request, callbacks.report, user, 0);
    }
    return request;
  }
}
