package io.github.cos_err;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Limits how many calls are made at once. Waiting calls receive a place in the order in which they arrived.
 * A semaphore cannot keep that order: a call that checks its token meanwhile would lose its position.
 */
final class Places {
  /** How often a token is checked. */
  private static final long TOKEN_NS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final class Waiter {
    private final Condition changed;
    private boolean hasPlace;

    Waiter(Condition changed) {
      this.changed = changed;
    }

    void receive() {
      hasPlace = true;
      changed.signal();
    }
  }

  // Not a monitor, which would pin a virtual thread until Java 24.
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Waiter> waiting = new LinkedHashSet<>();
  private int free;
  private boolean isUnlimited;

  Places(int number) {
    free = number;
  }

  /** Takes a place if one is free and no call waits. */
  boolean takeAtOnce() {
    lock.lock();
    try {
      return hasTaken();
    } finally {
      lock.unlock();
    }
  }

  private boolean hasTaken() {
    if (isUnlimited) {
      return true;
    }
    if (free == 0 || !waiting.isEmpty()) {
      return false;
    }
    free--;
    return true;
  }

  /**
   * Waits for a place.
   *
   * @param totalMs the limit of the wait in milliseconds; 0 means no limit
   * @param isCancelled whether a token ends the wait; null if there is none
   * @return whether there is a place; otherwise the thread is interrupted, the token is triggered, or the
   *     limit is reached
   */
  boolean take(long totalMs, BooleanSupplier isCancelled) {
    long end = System.nanoTime() + (totalMs == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(totalMs));
    lock.lock();
    try {
      if (hasTaken()) {
        return true;
      }
      Waiter waiter = new Waiter(lock.newCondition());
      waiting.add(waiter);
      try {
        await(waiter, end, isCancelled);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        waiting.remove(waiter);
      }
      return waiter.hasPlace;
    } finally {
      lock.unlock();
    }
  }

  private static void await(Waiter waiter, long end, BooleanSupplier isCancelled) throws InterruptedException {
    while (!waiter.hasPlace && (isCancelled == null || !isCancelled.getAsBoolean())) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return;
      }
      waiter.changed.awaitNanos(isCancelled == null ? left : Math.min(left, TOKEN_NS));
    }
  }

  /** Returns a place, which goes to the call that has waited longest. */
  void leave() {
    lock.lock();
    try {
      Iterator<Waiter> first = waiting.iterator();
      if (first.hasNext()) {
        Waiter waiter = first.next();
        first.remove();
        waiter.receive();
      } else {
        free++;
      }
    } finally {
      lock.unlock();
    }
  }

  /** From now on there is a place for every call. */
  void end() {
    lock.lock();
    try {
      isUnlimited = true;
      waiting.forEach(Waiter::receive);
      waiting.clear();
    } finally {
      lock.unlock();
    }
  }
}
