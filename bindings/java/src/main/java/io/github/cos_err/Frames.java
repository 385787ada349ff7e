package io.github.cos_err;

import java.util.ArrayDeque;

/** The frames of a client that no call uses, for the next calls. */
final class Frames {
  private static final int MOST = 64;

  private final ArrayDeque<Frame> idle = new ArrayDeque<>();
  private boolean closed;

  Frame take() {
    Frame frame;
    synchronized (this) {
      frame = idle.poll();
    }
    return frame == null ? new Frame() : frame;
  }

  /** Takes a frame back. A frame whose token was triggered would end the next call. */
  void give(Frame frame) {
    if (!frame.isOpen() || !keep(frame)) {
      frame.free();
    }
  }

  private synchronized boolean keep(Frame frame) {
    if (closed || idle.size() == MOST) {
      return false;
    }
    idle.push(frame);
    return true;
  }

  synchronized void close() {
    closed = true;
    idle.forEach(Frame::free);
    idle.clear();
  }
}
