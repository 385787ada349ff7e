package io.github.cos_err;

/** Receives the progress of a file's transfer. */
@FunctionalInterface
public interface FileProgressListener {
  /**
   * Called with the first and the last numbers, and in between at most ten times per second: on threads of the
   * library, once at a time. It must not wait for a call of the same client. An exception from it ends the call.
   *
   * @param progress the numbers
   */
  void report(FileProgress progress);
}
