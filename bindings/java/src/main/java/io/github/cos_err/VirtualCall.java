package io.github.cos_err;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.CountDownLatch;

/**
 * A call of a virtual thread, which is started and awaited: in a native call a virtual thread cannot leave its
 * carrier, and as many waiting calls as there are carriers would stop all virtual threads.
 */
final class VirtualCall {
  /** Thread.isVirtual, which Java has since 21; null if there are no virtual threads. */
  private static final MethodHandle IS_VIRTUAL = isVirtual();

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
  static CallResult make(Calls calls, CosRequest request, CallOptions options) {
    boolean isInterrupted = Thread.interrupted();
    StartedCall call;
    try {
      CountDownLatch ended = new CountDownLatch(1);
      call = StartedCall.start(calls, request, options, isInterrupted, done -> ended.countDown());
      isInterrupted |= await(call, ended);
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
    CallResult result = call.result(isInterrupted);
    call.close(result);
    return result;
  }

  /** Returns whether the thread was interrupted. */
  private static boolean await(StartedCall call, CountDownLatch ended) {
    boolean isInterrupted = false;
    while (true) {
      try {
        ended.await();
        return isInterrupted;
      } catch (InterruptedException e) {
        isInterrupted = true;
        call.cancel();
      }
    }
  }
}
