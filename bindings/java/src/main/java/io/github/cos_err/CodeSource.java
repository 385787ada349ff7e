// Generated from cos_err.h by generate.py: do not edit.
package io.github.cos_err;

/** Where an error's code comes from. */
public enum CodeSource {
  /** The body contains the code. */
  BODY(1),
  /** The header x-cos-error-code, X-ErrNo, or x-amz-error-code of a website endpoint contains the code. */
  HEADER(2),
  /** The code was derived from the status, because the response contains none. */
  STATUS(3),
  /** The response to a second request, sent for this purpose, contains the code. */
  PROBE(4),
  /** This is a client error: the code is the name of its reason. */
  CLIENT(5),
  /** A number that this version of the package does not define. */
  UNRECOGNIZED(-1);

  private static final CodeSource[] ALL = values();
  private final int number;

  CodeSource(int number) {
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

  static CodeSource of(int number) {
    for (CodeSource one : ALL) {
      if (one.number == number) {
        return one;
      }
    }
    return UNRECOGNIZED;
  }
}
