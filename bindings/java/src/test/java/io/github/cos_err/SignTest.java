package io.github.cos_err;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signed requests, which Java's HTTP client sends. */
class SignTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static StandIn standin;
  /** It connects to the stand-in whatever the host is. */
  private static HttpClient http;
  private CosClient client;

  @BeforeAll
  static void start() throws Exception {
    standin = new StandIn("--proxy");
    http = HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .proxy(ProxySelector.of(standin.proxy()))
        .build();
  }

  @AfterAll
  static void stop() {
    standin.close();
  }

  @BeforeEach
  void open() {
    client = standin.builder().build();
  }

  @AfterEach
  void close() {
    client.close();
  }

  private static CosRequest object(String method, String key) {
    return CosRequest.object(method, StandIn.BUCKET, key);
  }

  private static Optional<CosException> sent(HttpRequest request) throws Exception {
    return CosException.fromResponse(http.send(request, BodyHandlers.ofString()));
  }

  @Test
  void javasClientSendsWhatIsSigned() throws Exception {
    String key = "/signed a/+?%2F~'()*.\uD83D\uDE00";
    try (CosClient temporary = standin.builder().credentials(StandIn.ID, StandIn.KEY, "STANDINTOKEN").build()) {
      for (CosClient signer : List.of(client, temporary)) {
        CosRequest put = object("PUT", key).header("x-cos-meta-of", "a  b").header("Content-Type", "text/x");
        SignedRequest signed = signer.sign(put, MINUTE, new CallOptions().header("x-cos-meta-more", "1"));
        assertTrue(signed.expiresAt().isAfter(Instant.now()));
        assertFalse(signed.expiresAt().isAfter(Instant.now().plus(MINUTE)));
        assertEquals(Optional.empty(), sent(signed.toHttpRequest(BodyPublishers.ofString("text")).build()));
        CosRequest get = object("GET", key).query("response-content-type", "a/b; c=d&e");
        HttpResponse<String> response = http.send(
            signer.sign(get, MINUTE).toHttpRequest(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        assertEquals(Optional.empty(), CosException.fromResponse(response));
        assertEquals("text", response.body());
        assertEquals("a  b", response.headers().firstValue("x-cos-meta-of").orElseThrow());
        assertEquals("1", response.headers().firstValue("x-cos-meta-more").orElseThrow());
      }
    }
  }

  @Test
  void tamperedRequestsAreRefused() throws Exception {
    CosRequest put = object("PUT", "tampered").header("x-cos-meta-of", "this").query("a", "1");
    Map<String, UnaryOperator<HttpRequest.Builder>> tampers = Map.of(
        "a signed header", request -> request.setHeader("x-cos-meta-of", "other"),
        "the method", request -> request.method("DELETE", BodyPublishers.noBody()),
        "the path", request -> request.uri(URI.create(client.url(object("PUT", "other").query("a", "1")))),
        "the query", request -> request.uri(URI.create(client.url(object("PUT", "tampered").query("a", "2")))),
        "the host", request -> request.uri(URI.create(
            client.url(CosRequest.object("PUT", StandIn.PUBLIC, "tampered").query("a", "1")))),
        "the signature", request -> request.setHeader("Authorization", "q-sign-algorithm=sha1"));
    for (var tamper : tampers.entrySet()) {
      HttpRequest.Builder request = client.sign(put, MINUTE).toHttpRequest(BodyPublishers.ofString("text"));
      CosException e = sent(tamper.getValue().apply(request).build()).orElseThrow();
      assertEquals(403, e.getStatusCode(), tamper.getKey());
    }
  }

  @Test
  void aSignedDocumentHasItsMd5() throws Exception {
    String document = "<Delete><Object><Key>none</Key></Object></Delete>";
    CosRequest post = CosRequest.bucket("POST", StandIn.BUCKET).query("delete", null);
    SignedRequest signed = client.sign(post.body(document), MINUTE);
    assertTrue(signed.headers().stream().anyMatch(header -> header.name().equalsIgnoreCase("Content-MD5")));
    assertEquals(Optional.empty(), sent(signed.toHttpRequest(BodyPublishers.ofString(document)).build()));
    CosRequest streamed = post.body(new ByteArrayInputStream(new byte[1]), 1);
    assertEquals(Reason.INVALID_ARGUMENT,
        assertThrows(CosClientException.class, () -> client.sign(streamed, MINUTE)).getReason());
    assertFalse(signed.toString().contains("q-sign"), signed.toString());
  }

  @Test
  void theHostToSignIsSet() throws Exception {
    CosRequest head = CosRequest.bucket("HEAD", StandIn.BUCKET);
    for (Map.Entry<String, Boolean> host : Map.of("other.example.com", false,
        StandIn.BUCKET + ".cos.ap-guangzhou.myqcloud.com", true).entrySet()) {
      SignedRequest signed = client.sign(head, MINUTE, new CallOptions().signedHost(host.getKey()));
      assertEquals(host.getValue(), sent(signed.toHttpRequest(BodyPublishers.noBody()).build()).isEmpty(), host.getKey());
    }
    SignedRequest free = client.sign(head, MINUTE, new CallOptions().signedHost(""));
    assertTrue(free.headers().toString().contains("q-header-list=&"), free.headers().toString());
  }

  @Test
  void theClockSkewIsSet() throws Exception {
    CosRequest head = CosRequest.bucket("HEAD", StandIn.BUCKET);
    client.setClockSkewSeconds(-86_400);
    assertTrue(sent(client.sign(head, MINUTE).toHttpRequest(BodyPublishers.noBody()).build()).isPresent());
    client.setClockSkewSeconds(0);
    assertTrue(sent(client.sign(head, MINUTE).toHttpRequest(BodyPublishers.noBody()).build()).isEmpty());
    client.close();
    client.setClockSkewSeconds(1);
  }

  @Test
  void urlsAreNotSigned() {
    CosRequest get = object("GET", "a b/ü").query("versionId", "1 2");
    try (CosClient unsigned = CosClient.builder().region("ap-guangzhou").build()) {
      assertEquals("https://" + StandIn.BUCKET + ".cos.ap-beijing.myqcloud.com/a%20b/%C3%BC?versionId=1%202",
          unsigned.url(get, new CallOptions().region("ap-beijing")));
      assertEquals(Reason.INVALID_CREDENTIALS,
          assertThrows(CosClientException.class, () -> unsigned.sign(get, MINUTE)).getReason());
      assertEquals(Reason.INVALID_ARGUMENT,
          assertThrows(CosClientException.class, () -> unsigned.url(null)).getReason());
      assertEquals(Reason.INVALID_ARGUMENT,
          assertThrows(CosClientException.class, () -> unsigned.sign(get, null)).getReason());
    }
  }

  @Test
  void presigningTakesOptions() throws Exception {
    client.send(object("PUT", "presigned").body("text"));
    String url = client.presign(object("GET", "presigned"), MINUTE, new CallOptions().header("x-cos-meta-of", "this"));
    for (Map.Entry<String, Boolean> value : Map.of("this", true, "other", false).entrySet()) {
      HttpRequest get = HttpRequest.newBuilder(URI.create(url)).header("x-cos-meta-of", value.getKey()).build();
      assertEquals(value.getValue(), sent(get).isEmpty(), value.getKey());
    }
    assertTrue(client.presign(object("GET", "k"), MINUTE, new CallOptions().region("ap-beijing")).contains("ap-beijing"));
  }

  /** Another call holds the provider. */
  @Test
  void theTimeoutAndTheTokenCoverTheWaitForTheProvider() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(1);
    CredentialsProvider provider = () -> {
      asked.countDown();
      done.await();
      return new Credentials(StandIn.ID, StandIn.KEY, null, null);
    };
    try (CosClient waiting = standin.builder().credentialsProvider(provider).build()) {
      Thread first = new Thread(() -> waiting.sign(object("GET", "k"), MINUTE));
      first.start();
      asked.await();
      CallOptions brief = new CallOptions().timeout(Duration.ofMillis(20));
      assertEquals(Reason.TIMEOUT,
          assertThrows(CosClientException.class, () -> waiting.sign(object("GET", "k"), MINUTE, brief)).getReason());
      CancelToken token = new CancelToken();
      token.cancel();
      CallOptions cancelled = new CallOptions().cancel(token);
      assertEquals(Reason.CANCELLED,
          assertThrows(CosClientException.class, () -> waiting.presign(object("GET", "k"), MINUTE, cancelled)).getReason());
      done.countDown();
      first.join();
    }
  }
}
