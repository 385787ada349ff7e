package io.github.cos_err;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Why a call of another SDK failed, by the types of an exception and its causes. */
final class SdkReason {
  private static final int MOST_CAUSES = 32;
  /** By simple names, because some of the types are those of Apache's HTTP client and of the SDK. */
  private static final Map<String, Reason> REASONS = Map.ofEntries(
      Map.entry("UnknownHostException", Reason.DNS),
      Map.entry("SocketTimeoutException", Reason.TIMEOUT),
      Map.entry("ConnectTimeoutException", Reason.TIMEOUT),
      Map.entry("SSLHandshakeException", Reason.TLS),
      Map.entry("SSLPeerUnverifiedException", Reason.TLS),
      Map.entry("ConnectException", Reason.CONNECT),
      Map.entry("NoRouteToHostException", Reason.CONNECT),
      Map.entry("EOFException", Reason.CONNECTION_LOST),
      Map.entry("ConnectionClosedException", Reason.CONNECTION_LOST),
      Map.entry("NoHttpResponseException", Reason.CONNECTION_LOST),
      Map.entry("ProtocolException", Reason.PROTOCOL),
      // It is a ProtocolException, but the reason is that of its cause.
      Map.entry("NonRepeatableRequestException", Reason.NONE),
      Map.entry("FileNotFoundException", Reason.LOCAL_IO),
      Map.entry("FileSystemException", Reason.LOCAL_IO),
      Map.entry("SAXException", Reason.BAD_RESPONSE),
      Map.entry("InterruptedException", Reason.CANCELLED),
      Map.entry("AbortedException", Reason.CANCELLED),
      Map.entry("IllegalArgumentException", Reason.INVALID_ARGUMENT));

  /** The reason of the outermost exception that has one; NONE if the messages have to tell it. */
  static Reason of(Throwable error) {
    return chain(error).stream()
        .map(at -> ofType(at.getClass()))
        .filter(reason -> reason != Reason.NONE)
        .findFirst()
        .orElse(Reason.NONE);
  }

  /** The message of the outermost exception that has one; null if there is none. */
  static String message(Throwable error) {
    return chain(error).stream().map(Throwable::getMessage).filter(Objects::nonNull).findFirst().orElse(null);
  }

  /** An exception and its causes, the outermost first; causes may form a circle. */
  static List<Throwable> chain(Throwable error) {
    return Stream.iterate(error, Objects::nonNull, Throwable::getCause).limit(MOST_CAUSES).toList();
  }

  private static Reason ofType(Class<?> type) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      Reason found = REASONS.get(at.getSimpleName());
      if (found != null) {
        return found;
      }
    }
    return Reason.NONE;
  }

  private SdkReason() {}
}
