package io.github.cos_err;

import java.io.FilterInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/**
 * A request. Only one thread may build it at a time. It may be sent any number of times, and by many calls
 * at once unless its body is an InputStream or its sink an OutputStream. A setter replaces earlier values.
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
  /** Whether a call reads the body's stream, or writes to the sink's; null if each call opens a stream of its own. */
  private AtomicBoolean read;
  private AtomicBoolean written;
  private long length;
  private OutputStream stream;
  private ProgressListener progress;
  private HeadListener head;

  private CosRequest(String method, byte[] bucket, byte[] key) {
    this.method = Text.given("method", method);
    this.bucket = bucket;
    this.key = key;
  }

  /**
   * Creates a request for the service itself, as for the list of buckets.
   *
   * @param method "GET" ...
   * @return a request
   */
  public static CosRequest service(String method) {
    return new CosRequest(method, null, null);
  }

  /**
   * Creates a request for a bucket.
   *
   * @param method "GET" ...
   * @param bucket "examplebucket-1250000000"
   * @return a request
   */
  public static CosRequest bucket(String method, String bucket) {
    // Without a bucket the library would send the request to the service host.
    return new CosRequest(method, Text.given("bucket", bucket == null ? "" : bucket), null);
  }

  /**
   * Creates a request for an object.
   *
   * @param method "GET" ...
   * @param bucket "examplebucket-1250000000"
   * @param key any text, not percent-encoded; empty or null is reported as an error, so that it never
   *     becomes a request for the bucket
   * @return a request
   */
  public static CosRequest object(String method, String bucket, String key) {
    return new CosRequest(method, Text.given("bucket", bucket), Text.given("key", key == null ? "" : key));
  }

  /**
   * Sets a query parameter.
   *
   * @param name its name, not percent-encoded
   * @param value its value; null for a sub-resource without a value, as in {@code ?acl}
   * @return this
   */
  public CosRequest query(String name, String value) {
    byte[] nameText = Text.given("query name", name);
    byte[] valueText = Text.given("query " + name, value);
    settings.add(request -> Library.cos_request_set_query(request, nameText, valueText));
    return this;
  }

  /**
   * Sets a header. The client sets Host, Authorization, Content-Length and the token itself; {@link
   * CosClient#sign(CosRequest, Duration)} and {@link CosClient#presign(CosRequest, Duration)} sign them, except
   * Authorization.
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
   * Sets the root element that a success must have: a 2xx without it is a {@link Reason#BAD_RESPONSE}. Without this, it
   * is the one that COS documents for requests with a sub-resource, for copies and for listings.
   *
   * @param name "CopyObjectResult" ..., or "*" for any
   * @return this
   */
  public CosRequest expectRoot(String name) {
    byte[] text = Text.given("expect_root", name);
    settings.add(request -> Library.cos_request_set_expect_root(request, text));
    return this;
  }

  /**
   * Sends a Content-MD5 of the body. Where COS demands it, it is always sent.
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
   * @param file a file of the default file system
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
   * @param file a file of the default file system
   * @param offset offset of the first byte
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
   * Sends the bytes of a stream, which is read on the thread that makes the call, or for futures and virtual
   * threads on a thread of the library. The stream is read once: the request is
   * not retried once a byte was read. It is not closed. A read that blocks delays the end of the call. The request
   * can be in one call at a time: another is a {@link Reason#INVALID_ARGUMENT}.
   *
   * @param in the stream
   * @param length number of bytes to read; -1: all, in chunks
   * @return this
   */
  public CosRequest body(InputStream in, long length) {
    InputStream kept = new FilterInputStream(Text.there("body", in)) {
      @Override
      public void close() {
        // The stream belongs to the caller.
      }
    };
    body(() -> kept, length);
    read = new AtomicBoolean();
    return this;
  }

  /**
   * Sends the bytes of a stream that is opened for every attempt, and closed by the call.
   *
   * @param in opens the stream
   * @param length number of bytes to read; -1: all, in chunks
   * @return this
   */
  public CosRequest body(StreamSource in, long length) {
    Text.there("body", in);
    body((LongConsumer) null);
    source = in;
    this.length = length;
    return this;
  }

  private CosRequest body(LongConsumer set) {
    body = set;
    hasFile = false;
    source = null;
    read = null;
    return this;
  }

  /**
   * Flushes the sink's file to storage before it is renamed.
   *
   * @param on whether to flush it; false by default
   * @return this
   */
  public CosRequest sinkSync(boolean on) {
    settings.add(request -> Library.cos_request_set_sink_sync(request, on ? 1 : 0));
    return this;
  }

  /**
   * Writes the body of a success to a file, when it is complete and its checksum is right. Until then a
   * file of that name stays as it was.
   *
   * @param file a file of the default file system
   * @return this
   */
  public CosRequest sink(Path file) {
    byte[] path = Text.path(file);
    sink = request -> Library.cos_request_set_sink_file(request, path);
    stream = null;
    written = null;
    return this;
  }

  /**
   * Writes the body of a success to a stream, on the thread that makes the call, or for futures and virtual
   * threads on a thread of the library. The request is not retried
   * once a byte was written. The stream is not closed. The checksum is verified only at the end of the
   * call. The request can be in one call at a time: another is a {@link Reason#INVALID_ARGUMENT}.
   *
   * @param out the stream
   * @return this
   */
  public CosRequest sink(OutputStream out) {
    sink = null;
    stream = out;
    written = out == null ? null : new AtomicBoolean();
    return this;
  }

  /**
   * Sets a listener for the progress of the transfer.
   *
   * @param listener the listener, or null
   * @return this
   */
  public CosRequest progress(ProgressListener listener) {
    progress = listener;
    return this;
  }

  /**
   * Sets a listener that receives the head of a success before its body.
   *
   * @param listener the listener, or null
   * @return this
   */
  public CosRequest head(HeadListener listener) {
    head = listener;
    return this;
  }

  /** Whether a call has no total timeout by default, because it transfers a file or a stream. */
  boolean isStreamed() {
    return hasFile || source != null || sink != null || stream != null;
  }

  /** The streams and listeners of one call, or null. */
  CallStreams streams() {
    boolean isPlain = source == null && stream == null && progress == null && head == null;
    return isPlain ? null : new CallStreams(source, stream, progress, head, read, written);
  }

  /** Creates the library's request, which the caller frees. user is the number of the streams. */
  long open(Callbacks callbacks, long user) {
    long request = Library.cos_request_new(method, bucket, key);
    settings.forEach(setting -> setting.accept(request));
    if (body != null) {
      body.accept(request);
    }
    if (source != null) {
      Library.cos_request_set_body_reader(
          request, callbacks.read, read == null ? callbacks.rewind : 0, length, user, 0);
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
    if (head != null) {
      Library.cos_request_set_head(request, callbacks.head, user, 0);
    }
    return request;
  }
}
