package io.github.cos_err;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import javax.net.ssl.SSLException;

/** The exception that Java's own classes throw for the cause of a client error. */
final class SystemCause {
  // Linux numbers.
  private static final int EPERM = 1;
  private static final int ENOENT = 2;
  private static final int EACCES = 13;
  private static final int ENETUNREACH = 101;
  private static final int EHOSTUNREACH = 113;

  /** Null if Java has none. */
  static IOException of(CosException e) {
    String text = e.getCauses().isEmpty() ? e.getErrorMessage() : String.join(": ", e.getCauses());
    return switch (e.getReason()) {
      case DNS -> new UnknownHostException(text);
      case CONNECT -> connect(e.getOsErrno(), text);
      case PROXY -> new ConnectException(text);
      case TLS -> new SSLException(text);
      case TIMEOUT -> new SocketTimeoutException(text);
      case CONNECTION_LOST -> new SocketException(text);
      case PROTOCOL -> new ProtocolException(text);
      case LOCAL_IO -> local(e.getOsErrno(), text);
      case BAD_RESPONSE, TOO_LARGE, CHECKSUM -> new IOException(text);
      default -> null;
    };
  }

  private static IOException connect(int errno, String text) {
    return errno == ENETUNREACH || errno == EHOSTUNREACH ? new NoRouteToHostException(text) : new ConnectException(text);
  }

  private static IOException local(int errno, String text) {
    return switch (errno) {
      case ENOENT -> new FileNotFoundException(text);
      case EPERM, EACCES -> new AccessDeniedException(text);
      default -> new IOException(text);
    };
  }

  private SystemCause() {}
}
