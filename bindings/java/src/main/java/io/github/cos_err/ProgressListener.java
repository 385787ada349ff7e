package io.github.cos_err;

/** Receives the progress of a transfer. */
@FunctionalInterface
public interface ProgressListener {
  /**
   * Called with the first and the last numbers of each attempt, and in between at most ten times per second:
   * on the thread that made the call, or for futures and virtual threads on a thread of the library. It must not
   * wait for a call of the same client. An exception from it ends the call.
   *
   * @param progress the numbers
   */
  void report(Progress progress);
}
