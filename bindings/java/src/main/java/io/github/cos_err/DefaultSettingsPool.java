package io.github.cos_err;

import java.util.ArrayDeque;

/** Default settings of a client that no call uses, for the next calls. */
final class DefaultSettingsPool {
  private static final int MOST = 64;

  private final ArrayDeque<DefaultSettings> idle = new ArrayDeque<>();
  private boolean closed;

  DefaultSettings take() {
    DefaultSettings settings;
    synchronized (this) {
      settings = idle.poll();
    }
    return settings == null ? new DefaultSettings() : settings;
  }

  /** Takes settings back. Settings whose token was triggered would end the next call. */
  void give(DefaultSettings settings) {
    if (!settings.isOpen() || !keep(settings)) {
      settings.free();
    }
  }

  private synchronized boolean keep(DefaultSettings settings) {
    if (closed || idle.size() == MOST) {
      return false;
    }
    idle.push(settings);
    return true;
  }

  synchronized void close() {
    closed = true;
    idle.forEach(DefaultSettings::free);
    idle.clear();
  }
}
