package io.github.cos_err;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Errors of the library that are kept so that they can be read later. The collector does not see their
 * memory, and may keep them for long: therefore the number of bytes is limited, by the size of the heap.
 */
final class KeptErrors {
  private static final long MOST_BYTES = most(Runtime.getRuntime().maxMemory());
  /** The bytes of an error in addition to its strings. */
  private static final long AN_ERROR = 1024;
  /** By address. A handle does not refer to its owner. */
  private static final Map<Long, Handle> ALL = new ConcurrentHashMap<>();
  private static final AtomicLong BYTES = new AtomicLong();

  /** The limit: an eighth of the maximum size of the heap, and 32 to 512 MiB. */
  static long most(long heap) {
    return Math.max(32L << 20, Math.min(heap / 8, 512L << 20));
  }

  /**
   * Keeps an error as long as its owner is reachable. Returns null if the limit is reached, so it must be
   * read now.
   */
  static Handle keep(Object owner, long error, long strings) {
    // The strings themselves, and the one piece in which they were read.
    long size = AN_ERROR + 2 * strings;
    if (BYTES.addAndGet(size) > MOST_BYTES) {
      BYTES.addAndGet(-size);
      return null;
    }
    Handle handle = new Handle(owner, error, kept -> {
      ALL.remove(kept);
      Library.cos_error_free(kept);
      BYTES.addAndGet(-size);
    });
    ALL.put(error, handle);
    return handle;
  }

  /** Frees all errors when the library is unloaded: afterwards nothing could free them. */
  static void freeAll() {
    ALL.values().forEach(Handle::close);
  }

  private KeptErrors() {}
}
