package io.github.cos_err;

/** Receives the events of calls. */
@FunctionalInterface
public interface LogListener {
  /**
   * Called once per event on the thread that makes the call. It must not wait for a call of the same client. An
   * exception from it ends the call. For calls of futures and of virtual threads it is called on threads of the
   * library, also by several at once; an exception is then passed to the thread's uncaught exception handler. For
   * signatures and presigned URLs of futures it is called on threads of the client, where an exception ends the call.
   *
   * @param level the level of the event
   * @param line {@code event=NAME name=value ...}; contains no SecretKey, token or signature
   */
  void log(LogLevel level, String line);
}
