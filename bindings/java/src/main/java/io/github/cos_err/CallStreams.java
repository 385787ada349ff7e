package io.github.cos_err;

import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** The streams and listeners of one call. */
final class CallStreams implements AutoCloseable {
  private static final int MOST_AT_ONCE = 1 << 16;

  private final StreamSource source;
  private final OutputStream sink;
  private final ProgressListener progress;
  private final HeadListener head;
  private final FileProgressListener fileProgress;
  private final AtomicBoolean read;
  private final AtomicBoolean written;
  /** Null until the first byte: calls that wait for their turn hold none. */
  private byte[] buffer;
  private InputStream open;
  /** Null if the call runs on its caller's thread. */
  private StartedCall call;

  /** Each may be null. read and written are set while a call uses a stream that its request cannot open anew. */
  CallStreams(
      StreamSource source,
      OutputStream sink,
      ProgressListener progress,
      HeadListener head,
      AtomicBoolean read,
      AtomicBoolean written) {
    this(source, sink, progress, head, null, read, written);
  }

  private CallStreams(
      StreamSource source,
      OutputStream sink,
      ProgressListener progress,
      HeadListener head,
      FileProgressListener fileProgress,
      AtomicBoolean read,
      AtomicBoolean written) {
    this.source = source;
    this.sink = sink;
    this.progress = progress;
    this.head = head;
    this.fileProgress = fileProgress;
    this.read = read;
    this.written = written;
  }

  /** The listener of a file's transfer. */
  static CallStreams of(FileProgressListener progress) {
    return new CallStreams(null, null, null, null, progress, null, null);
  }

  /** Takes the streams for a call, until {@link #release}. They may still belong to a call that was cancelled. */
  void claim() {
    claim(read, "body");
    try {
      claim(written, "sink");
    } catch (Throwable taken) {
      release(read);
      throw taken;
    }
  }

  private static void claim(AtomicBoolean use, String what) {
    if (use != null && !use.compareAndSet(false, true)) {
      throw Text.invalid(what, "another call uses its stream; wait until that has ended, or set another stream");
    }
  }

  void release() {
    release(read);
    release(written);
  }

  private static void release(AtomicBoolean use) {
    if (use != null) {
      use.set(false);
    }
  }

  private byte[] buffer() {
    if (buffer == null) {
      buffer = new byte[MOST_AT_ONCE];
    }
    return buffer;
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
    int count = open.read(buffer(), 0, (int) Math.min(size, MOST_AT_ONCE));
    if (count > 0) {
      new Pointer(at).write(0, buffer, 0, count);
    }
    return Math.max(count, 0);
  }

  /** The next read opens the stream anew. */
  long rewind() throws IOException {
    close();
    return 0;
  }

  long write(long at, long size) throws IOException {
    Pointer bytes = new Pointer(at);
    for (long done = 0; done < size; ) {
      int piece = (int) Math.min(size - done, MOST_AT_ONCE);
      bytes.read(done, buffer(), 0, piece);
      sink.write(buffer, 0, piece);
      done += piece;
    }
    return 0;
  }

  long report(Progress told) {
    progress.report(told);
    return 0;
  }

  long report(FileProgress told) {
    fileProgress.report(told);
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

  /** Whether there is a stream to close after the call. */
  boolean isOpen() {
    return open != null;
  }

  /** Closes the stream after the call. */
  void close(CallResult result) {
    try {
      close();
    } catch (Throwable thrown) {
      // It must not hide the result of the call.
      if (result != null) {
        result.unclosed(thrown);
      }
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
