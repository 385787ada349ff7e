// Generated from cos_err.h by generate.py: do not edit.
package io.github.cos_err;

/** Why a client error happened. Numbers are never reused. */
public enum Reason {
  /** The error is not a client error. */
  NONE(0),
  /** An argument is missing or malformed. The message names it. */
  INVALID_ARGUMENT(10),
  /** The credentials are missing or malformed. */
  INVALID_CREDENTIALS(20),
  /** The host name could not be resolved. */
  DNS(110),
  /** The server could not be reached. */
  CONNECT(120),
  /** The proxy refused or failed. A retry may succeed if its status was 408, 429, 502, 503 or 504. */
  PROXY(130),
  /** The TLS handshake failed, or the server's certificate was rejected. */
  TLS(140),
  /** A timeout expired. */
  TIMEOUT(150),
  /** The connection was closed or reset before the response was complete. */
  CONNECTION_LOST(160),
  /** The response is not valid HTTP. */
  PROTOCOL(170),
  /** A complete 2xx response does not have the expected content. */
  BAD_RESPONSE(210),
  /** The response exceeds a size limit. */
  TOO_LARGE(220),
  /** The transferred bytes do not match their checksum. */
  CHECKSUM(230),
  /** A local file or stream failed, or this machine lacks a resource. The resource is a descriptor, thread, memory, a port, or the permission to connect. The retry class is YES if there is a shortage, because it may pass; otherwise NO. */
  LOCAL_IO(310),
  /** The caller cancelled the call. */
  CANCELLED(320),
  /** A callback of the caller failed. */
  CALLBACK(330),
  /** This library has a defect. */
  INTERNAL(900),
  /** A number that this version of the package does not define. */
  UNRECOGNIZED(-1);

  private static final Reason[] ALL = values();
  private final int number;

  Reason(int number) {
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

  /**
   * Returns the name of the reason, such as "Timeout", which is the code of its errors.
   *
   * @return the name, or "" for {@link #NONE} and {@link #UNRECOGNIZED}
   */
  public String getName() {
    return Text.at(Library.cos_error_reason_name(number));
  }

  static Reason of(int number) {
    for (Reason one : ALL) {
      if (one.number == number) {
        return one;
      }
    }
    return UNRECOGNIZED;
  }
}
