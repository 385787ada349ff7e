package io.github.cos_err;

/** Hears what calls do. */
@FunctionalInterface
public interface LogListener {
  /**
   * Called on the thread that makes the call, once an event. It must not use the same client. What it
   * throws ends the call.
   *
   * @param level of the event
   * @param line {@code event=NAME name=value ...}; holds no key, token or signature
   */
  void log(LogLevel level, String line);
}
