package io.github.cos_err;

import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The platform threads of a client, on which the calls of virtual threads run: as many calls at once as the
 * client may open connections. Further calls wait on their virtual threads.
 */
final class Slots {
  static final String THREAD_NAME = "cos_err call";

  /**
   * The number of requests that are signed at once. A provider of credentials serves one call at a time, for which
   * others wait.
   */
  private static final int SIGNING = 4;
  /** The number of calls at once that enter the library without a slot, to be ended there at once. */
  private static final int BRIEF = 4;
  private static final int IDLE_SECONDS = 10;
  private static final int ENDING = 1 << 30;

  /**
   * The rest of a call's timeout after its wait in milliseconds, 0 if it did not wait; or the message of a
   * call that is late.
   */
  record Turn(long leftMs, String late) {
    static final Turn AT_ONCE = new Turn(0, null);

    boolean isLate() {
      return late != null;
    }

    boolean isPlain() {
      return leftMs == 0 && !isLate();
    }
  }

  private final Places signing = new Places(SIGNING);
  private final Semaphore brief = new Semaphore(BRIEF, true);
  private final AtomicBoolean ending = new AtomicBoolean();
  private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
      0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), Slots::thread);

  private static Thread thread(Runnable work) {
    // Without the thread locals of the first call.
    Thread thread = new Thread(null, work, THREAD_NAME, 0, false);
    thread.setDaemon(true);
    return thread;
  }

  /** Signs a request of a virtual thread. */
  <T> T sign(long totalMs, BooleanSupplier isCancelled, Function<Turn, T> made) {
    return made(signing, "timed out while the call waited for the credentials provider", totalMs, isCancelled, made);
  }

  private <T> T made(
      Places places, String late, long totalMs, BooleanSupplier isCancelled, Function<Turn, T> made) {
    if (places.takeAtOnce()) {
      return holding(places::leave, () -> made.apply(Turn.AT_ONCE));
    }
    long begun = System.nanoTime();
    boolean has = places.take(totalMs, isCancelled);
    long left = totalMs - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    if (has) {
      Turn turn = new Turn(totalMs == 0 ? 0 : Math.max(left, 1), null);
      return holding(places::leave, () -> made.apply(turn));
    }
    boolean isLate = totalMs != 0 && left <= 0;
    brief.acquireUninterruptibly();
    return holding(brief::release, () -> made.apply(new Turn(0, isLate ? late : null)));
  }

  private <T> T holding(Runnable leave, Supplier<T> made) {
    try {
      return Handover.on(pool, made);
    } finally {
      leave.run();
    }
  }

  /** From now on the library ends all calls at once: none waits any more. */
  void end() {
    if (!ending.getAndSet(true)) {
      signing.end();
      brief.release(ENDING);
    }
  }

  /** Lets the threads end when their work is done. */
  void close() {
    pool.shutdown();
  }
}
