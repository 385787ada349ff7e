package io.github.cos_err;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors of what Tencent's SDK threw for recorded responses and broken connections. */
class SdkErrorTest {
  private static final Path ROWS = Path.of(System.getProperty("basedir", "."), "../../tests/cases/sdk/java.jsonl");
  private static final Map<String, Function<CosException, String>> TEXTS = Map.of(
      "code", CosException::getErrorCode,
      "message", CosException::getErrorMessage,
      "resource", CosException::getResource,
      "request_id", CosException::getRequestId,
      "trace_id", CosException::getTraceId);

  static Stream<JsonObject> rows() throws IOException {
    return Files.readAllLines(ROWS).stream().map(line -> JsonParser.parseString(line).getAsJsonObject());
  }

  @ParameterizedTest
  @MethodSource("rows")
  void keepsWhatTheSdkKept(JsonObject row) {
    RuntimeException theirs = SdkLikeness.of(row.getAsJsonObject("sdk"));
    CosException e = new SdkError(theirs).method(row.get("method").getAsString()).toException();
    JsonObject kept = row.getAsJsonObject("kept");
    assertSame(theirs, e.getCause());
    assertEquals(kept.has("status") ? kept.get("status").getAsInt() : 0, e.getStatusCode());
    if (kept.has("reason")) {
      assertEquals(kept.get("reason").getAsString(), assertInstanceOf(CosClientException.class, e).getReason().getName());
    } else {
      assertInstanceOf(CosServiceException.class, e);
    }
    TEXTS.forEach((name, read) -> {
      if (kept.has(name)) {
        assertEquals(kept.get(name).getAsString(), read.apply(e), name);
      }
    });
    for (JsonElement gone : row.getAsJsonArray("gone")) {
      assertTrue(e.getLost().contains(Lost.valueOf(gone.getAsString().toUpperCase(Locale.ROOT))), gone::toString);
    }
    checkNothingIsMadeUp(kept, e);
  }

  private static void checkNothingIsMadeUp(JsonObject kept, CosException e) {
    assertTrue(kept.has("request_id") || e.getRequestId().isEmpty());
    assertTrue(kept.has("trace_id") || e.getTraceId().isEmpty());
    assertTrue(kept.has("resource") || e.getResource().equals(e.getUrl()), e.getResource());
    if (!kept.has("code")) {
      assertNotEquals(CodeSource.BODY, e.getCodeSource());
      assertNotEquals(CodeSource.HEADER, e.getCodeSource());
    }
  }

  private static CosException of(String message, Throwable cause) {
    return new SdkError(new SdkLikeness.ClientException(message, cause)).toException();
  }

  @Test
  void theTypeOfACauseIsTheReason() {
    assertEquals(Reason.CONNECT, of("Connect to ssl.example:1 failed", new ConnectException("Connection refused")).getReason());
    assertEquals(Reason.DNS, of("timeout.invalid: no", new UnknownHostException("timeout.invalid")).getReason());
    assertEquals(Reason.TIMEOUT, of("Read timed out", new SocketTimeoutException("Read timed out")).getReason());
    assertEquals(Reason.TLS, of("no", new SSLHandshakeException("no")).getReason());
    assertEquals(Reason.LOCAL_IO, of("Unable to calculate MD5 hash: /k", new FileNotFoundException("/k")).getReason());
    assertEquals(Reason.CANCELLED, of("no", new InterruptedException()).getReason());
    assertEquals(Reason.INVALID_ARGUMENT, new SdkError(new IllegalArgumentException("no")).toException().getReason());
    // These types say little, their words more.
    String odd = "Unsupported or unrecognized SSL message";
    assertEquals(Reason.TLS, of(odd, new SSLException(odd)).getReason());
    assertEquals(Reason.CONNECTION_LOST, of("Connection reset", new SSLException("Connection reset")).getReason());
    assertEquals(Reason.CONNECTION_LOST, of("Connection reset", new SocketException("Connection reset")).getReason());
  }

  @Test
  void aCauseThatSaysNothingIsMarked() {
    Throwable stream = new SdkLikeness.NonRepeatableRequestException(new IOException("boom"));
    CosException e = of(null, new SdkLikeness.ClientProtocolException(stream));
    assertEquals(Reason.CONNECT, e.getReason());
    assertEquals(Set.of(Lost.REASON), e.getLost());
    assertTrue(e.isRequestSent());
    Exception circle = new IOException("a");
    circle.initCause(new IOException("b", circle));
    assertEquals(Set.of(Lost.REASON), new SdkError(circle).toException().getLost());
  }

  @Test
  void whatTheProgramKnowsIsAdded() {
    JsonObject recorded = JsonParser.parseString("{\"statusCode\":404,\"errorCode\":\"404 Not Found\","
        + "\"errorMessage\":\"Not Found\",\"additionalDetails\":null}").getAsJsonObject();
    RuntimeException theirs = new SdkLikeness.ServiceException(recorded);
    CosException e = new SdkError(new ExecutionException(theirs))
        .method("HEAD").bucket("examplebucket-1250000000").key("a/b").toException();
    assertEquals("HeadObject", e.getOperation());
    assertEquals("NoSuchKey", e.getErrorCode());
    assertEquals(CodeSource.STATUS, e.getCodeSource());
    assertEquals(Set.of(Lost.CODE, Lost.MESSAGE, Lost.REQUEST_ID, Lost.TRACE_ID, Lost.HEADERS), e.getLost());
    String url = "https://examplebucket-1250000000.cos.ap-beijing.myqcloud.com/k";
    assertEquals(url, new SdkError(theirs).url(url).toException().getUrl());
  }

  @Test
  void aDeleteOfSeveralObjectsHasTheCodeOfTheFirst() {
    CosException e = new SdkError(new SdkLikeness.MultiObjectDeleteException()).method("POST").toException();
    assertInstanceOf(CosServiceException.class, e);
    assertEquals("AccessDenied", e.getErrorCode());
    assertTrue(e.getLost().contains(Lost.BODY));
  }

  @Test
  void otherErrorsLostNothing() {
    assertTrue(new Exchange().status(404).toException().orElseThrow().getLost().isEmpty());
    assertFalse(of("no", null).getLost().contains(Lost.UNRECOGNIZED));
    assertThrows(CosClientException.class, () -> new SdkError(null));
  }
}
