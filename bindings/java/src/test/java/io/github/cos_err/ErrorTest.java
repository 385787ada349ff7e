package io.github.cos_err;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErrorTest {
  private static final String ID = "Njc0MGEwMDBfMGEwYjBjMGRfMWYyZV8zYTRiNWM2";
  private static final String BODY = "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>"
      + "<RequestId>" + ID + "</RequestId><TraceId>trace</TraceId><Extra>more</Extra></Error>";

  private static CosServiceException missing() {
    return (CosServiceException) new Exchange()
        .method("GET")
        .url("https://examplebucket-1250000000.cos.ap-beijing.myqcloud.com/no/such")
        .status(404)
        .header("Server", "tencent-cos")
        .header("x-cos-request-id", ID)
        .body(BODY.getBytes(StandardCharsets.UTF_8))
        .toException()
        .orElseThrow();
  }

  @Test
  void aSuccessIsNoError() {
    assertTrue(new Exchange().method("GET").status(200).toException().isEmpty());
  }

  @Test
  void whatIsIncompleteIsNoSuccess() {
    assertEquals(Reason.INVALID_ARGUMENT, new Exchange().method("GET").toException().orElseThrow().getReason());
    Exchange cut = new Exchange().method("GET").status(200).body(new byte[] {1});
    assertTrue(cut.toException().isEmpty());
    CosException lost = cut.bodyTruncated(true).toException().orElseThrow();
    assertEquals(Reason.CONNECTION_LOST, lost.getReason());
    assertEquals(200, lost.getStatusCode());
    CosException odd = new Exchange().status(404).header("a", "b\0c").header("", "").toException().orElseThrow();
    assertEquals("b\uFFFDc", odd.getHeader("a"));
  }

  @Test
  void theGettersOfTencentsSdkAreThere() {
    CosServiceException e = missing();
    assertEquals("NoSuchKey", e.getErrorCode());
    assertEquals("The specified key does not exist.", e.getErrorMessage());
    assertEquals(404, e.getStatusCode());
    assertEquals(ID, e.getRequestId());
    assertEquals("trace", e.getTraceId());
    assertEquals(CosServiceException.ErrorType.Client, e.getErrorType());
    assertEquals(BODY, e.getErrorResponseXml());
    assertEquals(BODY, e.getRawResponseContent());
    assertEquals(Map.of("Extra", "more"), e.getAdditionalDetails());
    assertFalse(e.isRetryable());
    assertFalse(e.isRequestTimeout());
    assertEquals(
        "The specified key does not exist. (Status Code: 404; Error Code: NoSuchKey; Request ID: " + ID
            + "); Trace ID: trace",
        e.getMessage());
  }

  @Test
  void theModelIsThere() {
    CosServiceException e = missing();
    assertEquals(CodeSource.BODY, e.getCodeSource());
    assertEquals(Responder.COS, e.getResponder());
    assertEquals(Reason.NONE, e.getReason());
    assertEquals("GetObject", e.getOperation());
    assertEquals("tencent-cos", e.getHeader("SERVER"));
    assertEquals("", e.getHeader("absent"));
    assertEquals(2, e.getHeaders().size());
    assertArrayEquals(BODY.getBytes(StandardCharsets.UTF_8), e.getOriginBody());
    assertTrue(e.getAdvice().contains("examplebucket-1250000000"), e.getAdvice());
    assertNotEquals(e.getAdvice(), e.getAdvice(Locale.SIMPLIFIED_CHINESE));
    assertEquals(e.getAdvice(), e.getAdvice(Locale.FRENCH));
    assertTrue(e.toText().contains("NoSuchKey") && e.toJson().contains("\"NoSuchKey\""));
    assertTrue(e.getDiagnoseSteps().contains(ID) && e.getDiagnoseSteps().contains(e.getDiagnoseUrl()));
    assertTrue(e.getDiagnoseSteps(Locale.CHINESE).contains("请求 ID"));
    assertTrue(e.getDiagnoseUrl().startsWith("https://") && e.getDocUrl().startsWith("https://"));
  }

  @Test
  void aFailureOfAnotherTransportIsAClientError() {
    IOException cause = new IOException("reset");
    CosException e = new Failure(Reason.CONNECTION_LOST).method("GET").osErrno(104).cause(cause).toException();
    assertInstanceOf(CosClientException.class, e);
    assertEquals("ConnectionLost", e.getErrorCode());
    assertEquals(104, e.getOsErrno());
    assertSame(cause, e.getCause());
    assertEquals(List.of(cause.toString()), e.getCauses());
    assertEquals(e.getErrorMessage(), e.getMessage());
    assertTrue(e.isRetryable() && e.getClockSkewSeconds().isEmpty() && e.getRetryAfterMillis().isEmpty());
  }

  @Test
  void aFailureAfterTheHeadersKeepsThem() {
    CosException e = new Failure(Reason.CONNECTION_LOST)
        .status(200)
        .header("Server", "tencent-cos")
        .header("x-cos-request-id", ID)
        .header("Retry-After", "7")
        .header("Empty", "")
        .header("none", null)
        .toException();
    assertEquals(Reason.CONNECTION_LOST, e.getReason());
    assertEquals(200, e.getStatusCode());
    assertEquals(ID, e.getRequestId());
    assertEquals(7000, e.getRetryAfterMillis().getAsLong());
    assertEquals(Responder.COS, e.getResponder());
    assertEquals(
        List.of("Server", "x-cos-request-id", "Retry-After", "Empty"),
        e.getHeaders().stream().map(Header::name).toList());
    assertEquals("", e.getHeader("empty"));
    assertTrue(e.isRequestSent());
    CosException wrong = new Failure(Reason.DNS).status(70000).toException();
    assertEquals(Reason.INVALID_ARGUMENT, wrong.getReason());
  }

  @Test
  void requestSentIsTheCallersWord() {
    assertFalse(new Failure(Reason.CONNECT).toException().isRequestSent());
    assertTrue(new Failure(Reason.CONNECT).requestSent(true).toException().isRequestSent());
    assertTrue(new Failure(Reason.TIMEOUT).toException().isRequestSent());
    assertFalse(new Failure(Reason.TIMEOUT).requestSent(false).toException().isRequestSent());
  }

  @Test
  void marksOfCosAreExpectedWhereTheCallerSaysSo() {
    Exchange portal = new Exchange().method("HEAD").status(200).header("Server", "nginx");
    assertTrue(portal.toException().isEmpty());
    assertEquals(Reason.BAD_RESPONSE, portal.expectCos(true).toException().orElseThrow().getReason());
    Exchange filtered = new Exchange().method("HEAD").status(200).header("Content-Type", "a").expectCos(true);
    assertEquals(Reason.BAD_RESPONSE, filtered.toException().orElseThrow().getReason());
    assertTrue(filtered.headersFiltered(true).toException().isEmpty());
  }

  @Test
  void partsHaveARetryClassEach() {
    String body = "<DeleteResult><Error><Key>a</Key><Code>InternalError</Code></Error>"
        + "<Error><Key>b</Key><Code>AccessDenied</Code></Error>"
        + "<Error><Key>c</Key><Code>NoSuchThing</Code></Error></DeleteResult>";
    CosException e = new Exchange()
        .method("POST")
        .status(200)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .toException()
        .orElseThrow();
    assertEquals(
        List.of(Retry.YES, Retry.AFTER_FIX, Retry.NO), e.getParts().stream().map(Part::retry).toList());
  }

  @Test
  void everyReasonHasItsNameInTheLibrary() {
    for (Reason reason : Reason.values()) {
      boolean known = reason != Reason.NONE && reason != Reason.UNRECOGNIZED;
      assertEquals(known, !reason.getName().isEmpty(), reason::name);
      // INVALID_ARGUMENT is InvalidArgument.
      assertTrue(!known || reason.getName().equalsIgnoreCase(reason.name().replace("_", "")), reason::name);
    }
  }

  @Test
  void theHeaderIsThatOfTheLibrary() {
    assertEquals(Layout.HEADER_VERSION, CosClient.libraryVersion());
  }

  @Test
  void exceptionsAreSerialised() throws Exception {
    CosServiceException e = missing();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(e);
    }
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      CosServiceException read = (CosServiceException) in.readObject();
      assertEquals(e.getMessage(), read.getMessage());
      assertEquals(e.toJson(), read.toJson());
      assertEquals(e.getAdvice(Locale.CHINESE), read.getAdvice(Locale.CHINESE));
      assertEquals(e.getHeaders(), read.getHeaders());
      assertArrayEquals(e.getOriginBody(), read.getOriginBody());
    }
  }

  /** With more than the library's errors may have of memory together. */
  @Test
  void manyLargeErrorsThatLiveAtOnceTellAllTheSame() {
    String body = BODY.replace("</Error>", "<Note>" + "x".repeat(20_000) + "</Note></Error>");
    List<CosException> all = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      all.add(new Exchange().status(404).body(body.getBytes(StandardCharsets.UTF_8)).toException().orElseThrow());
    }
    String json = all.get(0).toJson();
    for (CosException e : all) {
      assertEquals(json, e.toJson());
      assertEquals(body, e.getErrorResponseXml());
      assertEquals(body.length(), e.getOriginBody().length);
      assertEquals(20_000, e.getAdditionalDetails().get("Note").length());
    }
  }

  @Test
  void whatIsKeptIsCountedWithItsLists() throws Exception {
    IOException cause = new IOException("x".repeat(2_000_000));
    List<CosException> all = new ArrayList<>();
    int kept = 0;
    for (int i = 0; i < 20; i++) {
      all.add(new Failure(Reason.TIMEOUT).cause(cause).toException());
      kept += isKept(all.get(i)) ? 1 : 0;
    }
    // 32 MiB may be, and each has twice the cause's text.
    assertTrue(kept <= 8, kept + " are kept");
    all.forEach(e -> assertEquals(all.get(0).toJson(), e.toJson()));
  }

  private static boolean isKept(CosException e) throws Exception {
    Field texts = CosException.class.getDeclaredField("texts");
    Field handle = ErrorTexts.class.getDeclaredField("handle");
    texts.setAccessible(true);
    handle.setAccessible(true);
    return handle.get(texts.get(e)) != null;
  }

  @Test
  void textsThatCWouldCutAreRefusedByName() {
    for (String bad : List.of("a\0b", "a\ud800b", "\udc00")) {
      CosException e = assertThrows(CosClientException.class, () -> CosRequest.object("GET", "b-1", bad));
      assertEquals(Reason.INVALID_ARGUMENT, e.getReason());
      assertTrue(e.getMessage().startsWith("key: holds "), e.getMessage());
    }
    assertArrayEquals("\ud83d\ude00\0".getBytes(StandardCharsets.UTF_8), Text.given("key", "\ud83d\ude00"));
  }

  @Test
  void secretsAreNotPrinted() {
    assertFalse(new Credentials("AKIDSECRET", "KEYSECRET", "TOKENSECRET", null).toString().contains("SECRET"));
  }

  @Test
  void timesAreRoundedUp() {
    assertEquals(1, Text.milliseconds(Duration.ofNanos(1)));
    assertEquals(2, Text.milliseconds(Duration.ofMillis(2)));
    assertEquals(-1, Text.milliseconds(Duration.ofMillis(-1)));
    assertEquals(Long.MAX_VALUE, Text.milliseconds(Duration.ofSeconds(Long.MAX_VALUE)));
  }
}
