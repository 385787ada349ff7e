package io.github.cos_err;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The future of a call, and what is chained to it. Cancelling the call's own future ends the call. Cancelling
 * another one does so if it may interrupt, as for futures of {@code java.net.http}.
 */
final class CosFuture<T> extends CompletableFuture<T> {
  private final Executor executor;
  private final boolean isChained;
  /** Ends the call; set before anyone else has the future. */
  private Runnable end;

  private CosFuture(Executor executor, boolean isChained, Runnable end) {
    this.executor = executor;
    this.isChained = isChained;
    this.end = end;
  }

  /** Starts a call. Every error is the future's. */
  static CompletableFuture<CosResponse> start(Calls calls, Supplier<Work> work, CallOptions options) {
    CosFuture<CosResponse> future = new CosFuture<>(calls.settings.executor(), false, () -> { });
    try {
      future.end = StartedCall.start(calls, work.get(), options, false, call -> ended(future, call))::cancel;
    } catch (Throwable failure) {
      future.completeExceptionally(failure);
    }
    return future;
  }

  /** Starts to sign a request. start receives the function that ends the future; it returns one that cancels. */
  static <T> CompletableFuture<T> sign(Calls calls, Function<BiConsumer<T, Throwable>, Runnable> start) {
    CosFuture<T> future = new CosFuture<>(calls.settings.executor(), false, () -> { });
    try {
      future.end = start.apply((made, failure) -> future.execute(() -> future.end(made, failure)));
    } catch (Throwable failure) {
      future.completeExceptionally(failure);
    }
    return future;
  }

  /** A call has ended. This runs on the thread that takes completions. */
  private static void ended(CosFuture<CosResponse> future, StartedCall call) {
    try {
      CallResult result = call.result(false);
      future.execute(() -> end(future, call, result));
    } catch (Throwable failure) {
      // Of the JVM, as when there is no memory.
      future.execute(() -> {
        call.close(null);
        future.completeExceptionally(failure);
      });
    }
  }

  /** Closes the stream of a call, and completes its future. */
  private static void end(CosFuture<CosResponse> future, StartedCall call, CallResult result) {
    try {
      call.close(result);
    } catch (Throwable failure) {
      future.completeExceptionally(failure);
      return;
    }
    CosException failure = result.failure();
    future.end(failure == null ? result.get() : null, failure);
  }

  private void end(T made, Throwable failure) {
    if (failure == null) {
      complete(made);
    } else {
      completeExceptionally(failure);
    }
  }

  /** Runs work of the program on its executor; where that refuses it, on the default one. */
  private void execute(Runnable work) {
    try {
      executor.execute(work);
    } catch (Throwable refused) {
      try {
        super.defaultExecutor().execute(work);
      } catch (Throwable noThread) {
        work.run();
      }
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean isCancelled = super.cancel(mayInterruptIfRunning);
    // A call's own future may have been completed by a timeout, and the call still run.
    if (!isChained || isCancelled && mayInterruptIfRunning) {
      end.run();
    }
    return isCancelled;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CosFuture<>(executor, true, end);
  }

  @Override
  public Executor defaultExecutor() {
    return executor;
  }
}
