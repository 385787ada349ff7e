package io.github.cos_err;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;

/** The streams and listeners of one call. */
final class CallStreams implements AutoCloseable {
  private static final int MOST_AT_ONCE = 1 << 16;

  private final StreamSource source;
  private final OutputStream sink;
  private final ProgressListener progress;
  private final HeadListener head;
  private final byte[] buffer;
  private InputStream open;
  /** Null if the call runs on its caller's thread. */
  private StartedCall call;

  /** Each may be null. */
  CallStreams(StreamSource source, OutputStream sink, ProgressListener progress, HeadListener head) {
    this.source = source;
    this.sink = sink;
    this.progress = progress;
    this.head = head;
    buffer = source == null && sink == null ? null : new byte[MOST_AT_ONCE];
  }

  /** The streams belong to a started call. */
  void belongTo(StartedCall started) {
    call = started;
  }

  /** Null if the call runs on its caller's thread. */
  StartedCall call() {
    return call;
  }

  long read(long at, long size) throws IOException {
    if (open == null) {
      open = Objects.requireNonNull(source.open(), "the StreamSource opened null");
    }
    int read = open.read(buffer, 0, (int) Math.min(size, buffer.length));
    if (read > 0) {
      new Pointer(at).write(0, buffer, 0, read);
    }
    return Math.max(read, 0);
  }

  /** The next read opens the stream anew. */
  long rewind() throws IOException {
    close();
    return 0;
  }

  long write(long at, long size) throws IOException {
    Pointer bytes = new Pointer(at);
    for (long done = 0; done < size; ) {
      int piece = (int) Math.min(size - done, buffer.length);
      bytes.read(done, buffer, 0, piece);
      sink.write(buffer, 0, piece);
      done += piece;
    }
    return 0;
  }

  long report(Progress told) {
    progress.report(told);
    return 0;
  }

  long receive(long response) throws Exception {
    CallBuffer buffer = CallBuffer.take();
    CosResponse received;
    try {
      received = CosResponse.head(buffer, response);
    } finally {
      buffer.give();
    }
    head.receive(received);
    return 0;
  }

  /** Closes the stream after the call. */
  void close(CallResult result) {
    try {
      close();
    } catch (Throwable thrown) {
      // It must not hide the result of the call.
      result.unclosed(thrown);
    }
  }

  @Override
  public void close() throws IOException {
    InputStream closing = open;
    open = null;
    if (closing != null) {
      closing.close();
    }
  }
}
