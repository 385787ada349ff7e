package io.github.cos_err;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Work of a virtual thread that a platform thread does: in a native call a virtual thread cannot leave its
 * carrier, and as many waiting calls as there are carriers would stop all virtual threads. An interrupt of
 * the virtual thread becomes one of the platform thread while that does the work.
 */
final class Handover<T> implements Runnable {

  // Not a monitor, which would pin the virtual thread until Java 24.
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final Supplier<T> work;
  private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
  private boolean interrupted = Thread.interrupted();
  private Thread worker;
  private boolean done;
  private T result;
  private Throwable thrown;

  private Handover(Supplier<T> work) {
    this.work = work;
  }



  /** Does the work on one of the pool's threads, and waits for its end. */
  static <T> T on(ThreadPoolExecutor pool, Supplier<T> work) {
    Handover<T> handover = new Handover<>(work);
    try {
      pool.execute(handover);
    } catch (RejectedExecutionException closed) {
      handover.giveBackInterrupt();
      // The client is closed: its calls end at once.
      return work.get();
    } catch (Error noThread) {
      handover.giveBackInterrupt();
      throw noThread;
    }
    return handover.await();
  }

  @Override
  public void run() {
    begin();
    try {
      result = work.get();
    } catch (Throwable failed) {
      thrown = failed;
    } finally {
      end();
    }
  }

  private void begin() {
    lock.lock();
    try {
      worker = Thread.currentThread();
      worker.setContextClassLoader(loader);
      if (interrupted) {
        worker.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      worker.setContextClassLoader(null);
      worker = null;
      // An interrupted flag that callbacks set is the caller's; the next work must not find it.
      interrupted |= Thread.interrupted();
      done = true;
      ended.signal();
    } finally {
      lock.unlock();
    }
  }

  private T await() {
    lock.lock();
    try {
      while (!done) {
        awaitSignal();
      }
    } finally {
      lock.unlock();
      giveBackInterrupt();
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException failed) {
      throw failed;
    }
    return result;
  }

  private void giveBackInterrupt() {
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitSignal() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      interrupted = true;
      if (worker != null) {
        worker.interrupt();
      }
    }
  }
}
