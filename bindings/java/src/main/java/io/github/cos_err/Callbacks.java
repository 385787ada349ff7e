package io.github.cos_err;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.CallbackThreadInitializer;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The functions that the library calls: one of each kind for all clients, because each of them costs
 * executable memory. A number identifies their client. An exception of Java must not pass through
 * the library: it is stored, and thrown at the end of the call.
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

  interface Moved extends Callback {
    void invoke(long user, long moved, long size);
  }

  interface Head extends Callback {
    int invoke(long user, long response);
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

  private interface Use<T> {
    long run(T user) throws Exception;
  }

  /**
   * The exception of a provider. It need not end the call: credentials that it returned before may still be
   * valid.
   */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(Exception why) {
      super(null, why, false, false);
    }
  }

  static final String THREAD_NAME = "cos_err call";

  private static final Map<Thread, Throwable> THROWN = new ConcurrentHashMap<>();
  /** The library's threads that are inside a callback. What is called there is called on behalf of the program. */
  private static final Set<Thread> INSIDE = ConcurrentHashMap.newKeySet();

  /**
   * JNA holds the class of a callback while the callback exists. Therefore only clients hold these: if a
   * class held them, they would hold that class, and its loader, permanently.
   */
  private static WeakReference<Callbacks> shared = new WeakReference<>(null);

  private final Map<Long, Object> served = new ConcurrentHashMap<>();
  private final AtomicLong next = new AtomicLong();

  private final List<Callback> kept = new ArrayList<>();
  /** The library's threads, which remain attached to the JVM until they end. */
  private final ThreadGroup group = new ThreadGroup(topmost(), THREAD_NAME);
  private final CallbackThreadInitializer attach = new CallbackThreadInitializer(true, false, THREAD_NAME, group);

  // Their addresses. Each refers to this object: otherwise its class would hold it.
  final long interrupted = address((Check) user -> isToEnd() ? 1 : 0);
  final long read = address((Read) (user, buffer, size) -> guarded(streams(user), streams -> streams.read(buffer, size)));
  final long rewind = address((Check) user -> (int) guarded(streams(user), CallStreams::rewind));
  final long write =
      address((Write) (user, bytes, size) -> (int) guarded(streams(user), streams -> streams.write(bytes, size)));
  final long report = address((Report) (user, sent, toSend, received, toReceive) ->
      reported(streams(user), told -> told.report(new Progress(sent, toSend, received, toReceive))));
  final long moved = address((Moved) (user, moved, size) ->
      reported(streams(user), told -> told.report(new FileProgress(moved, size))));
  final long head = address((Head) (user, response) -> (int) guarded(streams(user), streams -> streams.receive(response)));
  final long provide =
      address((Provide) (user, credentials) -> (int) guarded(listeners(user), told -> told.provide(credentials)));
  final long log =
      address((Log) (user, level, line) -> guarded(listeners(user), told -> told.log(level, line)));

  private static ThreadGroup topmost() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }

  /**
   * Returns a daemon thread that inherits nothing of the thread that makes the first call: no thread locals, and no
   * group, which may be destroyed, or the one of the library's threads.
   */
  static Thread thread(Runnable work, String name) {
    Thread thread = new Thread(topmost(), work, name, 0, false);
    thread.setDaemon(true);
    return thread;
  }

  /** The clients that exist. */
  static synchronized Callbacks shared() {
    Callbacks callbacks = shared.get();
    if (callbacks == null) {
      callbacks = new Callbacks();
      shared = new WeakReference<>(callbacks);
    }
    return callbacks;
  }

  long serve(Object one) {
    long user = next.incrementAndGet();
    served.put(user, one);
    return user;
  }

  void forget(long user) {
    served.remove(user);
  }

  /** Returns the exceptions of callbacks on this thread since the last call. */
  static Throwable thrown() {
    return THROWN.isEmpty() ? null : THROWN.remove(Thread.currentThread());
  }

  static void putBack(Throwable thrown) {
    if (thrown != null) {
      THROWN.put(Thread.currentThread(), thrown);
    }
  }

  private boolean isToEnd() {
    Throwable thrown = THROWN.get(Thread.currentThread());
    return Thread.currentThread().isInterrupted() || thrown != null && !(thrown instanceof Refused);
  }

  private CallStreams streams(long user) {
    return (CallStreams) served.get(user);
  }

  private Listeners listeners(long user) {
    return (Listeners) served.get(user);
  }

  private long guarded(CallStreams streams, Use<CallStreams> use) {
    Body body = () -> use.run(streams);
    return streams.call() == null ? guarded(body) : streams.call().run(body);
  }

  private void reported(CallStreams streams, Use<CallStreams> report) {
    if (guarded(streams, report) < 0 && streams.call() != null) {
      // The library asks for no result.
      streams.call().cancel();
    }
  }

  private long guarded(Listeners listeners, Use<Listeners> use) {
    if (!isOwn(Thread.currentThread())) {
      return guarded(() -> use.run(listeners));
    }
    return inside(listeners.loader(), () -> {
      try {
        return use.run(listeners);
      } catch (Throwable thrown) {
        // To which call this belongs is unknown, except that its error contains the text of a provider's exception.
        if (!(thrown instanceof Refused)) {
          uncaught(thrown);
        }
        say(thrown instanceof Refused ? thrown.getCause() : thrown);
        return -1L;
      }
    });
  }

  /**
   * Whether it is a thread of the library that runs no callback. Threads that a callback creates are in the same
   * group, under other names.
   */
  private boolean isOwn(Thread thread) {
    return thread.getThreadGroup() == group && THREAD_NAME.equals(thread.getName()) && !INSIDE.contains(thread);
  }

  /** Runs a callback on a thread of the library, which has the loader meanwhile, and is not interrupted afterwards. */
  static long inside(ClassLoader loader, LongSupplier callback) {
    Thread thread = Thread.currentThread();
    INSIDE.add(thread);
    thread.setContextClassLoader(loader);
    try {
      return callback.getAsLong();
    } finally {
      // The interrupt was for this call.
      Thread.interrupted();
      thread.setContextClassLoader(null);
      INSIDE.remove(thread);
    }
  }

  private static long guarded(Body body) {
    try {
      return body.run();
    } catch (Throwable thrown) {
      Throwable why = thrown instanceof Refused ? thrown.getCause() : thrown;
      store(thrown, why);
      say(why);
      return -1;
    }
  }

  private static void store(Throwable thrown, Throwable why) {
    if (why instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    // The first exception that ends the call is the reason of its end.
    THROWN.merge(Thread.currentThread(), thrown, (first, next) -> first instanceof Refused ? next : first);
  }

  /** Passes an exception that ends no call to the thread's handler; null is ignored. */
  static void uncaught(Throwable why) {
    if (why == null) {
      return;
    }
    try {
      Thread thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, why);
    } catch (Throwable ignored) {
      // As the JVM does.
    }
  }

  /** Makes the exception part of the error's message. */
  static void say(Throwable why) {
    try {
      Library.cos_callback_set_error(Text.shown(said(why)));
    } catch (Throwable unsaid) {
      // The text is not available; the exception itself is stored all the same.
    }
  }

  static String said(Throwable why) {
    return why.getMessage() == null ? why.toString() : why.getMessage();
  }

  private long address(Callback callback) {
    kept.add(callback);
    Native.setCallbackThreadInitializer(callback, attach);
    long address = Pointer.nativeValue(CallbackReference.getFunctionPointer(callback));
    Library.unpin(callback.getClass());
    return address;
  }

  private Callbacks() {}
}
