// Generated from cos_err.h by generate.py: do not edit.
package io.github.cos_err;

/** Whether the same request may be sent again. */
public enum Retry {
  /** It would fail again. */
  NO(0),
  /** It may work later. */
  YES(1),
  /** It may work after a repair: clock, credentials, restore. */
  AFTER_FIX(2),
  /** A number that this version does not know. */
  UNRECOGNIZED(-1);

  private static final Retry[] ALL = values();
  private final int number;

  Retry(int number) {
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

  static Retry of(int number) {
    for (Retry one : ALL) {
      if (one.number == number) {
        return one;
      }
    }
    return UNRECOGNIZED;
  }
}
