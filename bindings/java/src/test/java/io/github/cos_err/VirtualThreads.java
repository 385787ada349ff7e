package io.github.cos_err;

import java.lang.reflect.Method;

/** What Java has since 21, for tests that are compiled for 17. */
final class VirtualThreads {
  private static final Method START = start();

  private static Method start() {
    try {
      return Thread.class.getMethod("startVirtualThread", Runnable.class);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  static boolean exist() {
    return START != null && Runtime.version().feature() >= 21;
  }

  static Thread start(Runnable work) {
    try {
      return (Thread) START.invoke(null, work);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private VirtualThreads() {}
}
