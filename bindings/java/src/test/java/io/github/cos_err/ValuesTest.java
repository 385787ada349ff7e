package io.github.cos_err;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Documents and heads of successes; the rows of values.jsonl are compared with C by the runner of the cases. */
class ValuesTest {
  private static StandIn standin;
  private static CosClient client;

  @BeforeAll
  static void start() throws Exception {
    standin = new StandIn();
    client = standin.builder().build();
  }

  @AfterAll
  static void stop() {
    client.close();
    standin.close();
  }

  private static CosRequest object(String method) {
    return CosRequest.object(method, StandIn.BUCKET, "values");
  }

  private static void checkNone(CosResponse response, String fault) {
    assertEquals(0, response.getCount(""));
    assertEquals("", response.getValue("K"));
    assertEquals("", response.toJson());
    assertTrue(response.getFault().contains(fault), response.getFault());
    assertFalse(response.getFault().isEmpty());
  }

  @Test
  void valuesOutliveTheClient() {
    CosResponse response;
    try (CosClient brief = standin.builder().build()) {
      brief.send(object("PUT").body("<L><K> a&amp;b </K><K x='1'/></L>"));
      response = brief.send(object("GET"));
    }
    System.gc();
    assertEquals(2, response.getCount("K"));
    assertEquals(" a&b ", response.getValue("K"));
    assertEquals(1, response.getCount("K[1]/@x"));
    assertEquals("", response.getFault());
    assertEquals("{\"L\":{\"K\":[\" a&b \",{\"@x\":\"1\"}]}}", response.toJson());
    assertThrows(CosClientException.class, () -> response.getCount(null));
    assertThrows(CosClientException.class, () -> response.getValue("K\0"));
  }

  @Test
  void withoutADocumentThereIsAReason() {
    client.send(object("PUT").body("<L><K>a</K"));
    checkNone(client.send(object("GET")), "cut");
    checkNone(client.send(object("GET").sink(new ByteArrayOutputStream())), "sink");
    checkNone(client.headBucket(StandIn.BUCKET), "no body");
  }

  @Test
  void responsesThatProgramsCreateHaveDocuments() {
    List<Header> headers = List.of(new Header("x-cos-request-id", "mine"), new Header("Content-Type", "application/xml"));
    byte[] body = "<ListBucketResult><Contents><Key> 上 </Key></Contents></ListBucketResult>".getBytes(StandardCharsets.UTF_8);
    CosResponse created = CosResponse.of(200, headers, body);
    body[1] = 'X';
    assertEquals("mine", created.getRequestId());
    assertEquals(1, created.getCount("Contents"));
    assertEquals(" 上 ", created.getValue("Contents/Key"));
    assertEquals("{\"ListBucketResult\":{\"Contents\":[{\"Key\":\" 上 \"}]}}", created.toJson());
    assertEquals("", created.getFault());
    checkNone(CosResponse.of(200, List.of(), "<L><K>a</K".getBytes(StandardCharsets.UTF_8)), "cut");
    checkNone(CosResponse.of(204, List.of(), new byte[0]), "no body");
    byte[] coded = "<L/>".getBytes(StandardCharsets.UTF_8);
    checkNone(CosResponse.of(200, List.of(new Header("Content-Encoding", "gzip")), coded), "gzip");
  }

  /** Many large responses that are not documents: beyond the limit they are not kept. */
  @Test
  void beyondTheLimitOnlyDocumentsAreKept() {
    byte[] large = new byte[8 << 20];
    client.send(object("PUT").body(large));
    List<CosResponse> kept = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      kept.add(client.send(object("GET")));
    }
    client.send(object("PUT").body("<L><K>a</K></L>"));
    kept.forEach(response -> checkNone(response, "not an XML document"));
    for (int i = 0; i < 3; i++) {
      assertEquals("a", client.send(object("GET")).getValue("K"));
    }
  }

  @Test
  void theHeadComesBeforeTheBody() {
    List<String> order = new ArrayList<>();
    client.send(object("PUT").body("text").header("Content-Type", "text/x"));
    OutputStream sink = new OutputStream() {
      @Override
      public void write(int one) {
        order.add(String.valueOf((char) one));
      }

      @Override
      public void write(byte[] bytes, int at, int length) {
        order.add(new String(bytes, at, length, StandardCharsets.UTF_8));
      }
    };
    client.send(object("GET").sink(sink).head(head -> {
      order.add(head.getStatusCode() + head.getHeader("Content-Type") + head.getBody().length);
      checkNone(head, "no body");
    }));
    assertEquals(List.of("200text/x0", "text"), order);
    order.clear();
    IOException refusal = new IOException("not wanted");
    CosClientException e = assertThrows(CosClientException.class, () -> client.send(object("GET").sink(sink).head(head -> {
      throw refusal;
    })));
    assertEquals(Reason.CALLBACK, e.getReason());
    assertSame(refusal, e.getCause());
    assertEquals(List.of(), order);
    assertEquals("NoSuchKey", assertThrows(CosServiceException.class, () -> client.send(
        CosRequest.object("GET", StandIn.BUCKET, "no-such-key").head(head -> order.add("head")))).getErrorCode());
    assertEquals(List.of(), order);
  }
}
