package io.github.cos_err;

/** Hears how far a transfer is. */
@FunctionalInterface
public interface ProgressListener {
  /**
   * Called on the thread that made the call, with the first and the last numbers of each try, and in
   * between at most ten times a second. It must not use the same client. What it throws ends the call.
   *
   * @param progress the numbers
   */
  void report(Progress progress);
}
