package io.github.cos_err;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A struct that the library fills. */
final class Fields {
  private final ByteBuffer view;
  private final int begin;

  /** A struct in memory that the library writes into. */
  Fields(ByteBuffer view, int begin, int size) {
    this.view = view;
    this.begin = begin;
    view.putLong(begin, size);
  }

  /** A struct with its own memory. */
  Fields(int size) {
    this(ByteBuffer.allocate(size).order(ByteOrder.nativeOrder()), 0, size);
  }

  /** The pointer for a function that fills the struct. */
  byte[] bytes() {
    return view.array();
  }

  int number(int at) {
    return view.getInt(begin + at);
  }

  long wide(int at) {
    return view.getLong(begin + at);
  }

  String text(int at) {
    return Text.at(wide(at));
  }
}
