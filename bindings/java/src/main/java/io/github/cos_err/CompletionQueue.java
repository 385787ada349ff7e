package io.github.cos_err;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The started calls of a client, and one thread that takes their completions. Queue and thread are created
 * for the first call. The thread ends, and frees the queue, when the client is freed.
 */
final class CompletionQueue implements AutoCloseable {
  static final String THREAD_NAME = "cos_err completions";
  private static final int AT_ONCE = 64;
  /** The threads whose clients are closed. */
  private static final Set<Thread> ENDING = ConcurrentHashMap.newKeySet();

  private final Map<Long, StartedCall> calls = new ConcurrentHashMap<>();
  private final AtomicLong next = new AtomicLong();
  /** 0 until the first call, and after the end of the thread. */
  private long queue;
  private Thread taker;

  /** Calls cos_client_start with the queue and the number of the call. Returns its error, or 0. */
  interface Start {
    long start(long queue, long number);
  }

  /** Starts a call. If there is an error, no completion comes. */
  long start(StartedCall call, Start start) {
    long number = next.incrementAndGet();
    long opened = open();
    calls.put(number, call);
    long error = start.start(opened, number);
    if (error != 0) {
      calls.remove(number);
    }
    return error;
  }

  private synchronized long open() {
    if (queue == 0) {
      long made = Library.cos_queue_new(0);
      taker = new Thread(null, () -> take(made), THREAD_NAME, 0, false);
      taker.setDaemon(true);
      taker.setContextClassLoader(null);
      try {
        taker.start();
      } catch (Throwable noThread) {
        Library.cos_queue_free(made, 0);
        throw noThread;
      }
      queue = made;
    }
    return queue;
  }

  /** The client is closed: it is freed when its calls have ended. */
  synchronized void end() {
    if (queue != 0) {
      ENDING.add(taker);
    }
  }

  /** The client is freed: no call is started any more. */
  @Override
  public synchronized void close() {
    end();
    if (queue != 0) {
      Library.cos_queue_shutdown(queue);
    }
  }

  private void take(long opened) {
    try (Memory memory = new Memory((long) AT_ONCE * Layout.Completion.SIZE)) {
      long base = Pointer.nativeValue(memory);
      long taken;
      do {
        memory.setLong(Layout.Completion.STRUCT_SIZE, Layout.Completion.SIZE);
        taken = Library.cos_queue_take(opened, -1, base, AT_ONCE);
        for (int i = 0; i < taken; i++) {
          complete(memory.share((long) i * Layout.Completion.SIZE));
        }
      } while (taken > 0);
    }
    synchronized (this) {
      // Not while another thread shuts it down.
      queue = 0;
      Library.cos_queue_free(opened, 0);
    }
    ENDING.remove(Thread.currentThread());
  }

  private void complete(Pointer completion) {
    long error = completion.getLong(Layout.Completion.ERROR);
    long response = completion.getLong(Layout.Completion.RESPONSE);
    if (completion.getInt(Layout.Completion.KIND) == Layout.COMPLETION_CALL) {
      calls.remove(completion.getLong(Layout.Completion.USER_DATA)).ended(error, response);
    } else {
      Library.cos_error_free(error);
      Library.cos_response_free(response);
    }
  }

  /** Waits until the calls of all closed clients have ended. */
  static void awaitEnd() {
    boolean interrupted = false;
    for (Thread taker : ENDING) {
      while (taker.isAlive()) {
        try {
          taker.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
