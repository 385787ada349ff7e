// Generated from cos_err.h by generate.py: do not edit.
package io.github.cos_err;

/** A field that an SDK may have lost. cos_error_lost returns a sum of them. */
public enum Lost {
  /** The error code is not known. cos_error_code is derived from the status and the request. */
  CODE(1),
  /** The message, or characters of it, are not known. */
  MESSAGE(2),
  /** The resource is not known. cos_error_resource is the URL, if that is known. */
  RESOURCE(4),
  /** The request id is not known. */
  REQUEST_ID(8),
  /** The trace id is not known. */
  TRACE_ID(16),
  /** The response headers are not known, and with them the clock skew, Retry-After and the hints. */
  HEADERS(32),
  /** The body is not known, and with it the details and parts. */
  BODY(64),
  /** The HTTP status of a response that arrived is not known. */
  STATUS(128),
  /** The reason of a failure without a response is not known. cos_error_reason is CONNECT, and the request may have been sent. */
  REASON(256),
  /** A number that this version of the package does not define. */
  UNRECOGNIZED(-1);

  private static final Lost[] ALL = values();
  private final int number;

  Lost(int number) {
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

  static Lost of(int number) {
    for (Lost one : ALL) {
      if (one.number == number) {
        return one;
      }
    }
    return UNRECOGNIZED;
  }
}
