package io.github.cos_err;

import java.io.IOException;

/**
 * A failure on the client's side: before, during or after the transfer of a response. {@link #getReason}
 * describes it.
 *
 * <p>The {@link #getCause} is the exception of a callback, a stream or a credentials provider of the
 * caller; for a call that an interrupt ended it is an {@link InterruptedException}. Otherwise it is the
 * IOException that Java's own classes throw for such a failure.
 */
public final class CosClientException extends CosException {
  private static final long serialVersionUID = 1;

  /** Created on first use. */
  private transient IOException system;

  CosClientException(Fields fields, Strings strings, long error, Throwable cause) {
    super(fields, strings, error, cause);
  }

  /**
   * Returns the cause of the error: the exception of the caller's code, otherwise an {@link
   * java.io.IOException} that matches the reason, such as {@link java.net.ConnectException}, {@link
   * java.net.UnknownHostException}, {@link java.net.SocketTimeoutException}, {@link
   * javax.net.ssl.SSLException}, {@link java.io.FileNotFoundException}.
   *
   * @return the cause; null for invalid arguments and credentials, and for calls that a token cancelled
   */
  @Override
  public synchronized Throwable getCause() {
    Throwable given = super.getCause();
    if (given != null) {
      return given;
    }
    if (system == null) {
      system = SystemCause.of(this);
      if (system != null) {
        system.setStackTrace(getStackTrace());
      }
    }
    return system;
  }

  /**
   * Returns the message of {@link #getErrorMessage}.
   *
   * @return one human-readable line
   */
  @Override
  public String getMessage() {
    return getErrorMessage();
  }
}
