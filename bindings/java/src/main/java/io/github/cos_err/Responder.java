// Generated from cos_err.h by generate.py: do not edit.
package io.github.cos_err;

/** Who sent the response. */
public enum Responder {
  /** No response arrived, or its headers were not given. */
  UNKNOWN(0),
  /** COS sent the response. */
  COS(1),
  /** The data processing service (Cloud Infinite) sent the response. */
  CI(2),
  /** Another server sent the response: a gateway, CDN, proxy or captive portal. */
  OTHER(3),
  /** A number that this version of the package does not define. */
  UNRECOGNIZED(-1);

  private static final Responder[] ALL = values();
  private final int number;

  Responder(int number) {
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

  static Responder of(int number) {
    for (Responder one : ALL) {
      if (one.number == number) {
        return one;
      }
    }
    return UNRECOGNIZED;
  }
}
