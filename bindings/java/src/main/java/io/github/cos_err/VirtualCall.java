package io.github.cos_err;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A call of a virtual thread, which is started and awaited: in a native call a virtual thread cannot leave its
 * carrier, and as many waiting calls as there are carriers would stop all virtual threads. The transfer of a file is
 * such a call on any thread, as its listeners run on threads of the library anyway.
 */
final class VirtualCall {
  /** Thread.isVirtual, which Java has since 21; null if there are no virtual threads. */
  private static final MethodHandle IS_VIRTUAL = isVirtual();

  private final CountDownLatch ended = new CountDownLatch(1);
  private boolean isInterrupted;

  private VirtualCall() {}

  private static MethodHandle isVirtual() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }

  /** Whether the current thread is a virtual one. */
  static boolean isNeeded() {
    try {
      return IS_VIRTUAL != null && (boolean) IS_VIRTUAL.invokeExact(Thread.currentThread());
    } catch (Throwable thrown) {
      throw new AssertionError(thrown);
    }
  }

  /** Makes a call. An interrupt ends it, and stays set. */
  static CallResult make(Calls calls, Work work, CallOptions options) {
    VirtualCall waiting = new VirtualCall();
    StartedCall call = waiting.await(isInterrupted ->
        StartedCall.start(calls, work, options, isInterrupted, ended -> waiting.ended.countDown()), StartedCall::cancel);
    CallResult result = call.result(waiting.isInterrupted);
    call.close(result);
    return result;
  }

  /** Signs a request, as {@link #make} makes a call. start receives a function that ends it; it returns one that cancels. */
  static <T> T sign(Function<BiConsumer<T, Throwable>, Runnable> start) {
    VirtualCall waiting = new VirtualCall();
    AtomicReference<T> result = new AtomicReference<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    waiting.await(isInterrupted -> {
      Runnable cancel = start.apply((made, thrown) -> {
        result.set(made);
        failure.set(thrown);
        waiting.ended.countDown();
      });
      if (isInterrupted) {
        cancel.run();
      }
      return cancel;
    }, Runnable::run);
    if (failure.get() != null) {
      throw here(failure.get());
    }
    return result.get();
  }

  /** Starts work and waits for its end. An interrupt cancels it, and stays set. */
  private <W> W await(Function<Boolean, W> start, Consumer<W> cancel) {
    isInterrupted = Thread.interrupted();
    try {
      W work = start.apply(isInterrupted);
      while (!hasEnded()) {
        cancel.accept(work);
      }
      return work;
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Returns false if the thread was interrupted. */
  private boolean hasEnded() {
    try {
      ended.await();
      return true;
    } catch (InterruptedException e) {
      isInterrupted = true;
      return false;
    }
  }

  /** An exception from another thread gets the frames of this one. */
  private static RuntimeException here(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    thrown.setStackTrace(new Throwable().getStackTrace());
    return (RuntimeException) thrown;
  }
}
