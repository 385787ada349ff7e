package io.github.cos_err;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xml.sax.SAXParseException;

/** Exceptions with the names and getters of those of Tencent's SDK and of Apache's HTTP client. */
@SuppressWarnings("serial")
final class SdkLikeness {
  public static class ClientException extends RuntimeException {
    public ClientException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  public static final class ServiceException extends ClientException {
    private final JsonObject recorded;

    public ServiceException(JsonObject recorded) {
      super(text(recorded, "errorMessage"), null);
      this.recorded = recorded;
    }

    public int getStatusCode() {
      return recorded.get("statusCode").getAsInt();
    }

    public String getErrorCode() {
      return text(recorded, "errorCode");
    }

    public String getErrorMessage() {
      return text(recorded, "errorMessage");
    }

    public String getRequestId() {
      return text(recorded, "requestId");
    }

    public String getTraceId() {
      return text(recorded, "traceId");
    }

    public Map<String, String> getAdditionalDetails() {
      if (!recorded.get("additionalDetails").isJsonObject()) {
        return null;
      }
      Map<String, String> details = new LinkedHashMap<>();
      recorded.getAsJsonObject("additionalDetails").entrySet()
          .forEach(detail -> details.put(detail.getKey(), detail.getValue().getAsString()));
      return details;
    }

    public String getErrorResponseXml() {
      return text(recorded, "errorResponseXml");
    }

    public String getRawResponseContent() {
      return text(recorded, "rawResponseContent");
    }
  }

  /** A delete of several objects, some of which failed. */
  public static final class MultiObjectDeleteException extends ClientException {
    public MultiObjectDeleteException() {
      super("One or more objects could not be deleted", null);
    }

    public int getStatusCode() {
      return 200;
    }

    public String getErrorCode() {
      return null;
    }

    public List<DeleteError> getErrors() {
      return List.of(new DeleteError());
    }
  }

  public static final class DeleteError {
    public String getCode() {
      return "AccessDenied";
    }
  }

  static class ProtocolException extends IOException {
    ProtocolException(String message) {
      super(message);
    }
  }

  static final class NonRepeatableRequestException extends ProtocolException {
    NonRepeatableRequestException(Throwable cause) {
      super("Cannot retry request with a non-repeatable request entity");
      initCause(cause);
    }
  }

  static final class ClientProtocolException extends IOException {
    ClientProtocolException(Throwable cause) {
      super(null, cause);
    }
  }

  static final class NoHttpResponseException extends IOException {
    NoHttpResponseException(String message) {
      super(message);
    }
  }

  /** The exception of a row. */
  static RuntimeException of(JsonObject recorded) {
    if (recorded.has("statusCode")) {
      return new ServiceException(recorded);
    }
    JsonArray causes = recorded.getAsJsonArray("causes");
    Throwable cause = null;
    for (int i = causes.size() - 1; i >= 0; i--) {
      cause = cause(causes.get(i).getAsString(), cause);
    }
    return new ClientException(text(recorded, "message"), cause);
  }

  private static Throwable cause(String recorded, Throwable cause) {
    String type = recorded.split("[:;]", 2)[0];
    String message = recorded.substring(type.length()).replaceFirst("^[:;] ", "");
    return switch (type.substring(type.lastIndexOf('.') + 1)) {
      case "NoHttpResponseException" -> new NoHttpResponseException(message);
      case "ClientProtocolException" -> new ClientProtocolException(cause);
      case "ProtocolException" -> new ProtocolException(message);
      case "SAXParseException" -> new SAXParseException(message, null);
      case "CosClientException" -> new ClientException(message, cause);
      case "JsonEOFException" -> new IOException(message, cause);
      default -> throw new IllegalArgumentException(recorded);
    };
  }

  private static String text(JsonObject recorded, String name) {
    JsonElement value = recorded.get(name);
    return value == null || value.isJsonNull() ? null : value.getAsString();
  }

  private SdkLikeness() {}
}
