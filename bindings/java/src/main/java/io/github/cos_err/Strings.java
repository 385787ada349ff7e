package io.github.cos_err;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Strings of the library that follow each other, each NUL-terminated. */
final class Strings {
  private final byte[] block;
  private int at;

  Strings(byte[] block) {
    this.block = block;
  }

  int size() {
    return block.length;
  }

  String next() {
    int begin = at;
    int end = begin;
    while (block[end] != 0) {
      end++;
    }
    at = end + 1;
    return begin == end ? "" : new String(block, begin, end - begin, StandardCharsets.UTF_8);
  }

  /** Reads this number of names and values. */
  List<Header> pairs(long count) {
    if (count == 0) {
      return List.of();
    }
    List<Header> found = new ArrayList<>((int) count);
    for (long i = 0; i < count; i++) {
      found.add(new Header(next(), next()));
    }
    return Collections.unmodifiableList(found);
  }
}
