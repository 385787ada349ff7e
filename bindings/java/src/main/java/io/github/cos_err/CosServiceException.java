package io.github.cos_err;

/** An HTTP answer arrived, and it, or its body, says failure. */
public final class CosServiceException extends CosException {
  private static final long serialVersionUID = 1;

  /** Whose fault a failure is, named as in Tencent's SDK. */
  public enum ErrorType {
    /** The request's: a status below 500, or an error inside a 2xx that a retry does not cure. */
    Client,
    /** The service's: 500 and above, or an error inside a 2xx that a retry may cure. */
    Service,
    /** Not known: no status was given. */
    Unknown
  }

  CosServiceException(Fields fields, Strings strings, long error, Throwable cause) {
    super(fields, strings, error, cause);
  }

  /**
   * Whose fault it is.
   *
   * @return the side
   */
  public ErrorType getErrorType() {
    if (getStatusCode() == 0) {
      return ErrorType.Unknown;
    }
    if (getStatusCode() < 300) {
      // The status says nothing of the error in the body.
      return isRetryable() ? ErrorType.Service : ErrorType.Client;
    }
    return getStatusCode() < 500 ? ErrorType.Client : ErrorType.Service;
  }

  /**
   * The answer's body as text, as {@link #getErrorResponseXml} has it.
   *
   * @return the text; "" on HEAD
   */
  public String getRawResponseContent() {
    return getErrorResponseXml();
  }

  /**
   * Message, status, code and, where they are known, ids in one line, in the form that Tencent's SDK gives them.
   *
   * @return the line
   */
  @Override
  public String getMessage() {
    String line = getErrorMessage() + " (Status Code: " + getStatusCode() + "; Error Code: " + getErrorCode();
    if (!getRequestId().isEmpty()) {
      line += "; Request ID: " + getRequestId();
    }
    return line + (getTraceId().isEmpty() ? ")" : "); Trace ID: " + getTraceId());
  }
}
