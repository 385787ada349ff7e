package io.github.cos_err;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;

/** Memory for the library to write into, used by one call at a time and kept for the next. */
final class CallBuffer {
  // The places in memory: a pointer that is returned, a struct, strings.
  private static final int OUT = 0;
  private static final int STRUCT = 16;
  private static final int STRINGS = 512;
  private static final int SIZE = 8192;

  private static final int MOST_IDLE = 64;
  private static final ArrayDeque<CallBuffer> IDLE = new ArrayDeque<>();

  private final Memory memory = new Memory(SIZE);
  private final ByteBuffer view = memory.getByteBuffer(0, SIZE).order(ByteOrder.nativeOrder());
  private final long base = Pointer.nativeValue(memory);

  private CallBuffer() {}

  static CallBuffer take() {
    CallBuffer idle;
    synchronized (IDLE) {
      idle = IDLE.poll();
    }
    return idle == null ? new CallBuffer() : idle;
  }

  void give() {
    synchronized (IDLE) {
      if (IDLE.size() < MOST_IDLE) {
        // The last one is still in the processor's cache.
        IDLE.push(this);
      }
    }
  }

  /** Where the library returns a pointer, which is NULL until then. */
  long out() {
    view.putLong(OUT, 0);
    return base + OUT;
  }

  long handedOut() {
    return view.getLong(OUT);
  }

  /** All fields of an error; until the next struct is read. */
  Fields errorFields(long error) {
    Fields fields = new Fields(view, STRUCT, Layout.Fields.SIZE);
    Library.cos_error_fields(error, base + STRUCT);
    return fields;
  }

  /** All fields of a response, until the next struct is read. */
  Fields responseFields(long response) {
    Fields fields = new Fields(view, STRUCT, Layout.ResponseFields.SIZE);
    Library.cos_response_fields(response, base + STRUCT);
    return fields;
  }

  /** All strings of an error. */
  Strings errorStrings(long error) {
    int room = SIZE - STRINGS;
    long length = Library.cos_error_strings(error, base + STRINGS, room);
    byte[] block = new byte[(int) length];
    if (length <= room) {
      view.get(STRINGS, block);
      return new Strings(block);
    }
    try (Memory more = new Memory(length)) {
      Library.cos_error_strings(error, Pointer.nativeValue(more), length);
      more.read(0, block, 0, block.length);
    }
    return new Strings(block);
  }
}
