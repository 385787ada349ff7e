package io.github.cos_err;

/** An HTTP response arrived, and it, or its body, reports a failure. */
public final class CosServiceException extends CosException {
  private static final long serialVersionUID = 1;

  /** The side that is responsible for a failure, named as in Tencent's SDK. */
  public enum ErrorType {
    /** The request: a status below 500, or an error inside a 2xx for which a retry does not help. */
    Client,
    /** The service: a status of 500 and above, or an error inside a 2xx for which a retry may help. */
    Service,
    /** Not known: no status was set. */
    Unknown
  }

  CosServiceException(Fields fields, Strings strings, long error, Throwable cause) {
    super(fields, strings, error, cause);
  }

  /**
   * Returns the side that is responsible for the failure.
   *
   * @return the side
   */
  public ErrorType getErrorType() {
    if (getStatusCode() == 0) {
      return ErrorType.Unknown;
    }
    if (getStatusCode() < 300) {
      // The status does not describe the error in the body.
      return isRetryable() ? ErrorType.Service : ErrorType.Client;
    }
    return getStatusCode() < 500 ? ErrorType.Client : ErrorType.Service;
  }

  /**
   * Returns the body as text.
   *
   * @return the text; "" on HEAD
   */
  public String getRawResponseContent() {
    return getErrorResponseXml();
  }

  /**
   * Returns message, status, code and, where they are known, ids in one line, in the form of Tencent's SDK.
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
