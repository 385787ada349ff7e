package io.github.cos_err;

/** Receives the events of calls. */
@FunctionalInterface
public interface LogListener {
  /**
   * Called on the thread that makes the call, once per event. It must not use the same client. An exception
   * from it ends the call.
   *
   * @param level the level of the event
   * @param line {@code event=NAME name=value ...}; contains no SecretKey, token or signature
   */
  void log(LogLevel level, String line);
}
