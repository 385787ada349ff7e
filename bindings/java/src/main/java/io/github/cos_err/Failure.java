package io.github.cos_err;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** A failure without an answer, for those whose own transport failed. For one thread at a time. */
public final class Failure {
  private final Reason reason;
  private String message;
  private int osErrno;
  private String method;
  private String url;
  private Throwable cause;

  /**
   * A failure.
   *
   * @param reason why
   */
  public Failure(Reason reason) {
    this.reason = Text.there("reason", reason);
  }

  /**
   * What happened, for people.
   *
   * @param message one line; null: the reason's constant text
   * @return this
   */
  public Failure message(String message) {
    this.message = message;
    return this;
  }

  /**
   * The operating system's error number.
   *
   * @param number the number; 0: none
   * @return this
   */
  public Failure osErrno(int number) {
    osErrno = number;
    return this;
  }

  /**
   * The HTTP method that was to be asked.
   *
   * @param method the method
   * @return this
   */
  public Failure method(String method) {
    this.method = method;
    return this;
  }

  /**
   * The URL that was to be asked.
   *
   * @param url the URL
   * @return this
   */
  public Failure url(String url) {
    this.url = url;
    return this;
  }

  /**
   * What is under the failure. It becomes the exception's cause.
   *
   * @param cause an exception
   * @return this
   */
  public Failure cause(Throwable cause) {
    this.cause = cause;
    return this;
  }

  /**
   * Makes the exception.
   *
   * @return a {@link CosClientException}
   */
  public CosException toException() {
    Arena arena = new Arena(Layout.Failure.SIZE, 0);
    arena.setInt(Layout.Failure.REASON, reason.getNumber());
    arena.set(Layout.Failure.MESSAGE, Text.shown(message));
    arena.setInt(Layout.Failure.OS_ERRNO, osErrno);
    arena.set(Layout.Failure.METHOD, Text.shown(method));
    arena.set(Layout.Failure.URL, Text.shown(url));
    arena.set(Layout.Failure.CAUSE, cause == null ? null : Text.shown(cause.toString()));
    try (Memory failure = arena.laidOut()) {
      return CosException.take(Library.cos_error_client(Pointer.nativeValue(failure)), cause);
    }
  }
}
