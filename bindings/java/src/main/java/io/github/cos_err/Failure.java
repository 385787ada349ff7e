package io.github.cos_err;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;

/**
 * A failure of the program's own transport, before or after the status line of a response arrived. Only
 * one thread may use it at a time.
 */
public final class Failure {
  private final Reason reason;
  private final HeaderList headers = new HeaderList();
  private String message;
  private int osErrno;
  private String method;
  private String url;
  private Throwable cause;
  private int status;
  private int requestSent;

  /**
   * Creates a failure.
   *
   * @param reason why the transport failed
   */
  public Failure(Reason reason) {
    this.reason = Text.there("reason", reason);
  }

  /**
   * Sets the message.
   *
   * @param message one human-readable line; with null the text of the reason is used
   * @return this
   */
  public Failure message(String message) {
    this.message = message;
    return this;
  }

  /**
   * Sets the operating system's error number.
   *
   * @param number the number, or 0 if there is none
   * @return this
   */
  public Failure osErrno(int number) {
    osErrno = number;
    return this;
  }

  /**
   * Sets the HTTP method of the request.
   *
   * @param method the method
   * @return this
   */
  public Failure method(String method) {
    this.method = method;
    return this;
  }

  /**
   * Sets the URL of the request.
   *
   * @param url the URL
   * @return this
   */
  public Failure url(String url) {
    this.url = url;
    return this;
  }

  /**
   * Sets the underlying failure. It becomes the exception's cause.
   *
   * @param cause an exception
   * @return this
   */
  public Failure cause(Throwable cause) {
    this.cause = cause;
    return this;
  }

  /**
   * Sets the HTTP status of the response whose body is incomplete.
   *
   * @param status the status, or 0 if none arrived
   * @return this
   */
  public Failure status(int status) {
    this.status = status;
    return this;
  }

  /**
   * Adds a header of that response, in the order in which they arrived.
   *
   * @param name its name
   * @param value its value
   * @return this
   */
  public Failure header(String name, String value) {
    headers.add(name, value, StandardCharsets.UTF_8);
    return this;
  }

  /**
   * Sets whether the request, or a part of it, may have reached the server. If it is not set, a status or
   * headers imply true, and without them the reason decides.
   *
   * @param sent false if it certainly did not
   * @return this
   */
  public Failure requestSent(boolean sent) {
    requestSent = sent ? 1 : -1;
    return this;
  }

  /**
   * Creates the exception.
   *
   * @return a {@link CosClientException}
   */
  public CosException toException() {
    Arena arena = new Arena(Layout.Failure.SIZE, headers.room());
    arena.setInt(Layout.Failure.REASON, reason.getNumber());
    arena.set(Layout.Failure.MESSAGE, Text.shown(message));
    arena.setInt(Layout.Failure.OS_ERRNO, osErrno);
    arena.set(Layout.Failure.METHOD, Text.shown(method));
    arena.set(Layout.Failure.URL, Text.shown(url));
    arena.set(Layout.Failure.CAUSE, cause == null ? null : Text.shown(cause.toString()));
    arena.setInt(Layout.Failure.STATUS, status);
    arena.setInt(Layout.Failure.REQUEST_SENT, requestSent);
    arena.setLong(Layout.Failure.HEADER_COUNT, headers.count());
    headers.layOut(arena, Layout.Failure.HEADERS, Layout.Failure.SIZE);
    try (Memory failure = arena.laidOut()) {
      return CosException.take(Library.cos_error_client(Pointer.nativeValue(failure)), cause);
    }
  }
}
