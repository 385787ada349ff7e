package io.github.cos_err;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * An object of the library that is freed when its owner closes it, or is found unreachable, and no call
 * uses it any more.
 */
final class Handle implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Shared shared;
  private final Cleaner.Cleanable owner;

  /** The free function must not refer to the owner. */
  Handle(Object owner, long address, LongConsumer free) {
    shared = new Shared(address, free);
    this.owner = CLEANER.register(owner, shared);
  }

  /**
   * Returns the object, until {@link #leave}; 0 if it is closed. by is its owner, who must stay reachable
   * until then.
   */
  long enter(Object by) {
    try {
      int users = shared.users.get();
      while (users != 0) {
        if (shared.users.compareAndSet(users, users + 1)) {
          return shared.address;
        }
        users = shared.users.get();
      }
      return 0;
    } finally {
      Reference.reachabilityFence(by);
    }
  }

  void leave() {
    shared.run();
  }

  @Override
  public void close() {
    owner.clean();
  }

  /** The owner is one user, and so is each call in progress. */
  private static final class Shared implements Runnable {
    private final AtomicInteger users = new AtomicInteger(1);
    private final long address;
    private final LongConsumer free;

    Shared(long address, LongConsumer free) {
      this.address = address;
      this.free = free;
    }

    @Override
    public void run() {
      if (users.decrementAndGet() == 0) {
        free.accept(address);
      }
    }
  }
}
