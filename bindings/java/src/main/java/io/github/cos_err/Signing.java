package io.github.cos_err;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * The creation of a signature or URL, which waits at most for a provider of credentials or for a file. It is done on the
 * caller's thread, or as a job on one of the client's. Request and settings are copied when it is created.
 */
final class Signing<T> implements Runnable {
  /** A function of the library that returns an object through its last parameter. */
  interface Local {
    long make(long client, long request, long settings, long out);
  }

  /** What is created: how, how it is read, and how it is freed. */
  record Kind<T>(LongFunction<T> read, LongConsumer free, Local make) {}

  private enum State { WAITS, RUNS, ENDED }

  /** How often a job that waits for a thread checks token and timeout. */
  private static final Executor LATER = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS, Runnable::run);
  private static final String LATE = "timed out while the call waited for the credentials provider";

  private final Calls calls;
  private final Kind<T> kind;
  private final long request;
  private final long settings;
  private final BooleanSupplier isCancelled;
  private final long totalMs;
  private final long begun = System.nanoTime();
  private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
  private final BiConsumer<T, Throwable> end;
  private State state = State.WAITS;
  private Thread thread;
  private T made;

  /** end receives the object or the error of a job; it must not run code of the program. */
  Signing(Calls calls, CosRequest request, CallOptions options, Kind<T> kind, BiConsumer<T, Throwable> end) {
    this.calls = calls;
    this.kind = kind;
    this.end = end;
    calls.enter();
    this.request = request.open(calls.callbacks, 0);
    settings = options != null ? options.open() : end == null ? 0 : Library.cos_call_new();
    isCancelled = CallOptions.cancelled(options);
    totalMs = CallOptions.totalMs(options, calls.settings.totalMs());
  }

  /** Does it on this thread. */
  T here() {
    try {
      calls.make(settings, isCancelled != null, null, this::make).get();
      return made;
    } finally {
      free();
    }
  }

  private long make(long client, long own, long out) {
    CallBuffer buffer = CallBuffer.take();
    try {
      long error = kind.make().make(client, request, own, buffer.out());
      if (buffer.handedOut() != 0) {
        made = kind.read().apply(buffer.handedOut());
      }
      kind.free().accept(buffer.handedOut());
      return error;
    } finally {
      buffer.give();
    }
  }

  private void free() {
    Library.cos_request_free(request);
    Library.cos_call_free(settings);
    calls.leave();
  }

  /** Looks after the job while it waits for a thread. */
  void watch() {
    if (state() != State.WAITS) {
      return;
    }
    if (isCancelled != null && isCancelled.getAsBoolean()) {
      giveUp(false, null);
    } else if (totalMs != 0 && leftMs() <= 0) {
      giveUp(false, LATE);
    } else if (isCancelled != null || totalMs != 0) {
      LATER.execute(this::watch);
    }
  }

  private long leftMs() {
    return totalMs - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }

  private synchronized State state() {
    return state;
  }

  /** Changes the state of a job that waits. */
  private synchronized boolean hasChanged(State next, Thread by) {
    if (state != State.WAITS) {
      return false;
    }
    state = next;
    thread = by;
    return true;
  }

  /** Ends the job within 100 ms, unless the provider that it runs does not return, which is interrupted. */
  void cancel() {
    synchronized (this) {
      if (thread != null) {
        thread.interrupt();
      }
    }
    giveUp(true, null);
  }

  /** Ends the job if it waits for a thread. late is the message if its timeout expired. */
  void giveUp(boolean isInterrupted, String late) {
    if (hasChanged(State.ENDED, null)) {
      finish(() -> {
        CallResult result = calls.refuse(settings, isInterrupted, this::make);
        return late == null ? result : result.late(late);
      });
    }
  }

  /** Frees a job that cannot be done, without a result. */
  void drop() {
    if (hasChanged(State.ENDED, null)) {
      free();
    }
  }

  @Override
  public void run() {
    Thread worker = Thread.currentThread();
    if (!hasChanged(State.RUNS, worker)) {
      return;
    }
    worker.setContextClassLoader(loader);
    try {
      finish(() -> {
        if (totalMs > 0) {
          Library.cos_call_set_timeout_ms(settings, Math.max(leftMs(), 1));
        }
        return calls.make(settings, isCancelled != null, null, this::make);
      });
    } finally {
      worker.setContextClassLoader(null);
    }
  }

  private void finish(Supplier<CallResult> work) {
    Throwable failure;
    try {
      failure = work.get().failure();
    } catch (Throwable thrown) {
      failure = thrown;
    }
    synchronized (this) {
      state = State.ENDED;
      if (thread != null) {
        thread = null;
        // It was for this job.
        Thread.interrupted();
      }
    }
    free();
    end.accept(made, failure);
  }
}
