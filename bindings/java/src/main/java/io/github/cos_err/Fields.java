package io.github.cos_err;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A struct that the library filled. */
final class Fields {
  private final byte[] bytes;
  private final ByteBuffer view;

  Fields(int size) {
    bytes = new byte[size];
    view = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
    view.putLong(0, size);
  }

  /** What a function is given that fills it. */
  byte[] bytes() {
    return bytes;
  }

  int number(int at) {
    return view.getInt(at);
  }

  long wide(int at) {
    return view.getLong(at);
  }

  String text(int at) {
    return Text.at(view.getLong(at));
  }
}
