package io.github.cos_err;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Pointer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The functions that the library calls: one of each kind for all calls, since each costs memory that is
 * executable. A number tells them whom they serve. What Java throws must not pass through the library:
 * it is put aside, and thrown where the call ends.
 */
final class Callbacks {
  interface Check extends Callback {
    int invoke(long user);
  }

  interface Read extends Callback {
    long invoke(long user, long buffer, long size);
  }

  interface Write extends Callback {
    int invoke(long user, long bytes, long size);
  }

  interface Report extends Callback {
    void invoke(long user, long sent, long toSend, long received, long toReceive);
  }

  interface Provide extends Callback {
    int invoke(long user, long credentials);
  }

  interface Log extends Callback {
    void invoke(long user, int level, long line);
  }

  @FunctionalInterface
  interface Body {
    long run() throws Exception;
  }

  private static final Map<Long, Object> SERVED = new ConcurrentHashMap<>();
  private static final AtomicLong NEXT = new AtomicLong();
  private static final Map<Thread, Throwable> THROWN = new ConcurrentHashMap<>();

  // The library has their addresses, so they must live as long as this class.
  private static final Check INTERRUPTED = user -> isToEnd() ? 1 : 0;
  private static final Read READER = (user, buffer, size) -> guarded(() -> flight(user).read(buffer, size));
  private static final Check REWINDER = user -> (int) guarded(() -> flight(user).rewind());
  private static final Write WRITER =
      (user, bytes, size) -> (int) guarded(() -> flight(user).write(bytes, size));
  private static final Report REPORTER = (user, sent, toSend, received, toReceive) ->
      guarded(() -> flight(user).report(new Progress(sent, toSend, received, toReceive)));
  private static final Provide PROVIDER =
      (user, credentials) -> (int) guarded(() -> listeners(user).provide(credentials));
  private static final Log LOGGER =
      (user, level, line) -> guarded(() -> listeners(user).log(level, line));

  static final long INTERRUPT = address(INTERRUPTED);
  static final long READ = address(READER);
  static final long REWIND = address(REWINDER);
  static final long WRITE = address(WRITER);
  static final long REPORT = address(REPORTER);
  static final long PROVIDE = address(PROVIDER);
  static final long LOG = address(LOGGER);

  static long serve(Object served) {
    long user = NEXT.incrementAndGet();
    SERVED.put(user, served);
    return user;
  }

  static void forget(long user) {
    SERVED.remove(user);
  }

  /** What callbacks threw on this thread since the last time. */
  static Throwable thrown() {
    return THROWN.isEmpty() ? null : THROWN.remove(Thread.currentThread());
  }

  static void putBack(Throwable thrown) {
    if (thrown != null) {
      THROWN.put(Thread.currentThread(), thrown);
    }
  }

  private static boolean isToEnd() {
    return Thread.currentThread().isInterrupted() || THROWN.containsKey(Thread.currentThread());
  }

  private static Flight flight(long user) {
    return (Flight) SERVED.get(user);
  }

  private static Listeners listeners(long user) {
    return (Listeners) SERVED.get(user);
  }

  private static long guarded(Body body) {
    try {
      return body.run();
    } catch (Throwable thrown) {
      if (thrown instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      // The first one is why the call ends.
      THROWN.putIfAbsent(Thread.currentThread(), thrown);
      return -1;
    }
  }

  private static long address(Callback callback) {
    return Pointer.nativeValue(CallbackReference.getFunctionPointer(callback));
  }

  private Callbacks() {}
}
