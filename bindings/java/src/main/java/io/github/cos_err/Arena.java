package io.github.cos_err;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A struct of C and all data that it points to, in one block of memory. The parts are collected, then laid
 * out; the struct comes first.
 */
final class Arena {
  private record Piece(int pointerAt, byte[] bytes) {}

  private final ByteBuffer struct;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<int[]> inside = new ArrayList<>();
  private int size;

  /** Creates a struct of this size, which it contains, with room after it for its arrays. */
  Arena(int structSize, int room) {
    size = structSize + room;
    struct = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    setLong(0, structSize);
  }

  void setInt(int at, int value) {
    struct.putInt(at, value);
  }

  void setLong(int at, long value) {
    struct.putLong(at, value);
  }

  /** Sets a member to point to a copy of the bytes; with null it stays NULL. */
  void set(int at, byte[] bytes) {
    if (bytes != null) {
      pieces.add(new Piece(at, bytes));
      size += bytes.length;
    }
  }

  /** Sets a member to point to this distance from the beginning of the struct. */
  void setInside(int at, int offset) {
    inside.add(new int[] {at, offset});
  }

  Memory laidOut() {
    Memory memory = new Memory(size);
    long base = Pointer.nativeValue(memory);
    memory.write(0, struct.array(), 0, struct.capacity());
    for (int[] pair : inside) {
      memory.setLong(pair[0], base + pair[1]);
    }
    long at = struct.capacity();
    for (Piece piece : pieces) {
      memory.setLong(piece.pointerAt, base + at);
      memory.write(at, piece.bytes, 0, piece.bytes.length);
      at += piece.bytes.length;
    }
    return memory;
  }
}
