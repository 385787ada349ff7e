package io.github.cos_err;

/** Receives the progress of a transfer. */
@FunctionalInterface
public interface ProgressListener {
  /**
   * Called on the thread that made the call, with the first and the last numbers of each attempt, and in
   * between at most ten times per second. It must not use the same client. An exception from it ends the
   * call.
   *
   * @param progress the numbers
   */
  void report(Progress progress);
}
