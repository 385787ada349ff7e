package io.github.cos_err;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** The places of calls and the threads on which these run; platform threads stand for virtual ones. */
class SlotsTest {
  private final Slots slots = new Slots(1);
  private final List<String> order = Collections.synchronizedList(new ArrayList<>());

  private Thread call(String name, BooleanSupplier isCancelled) {
    Thread thread = new Thread(() -> slots.call(0, isCancelled, turn -> order.add(name)));
    thread.start();
    return thread;
  }

  private static void awaitParked(Thread thread) {
    while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aCallThatLooksAtItsTokenKeepsItsPlaceInTheQueue() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch leave = new CountDownLatch(1);
    Thread holder = new Thread(() -> slots.call(0, null, turn -> {
      held.countDown();
      try {
        return leave.await(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }));
    holder.start();
    held.await();
    Semaphore looks = new Semaphore(0);
    Thread first = call("first", () -> {
      looks.release();
      return false;
    });
    // It waits.
    looks.acquire(2);
    Thread second = call("second", null);
    Thread third = call("third", null);
    awaitParked(second);
    awaitParked(third);
    // It has looked at its token since the others came, and waits again.
    looks.drainPermits();
    looks.acquire(2);
    leave.countDown();
    for (Thread thread : List.of(holder, first, second, third)) {
      thread.join();
    }
    assertEquals("first", order.get(0), order::toString);
    assertEquals(3, order.size(), order::toString);
  }

  @Test
  void whoGivesUpLeavesThePlaceToTheNext() throws Exception {
    Places places = new Places(1);
    assertTrue(places.takeAtOnce());
    assertFalse(places.takeAtOnce());
    assertFalse(places.take(1, null));
    assertFalse(places.take(-1, null));
    assertFalse(places.take(0, () -> true));
    Thread.currentThread().interrupt();
    assertFalse(places.take(0, null));
    assertTrue(Thread.interrupted());
    places.leave();
    assertTrue(places.take(0, null));
    places.end();
    assertTrue(places.take(0, null) && places.takeAtOnce());
  }

  @Test
  void workThatNoThreadTakesLeavesItsCallerAsItWas() {
    ThreadPoolExecutor closed = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>());
    closed.shutdown();
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    ClassLoader own = new ClassLoader(before) {};
    Thread.currentThread().setContextClassLoader(own);
    try {
      Thread.currentThread().interrupt();
      assertTrue(Handover.on(closed, () -> Thread.currentThread().isInterrupted()));
      assertTrue(Thread.interrupted());
      assertEquals(own, Thread.currentThread().getContextClassLoader());
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }
}
