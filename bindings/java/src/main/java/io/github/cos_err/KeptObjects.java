package io.github.cos_err;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * Errors and responses of the library that are kept so that they can be read later. The collector does not
 * see their memory, and may keep them for long: therefore the number of bytes is limited, by the size of the
 * heap.
 */
final class KeptObjects {
  private static final long MOST_BYTES = most(Runtime.getRuntime().maxMemory());
  /** The bytes of an object in addition to its strings. */
  private static final long AN_OBJECT = 1024;
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
    long size = AN_OBJECT + 2 * strings;
    return hasRoom(size) ? kept(owner, error, size, Library::cos_error_free) : null;
  }

  /**
   * Keeps a response with a body of this length as long as its owner is reachable. Returns null if the limit
   * is reached and the body is no document: then there is nothing to read.
   */
  static Handle keepResponse(Object owner, long response, long body) {
    // The body, and the document that is read from it.
    long size = AN_OBJECT + 2 * body;
    if (!hasRoom(size)) {
      if (Library.cos_response_count(response, new byte[1]) == 0) {
        return null;
      }
      BYTES.addAndGet(size);
    }
    return kept(owner, response, size, Library::cos_response_free);
  }

  private static boolean hasRoom(long size) {
    if (BYTES.addAndGet(size) > MOST_BYTES) {
      BYTES.addAndGet(-size);
      return false;
    }
    return true;
  }

  private static Handle kept(Object owner, long address, long size, LongConsumer free) {
    Handle handle = new Handle(owner, address, kept -> {
      ALL.remove(kept);
      free.accept(kept);
      BYTES.addAndGet(-size);
    });
    ALL.put(address, handle);
    return handle;
  }

  /** Frees all objects when the library is unloaded: afterwards nothing could free them. */
  static void freeAll() {
    ALL.values().forEach(Handle::close);
  }

  private KeptObjects() {}
}
