// Generated from cos_err.h by generate.py: do not edit.
package io.github.cos_err;

/** Why a client error happened. */
public enum Reason {
  /** None: not a client error. */
  NONE(0),
  /** An argument is missing or malformed; the message names it. */
  INVALID_ARGUMENT(10),
  /** The credentials are missing or malformed. */
  INVALID_CREDENTIALS(20),
  /** The host name could not be resolved. */
  DNS(110),
  /** No connection to the server. */
  CONNECT(120),
  /** The proxy refused or failed. A retry may succeed if its status was 408, 429, 502, 503 or 504. */
  PROXY(130),
  /** The TLS handshake or the certificate failed. */
  TLS(140),
  /** The time allowed ran out. */
  TIMEOUT(150),
  /** Fewer bytes than announced, a reset, a cut header block. */
  CONNECTION_LOST(160),
  /** The answer is not HTTP. */
  PROTOCOL(170),
  /** A complete 2xx that is not what was asked for. */
  BAD_RESPONSE(210),
  /** The answer exceeds a size limit. */
  TOO_LARGE(220),
  /** Complete, with the wrong hash. */
  CHECKSUM(230),
  /** A local file or stream failed, or this machine has no descriptor, thread, memory or port left, or forbids the connection. A shortage passes: its retry class is YES, else NO. */
  LOCAL_IO(310),
  /** The caller cancelled the call. */
  CANCELLED(320),
  /** A callback of the caller failed. */
  CALLBACK(330),
  /** A defect of this library. */
  INTERNAL(900),
  /** A number that this version does not know. */
  UNRECOGNIZED(-1);

  private static final Reason[] ALL = values();
  private final int number;

  Reason(int number) {
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

  /**
   * The reason's name, "Timeout" ..., as an error code gives it.
   *
   * @return the name; "" for {@link #NONE} and {@link #UNRECOGNIZED}
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
