// Generated from cos_err.h by generate.py: do not edit.
package io.github.cos_err;

/** Where an error's code comes from. */
public enum CodeSource {
  /** The body. */
  BODY(1),
  /** The headers x-cos-error-code, X-ErrNo, or x-amz-error-code of a website endpoint. */
  HEADER(2),
  /** Derived from the status: the answer brought no code. */
  STATUS(3),
  /** A second request, made to learn it. */
  PROBE(4),
  /** A client error: the code is the reason's name. */
  CLIENT(5),
  /** A number that this version does not know. */
  UNRECOGNIZED(-1);

  private static final CodeSource[] ALL = values();
  private final int number;

  CodeSource(int number) {
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

  static CodeSource of(int number) {
    for (CodeSource one : ALL) {
      if (one.number == number) {
        return one;
      }
    }
    return UNRECOGNIZED;
  }
}
