package io.github.cos_err;

import java.util.function.Consumer;

/**
 * A call that the library makes on its own threads. Its streams and listeners run there too, one at a time; to
 * end the call interrupts the one that runs. Its completion is taken by the thread of its queue.
 */
final class StartedCall {
  /** Null after the end, as whoever can cancel the call may hold this object for long. */
  private Calls calls;
  /** Null if there are none. */
  private CallStreams streams;
  private final long user;
  private final Consumer<StartedCall> end;
  private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
  /** The thread that runs a stream or listener now. */
  private Thread running;
  private Throwable thrown;
  /** Whether that was thrown after the call was cancelled, because of the interrupt or not. */
  private boolean isCancelledFirst;
  /** The library's handle, while the call runs. */
  private long started;
  private boolean isCancelled;
  private boolean isEnded;
  private long error;
  private long response;

  /** end is called by the thread that takes completions; it must not run code of the program. */
  private StartedCall(Calls calls, Work work, Consumer<StartedCall> end) {
    this.calls = calls;
    this.end = end;
    streams = work.streams();
    if (streams != null) {
      streams.claim();
      streams.belongTo(this);
    }
    user = streams == null ? 0 : calls.callbacks.serve(streams);
  }

  /**
   * Starts a call. What it does and its settings may be changed as soon as this returns.
   *
   * @param isToEnd whether the call ends at once
   * @param end receives the call when it has ended, on the thread that takes completions
   */
  static StartedCall start(
      Calls calls, Work work, CallOptions options, boolean isToEnd, Consumer<StartedCall> end) {
    long client = calls.enter();
    StartedCall call = null;
    boolean isStarted = false;
    try {
      call = new StartedCall(calls, work, end);
      call.start(client, work, options, isToEnd);
      isStarted = true;
    } finally {
      if (!isStarted) {
        if (call != null) {
          call.forget();
        }
        calls.leave();
      }
    }
    return call;
  }

  private void start(long client, Work work, CallOptions options, boolean isToEnd) {
    CallBuffer buffer = CallBuffer.take();
    long opened = 0;
    long own = 0;
    try {
      opened = work.open(calls.callbacks, user);
      own = options != null ? options.open() : isToEnd ? Library.cos_call_new() : 0;
      if (isToEnd) {
        CallOptions.end(own);
      }
      start(client, work, opened, own, buffer);
    } finally {
      buffer.give();
      work.free(opened);
      if (own != 0) {
        Library.cos_call_free(own);
      }
    }
  }

  private void start(long client, Work work, long opened, long settings, CallBuffer buffer) {
    long out = buffer.out();
    long failure = calls.completions.start(this,
        (queue, number) -> work.start(client, opened, settings, queue, number, out));
    if (failure != 0) {
      throw CosException.take(buffer, failure, null);
    }
    hold(buffer.handedOut());
  }

  private synchronized void hold(long handle) {
    if (isEnded) {
      Library.cos_started_free(handle);
      return;
    }
    started = handle;
    if (isCancelled) {
      Library.cos_started_cancel(started);
    }
  }

  /** Ends the call within 100 ms, unless a stream or listener does not return. */
  synchronized void cancel() {
    isCancelled = true;
    if (started != 0) {
      Library.cos_started_cancel(started);
    }
    if (running != null) {
      running.interrupt();
    }
  }

  /** Runs a stream or listener. Its first exception is the reason of the call's end. */
  long run(Callbacks.Body body) {
    return Callbacks.inside(loader, () -> {
      begin(Thread.currentThread());
      try {
        return body.run();
      } catch (Throwable failed) {
        fail(failed);
        Callbacks.say(failed);
        return -1L;
      } finally {
        begin(null);
      }
    });
  }

  private synchronized void begin(Thread thread) {
    running = thread;
    if (thread != null && isCancelled) {
      thread.interrupt();
    }
  }

  private synchronized void fail(Throwable failed) {
    if (thrown == null) {
      thrown = failed;
      isCancelledFirst = isCancelled;
    }
  }

  /** The call has ended. */
  void ended(long failure, long received) {
    synchronized (this) {
      isEnded = true;
      error = failure;
      response = received;
      Library.cos_started_free(started);
      started = 0;
    }
    forget();
    end.accept(this);
  }

  private void forget() {
    if (streams != null) {
      calls.callbacks.forget(user);
      streams.release();
    }
  }

  /** Converts the result, once. */
  CallResult result(boolean isInterrupted) {
    CallBuffer buffer = CallBuffer.take();
    try {
      return calls.result(buffer, error, response, thrown, isInterrupted || isCancelledFirst);
    } finally {
      buffer.give();
      if (!hasOpen()) {
        leave();
      }
    }
  }

  /** Closes the stream of a call that has ended, last of all. Without a result its failure is ignored. */
  void close(CallResult result) {
    try {
      if (hasOpen()) {
        streams.close(result);
      }
    } finally {
      leave();
    }
  }

  private boolean hasOpen() {
    return streams != null && streams.isOpen();
  }

  /** The client may be freed. An executor that drops the work of a call with an open stream keeps the client. */
  private void leave() {
    Calls left = calls;
    streams = null;
    calls = null;
    if (left != null) {
      left.leave();
    }
  }
}
