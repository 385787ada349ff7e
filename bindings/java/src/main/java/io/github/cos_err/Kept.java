package io.github.cos_err;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * Errors and answers of the library that are kept for what may be asked of them later. The collector does
 * not see their memory, some KiB each, and may let them live for long: so only so many are kept.
 */
final class Kept {
  private static final int MOST = 4096;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** Keeps an object as long as its owner is reachable. Null: there are enough, it must be read now. */
  static Handle keep(Object owner, long address, LongConsumer free) {
    if (NUMBER.incrementAndGet() > MOST) {
      NUMBER.decrementAndGet();
      return null;
    }
    return new Handle(owner, address, kept -> {
      free.accept(kept);
      NUMBER.decrementAndGet();
    });
  }

  private Kept() {}
}
