package io.github.cos_err;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The end of a client's use of the library: its object, the thread that takes its completions, and results that
 * are still being read. {@link CosClient#unload} waits for those of closed clients.
 */
final class Ending {
  private static final Set<Ending> CLOSED = ConcurrentHashMap.newKeySet();

  /** The client's object is the first. */
  private final AtomicInteger users = new AtomicInteger(1);
  private final CountDownLatch end = new CountDownLatch(1);

  /** Only while there is another user. */
  void enter() {
    users.incrementAndGet();
  }

  /** Nothing of the library may be used afterwards. */
  void leave() {
    if (users.decrementAndGet() == 0) {
      end.countDown();
      CLOSED.remove(this);
    }
  }

  /** The client is closed; its last user may have left. */
  void close() {
    CLOSED.add(this);
    if (end.getCount() == 0) {
      CLOSED.remove(this);
    }
  }

  /** Waits for the last user of all closed clients. */
  static void awaitAll() {
    boolean interrupted = false;
    for (Ending closed : CLOSED) {
      interrupted |= closed.awaitEnd();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether the thread was interrupted meanwhile. */
  private boolean awaitEnd() {
    boolean interrupted = false;
    while (true) {
      try {
        end.await();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }
}
