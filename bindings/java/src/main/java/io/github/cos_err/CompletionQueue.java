package io.github.cos_err;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The started calls of a client, and one thread that takes their completions. Queue and thread are created
 * for the first call. The thread ends, and frees the queue, when the client is freed.
 */
final class CompletionQueue implements AutoCloseable {
  static final String THREAD_NAME = "cos_err completions";
  private static final int AT_ONCE = 64;
  private final Map<Long, StartedCall> calls = new ConcurrentHashMap<>();
  private final AtomicLong next = new AtomicLong();
  private final Ending ending;
  /** 0 until the first call, and after the end of the thread. */
  private long queue;

  CompletionQueue(Ending ending) {
    this.ending = ending;
  }

  /** Calls cos_client_start with the queue and the number of the call. Returns its error, or 0. */
  interface Start {
    long start(long queue, long number);
  }

  /** Starts a call. If there is an error, no completion comes. */
  long start(StartedCall call, Start start) {
    long number = next.incrementAndGet();
    long opened = open();
    calls.put(number, call);
    long error = -1;
    try {
      error = start.start(opened, number);
    } finally {
      if (error != 0) {
        calls.remove(number);
      }
    }
    return error;
  }

  private synchronized long open() {
    if (queue == 0) {
      long made = Library.cos_queue_new(0);
      ending.enter();
      try {
        Thread taker = Callbacks.thread(() -> take(made), THREAD_NAME);
        taker.setContextClassLoader(null);
        taker.start();
      } catch (Throwable noThread) {
        Library.cos_queue_free(made, 0);
        ending.leave();
        throw noThread;
      }
      queue = made;
    }
    return queue;
  }

  /** Ends all calls, also those whose stream or listener blocks. */
  void cancelAll() {
    calls.values().forEach(StartedCall::cancel);
  }

  /** The client is freed: no call is started any more. */
  @Override
  public synchronized void close() {
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
          completeOne(memory, (long) i * Layout.Completion.SIZE);
        }
      } while (taken > 0);
    }
    synchronized (this) {
      // Not while another thread shuts it down.
      queue = 0;
      Library.cos_queue_free(opened, 0);
    }
    ending.leave();
  }

  /** What one call throws, as when there is no memory, must not end the thread of all. */
  private void completeOne(Memory memory, long offset) {
    try {
      complete(memory, offset);
    } catch (Throwable thrown) {
      Callbacks.uncaught(thrown);
    }
  }

  private void complete(Memory completions, long offset) {
    long error = completions.getLong(offset + Layout.Completion.ERROR);
    long response = completions.getLong(offset + Layout.Completion.RESPONSE);
    if (completions.getInt(offset + Layout.Completion.KIND) == Layout.COMPLETION_CALL) {
      calls.remove(completions.getLong(offset + Layout.Completion.USER_DATA)).ended(error, response);
    } else {
      Library.cos_error_free(error);
      Library.cos_response_free(response);
    }
  }
}
