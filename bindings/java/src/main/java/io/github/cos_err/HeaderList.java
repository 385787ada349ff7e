package io.github.cos_err;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/** Headers of a response of another HTTP stack, on their way to the library. */
final class HeaderList {
  /** Names and values in turn. */
  private final List<byte[]> texts = new ArrayList<>();

  /** Adds a header; one without a value is left out. */
  void add(String name, String value, Charset charset) {
    if (value != null) {
      texts.add(Text.there("header name", name).getBytes(charset));
      texts.add(value.getBytes(charset));
    }
  }

  int count() {
    return texts.size() / 2;
  }

  /** The bytes of the array, which follows the struct. */
  int room() {
    return count() * Layout.Header.SIZE;
  }

  /** Fills the array, which begins where the struct ends, and sets the member to point to it. */
  void layOut(Arena arena, int member, int structSize) {
    if (count() > 0) {
      arena.setInside(member, structSize);
    }
    for (int i = 0; i < count(); i++) {
      int at = structSize + i * Layout.Header.SIZE;
      setText(arena, at + Layout.Header.NAME, at + Layout.Header.NAME_LEN, texts.get(2 * i));
      setText(arena, at + Layout.Header.VALUE, at + Layout.Header.VALUE_LEN, texts.get(2 * i + 1));
    }
  }

  /** In a header without a name, a length of 0 means that a NUL ends the text. */
  private static void setText(Arena arena, int at, int lengthAt, byte[] text) {
    arena.set(at, text.length == 0 ? new byte[1] : text);
    arena.setLong(lengthAt, text.length);
  }
}
