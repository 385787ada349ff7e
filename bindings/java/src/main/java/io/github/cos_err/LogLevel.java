// Generated from cos_err.h by generate.py: do not edit.
package io.github.cos_err;

/** How much a log contains. Each level includes those before it. */
public enum LogLevel {
  /** Logs calls that failed, unless they were rejected before they began. */
  ERROR(1),
  /** Logs a switch to another host, a corrected clock and renewed credentials. */
  WARN(2),
  /** Logs attempts that failed, and the reason of each retry. */
  INFO(3),
  /** Logs attempts that succeeded. */
  DEBUG(4),
  /** A number that this version of the package does not define. */
  UNRECOGNIZED(-1);

  private static final LogLevel[] ALL = values();
  private final int number;

  LogLevel(int number) {
    this.number = number;
  }

  /**
   * Returns the number of the constant in {@code cos_err.h}.
   *
   * @return the number, or -1 for {@link #UNRECOGNIZED}
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
