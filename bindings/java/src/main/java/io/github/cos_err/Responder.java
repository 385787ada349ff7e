// Generated from cos_err.h by generate.py: do not edit.
package io.github.cos_err;

/** Who answered. */
public enum Responder {
  /** No answer, or one that was given without its header fields. */
  UNKNOWN(0),
  /** COS. */
  COS(1),
  /** Data processing (Cloud Infinite). */
  CI(2),
  /** Something else: a gateway, CDN, proxy or portal. */
  OTHER(3),
  /** A number that this version does not know. */
  UNRECOGNIZED(-1);

  private static final Responder[] ALL = values();
  private final int number;

  Responder(int number) {
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

  static Responder of(int number) {
    for (Responder one : ALL) {
      if (one.number == number) {
        return one;
      }
    }
    return UNRECOGNIZED;
  }
}
