package io.github.cos_err;

import java.io.IOException;

/**
 * Everything that goes wrong before an answer, on the way to it, or after it. Its reason tells what.
 *
 * <p>What a callback, a stream or a credentials provider of the caller threw is the {@link #getCause};
 * of a call that an interrupt ended, an {@link InterruptedException}. Else the cause is the IOException
 * that Java's own classes throw for it.
 */
public final class CosClientException extends CosException {
  private static final long serialVersionUID = 1;

  /** Made when it is asked for. */
  private transient IOException system;

  CosClientException(Fields fields, Strings strings, long error, Throwable cause) {
    super(fields, strings, error, cause);
  }

  /**
   * What is under the error: what the caller's code threw, else an {@link java.io.IOException} by the
   * reason, as {@link java.net.ConnectException}, {@link java.net.UnknownHostException},
   * {@link java.net.SocketTimeoutException}, {@link javax.net.ssl.SSLException},
   * {@link java.io.FileNotFoundException}.
   *
   * @return the cause; null of mistakes in arguments and credentials, and of calls that a token ended
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
   * The message, as {@link #getErrorMessage} has it.
   *
   * @return one line for people
   */
  @Override
  public String getMessage() {
    return getErrorMessage();
  }
}
