package io.github.cos_err;

/**
 * Everything that goes wrong before an answer, on the way to it, or after it. Its reason tells what.
 *
 * <p>What a callback, a stream or a credentials provider of the caller threw is the {@link #getCause};
 * of a call that an interrupt ended, an {@link InterruptedException}.
 */
public final class CosClientException extends CosException {
  private static final long serialVersionUID = 1;

  CosClientException(Fields fields, Strings strings, long error, Throwable cause) {
    super(fields, strings, error, cause);
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
