// Generated from cos_err.h by generate.py: do not edit.
package io.github.cos_err;

/** How much a log tells; each level tells what those before it tell. */
public enum LogLevel {
  /** Calls that failed after they were accepted. */
  ERROR(1),
  /** Another host, another clock, other credentials. */
  WARN(2),
  /** Tries that failed, and why others follow. */
  INFO(3),
  /** Tries that succeeded. */
  DEBUG(4),
  /** A number that this version does not know. */
  UNRECOGNIZED(-1);

  private static final LogLevel[] ALL = values();
  private final int number;

  LogLevel(int number) {
    this.number = number;
  }

  /**
   * The number that the library has for it.
   *
   * @return the number; -1 for {@link #UNRECOGNIZED}
   */
  public int getNumber() {
    return number;
  }

  static LogLevel of(int number) {
    for (LogLevel one : ALL) {
      if (one.number == number) {
        return one;
      }
    }
    return UNRECOGNIZED;
  }
}
