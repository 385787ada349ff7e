// Generated from cos_err.h by generate.py: do not edit.
package io.github.cos_err;

/** Whether a retry of the same request may succeed. */
public enum Retry {
  /** A retry would fail again. */
  NO(0),
  /** A retry may succeed later. */
  YES(1),
  /** A retry may succeed after something is fixed: the clock, the credentials, a restore. */
  AFTER_FIX(2),
  /** A number that this version of the package does not define. */
  UNRECOGNIZED(-1);

  private static final Retry[] ALL = values();
  private final int number;

  Retry(int number) {
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

  static Retry of(int number) {
    for (Retry one : ALL) {
      if (one.number == number) {
        return one;
      }
    }
    return UNRECOGNIZED;
  }
}
