package io.github.cos_err;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class CallTest {
  private static StandIn standin;
  private CosClient client;

  @BeforeAll
  static void start() throws Exception {
    standin = new StandIn();
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

  @Test
  void aBucketTellsItsRegion() {
    CosResponse response = client.headBucket(StandIn.BUCKET);
    assertEquals(200, response.getStatusCode());
    assertEquals("ap-guangzhou", response.getBucketRegion());
    assertFalse(response.getRequestId().isEmpty());
    assertEquals(response.getRequestId(), response.getHeader("X-Cos-Request-Id"));
  }

  @Test
  void aMissingBucketIsAServiceError() {
    CosServiceException e = assertThrows(CosServiceException.class, () -> client.headBucket("missing-1250000000"));
    assertEquals("NoSuchBucket", e.getErrorCode());
    assertEquals(1, e.getAttempts().size());
    assertEquals(404, e.getAttempts().get(0).status());
  }

  @Test
  void whatGoesUpComesDown(@TempDir Path folder) throws Exception {
    byte[] bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    Path file = Files.write(folder.resolve("上传"), bytes);
    Path down = folder.resolve("down");
    List<Progress> told = new ArrayList<>();
    client.send(object("PUT", "a").body(bytes));
    client.send(object("PUT", "b").body(file).progress(told::add));
    client.send(object("PUT", "c").body(file, 100_000, 200_000));
    try (InputStream in = Files.newInputStream(file)) {
      client.send(object("PUT", "d").body(in, -1));
      assertEquals(-1, in.read());
    }
    client.send(object("PUT", "e").body(() -> Files.newInputStream(file), bytes.length));
    assertEquals(bytes.length, told.get(told.size() - 1).sent());
    for (String key : List.of("a", "b", "d", "e")) {
      assertArrayEquals(bytes, client.send(object("GET", key)).getBody(), key);
    }
    client.send(object("GET", "c").sink(down).sinkSync(true));
    assertEquals(200_000, Files.size(down));
    try (var out = Files.newOutputStream(down)) {
      CosResponse response = client.send(object("GET", "a").sink(out));
      assertEquals(bytes.length, response.getReceived());
      assertEquals(0, response.getBody().length);
    }
    assertArrayEquals(bytes, Files.readAllBytes(down));
  }

  @Test
  void aBodyIsOpenedForEveryTryAndClosed() {
    int[] opened = new int[2];
    CosRequest request = CosRequest.object("PUT", "fault-fail-1-status-503-1250000000", "key").body(() -> {
      opened[0]++;
      return new ByteArrayInputStream(new byte[1000]) {
        @Override
        public void close() {
          opened[1]++;
        }
      };
    }, 1000);
    client.send(request);
    assertArrayEquals(new int[] {2, 2}, opened);
  }

  @Test
  void whatCallbacksThrowIsTheCause() {
    RuntimeException thrown = new IllegalStateException("mine");
    CosRequest read = object("PUT", "key").body(() -> {
      throw thrown;
    }, 10);
    CosRequest write = object("GET", "synthetic/100k").sink(new java.io.OutputStream() {
      @Override
      public void write(int b) {
        throw thrown;
      }
    });
    CosRequest progress = object("GET", "synthetic/100k").progress(told -> {
      throw thrown;
    });
    for (CosRequest request : List.of(read, write, progress)) {
      CosException e = assertThrows(CosClientException.class, () -> client.send(request));
      assertEquals(Reason.CALLBACK, e.getReason());
      assertEquals(thrown, e.getCause());
      assertTrue(request == progress || e.getMessage().endsWith(": " + thrown.getMessage()), e.getMessage());
    }
    // Nothing of it is left for the next call.
    assertEquals(200, client.headBucket(StandIn.BUCKET).getStatusCode());
  }

  @Test
  void aListenerThatThrowsAfterASuccessDoesNotHideIt() {
    CosClientBuilder builder = standin.builder().log(LogLevel.DEBUG, (level, line) -> {
      throw new IllegalStateException("mine");
    });
    try (CosClient logged = builder.build()) {
      CosException e = assertThrows(CosClientException.class, () -> logged.headBucket(StandIn.BUCKET));
      assertEquals(Reason.CALLBACK, e.getReason());
      assertTrue(e.getMessage().matches(".*threw; the call succeeded: status 200, request id \\S+"), e.getMessage());
      CosException missing = assertThrows(CosServiceException.class, () -> logged.headBucket("missing-1250000000"));
      assertEquals("mine", missing.getCause().getMessage());
    }
  }

  @Test
  void aStreamThatCannotBeClosedDoesNotHideTheOutcome() {
    Error thrown = new AssertionError("mine");
    StreamSource source = () -> new ByteArrayInputStream(new byte[10]) {
      @Override
      public void close() {
        throw thrown;
      }
    };
    CosException e = assertThrows(CosClientException.class, () -> client.send(object("PUT", "key").body(source, 10)));
    assertEquals(Reason.LOCAL_IO, e.getReason());
    assertEquals(thrown, e.getCause());
    assertTrue(e.getMessage().contains("status 200"), e.getMessage());
    CosRequest request = CosRequest.object("PUT", "missing-1250000000", "key").body(source, 10);
    CosException missing = assertThrows(CosServiceException.class, () -> client.send(request));
    assertEquals("NoSuchBucket", missing.getErrorCode());
    assertArrayEquals(new Throwable[] {thrown}, missing.getSuppressed());
  }

  @Test
  void aProviderGivesTheKeysOrSaysWhyNot() {
    CosClientBuilder builder = standin.builder();
    int[] asked = new int[1];
    try (CosClient provided = builder.credentialsProvider(() -> {
      asked[0]++;
      return new Credentials(StandIn.ID, StandIn.KEY, "STANDINTOKEN", Instant.now().plusSeconds(3600));
    }).build()) {
      provided.headBucket(StandIn.BUCKET);
      provided.headBucket(StandIn.BUCKET);
      assertEquals(1, asked[0]);
    }
    Exception thrown = new Exception("no role");
    try (CosClient refused = builder.credentialsProvider(() -> {
      throw thrown;
    }).build()) {
      CosException e = assertThrows(CosClientException.class, () -> refused.headBucket(StandIn.BUCKET));
      assertEquals(Reason.INVALID_CREDENTIALS, e.getReason());
      assertEquals(thrown, e.getCause());
      assertTrue(e.getCauses().toString().contains("no role"));
    }
  }

  /** The server's clock is that far ahead: at the second try of a call the keys are to be renewed. */
  @Test
  void keysThatAreValidServeOnWhenTheProviderFails() {
    int[] asked = new int[1];
    IOException thrown = new IOException("no network");
    CosClientBuilder builder = standin.builder().credentialsProvider(() -> {
      if (asked[0]++ > 0) {
        throw thrown;
      }
      return new Credentials(StandIn.ID, StandIn.KEY, null, Instant.now().plusSeconds(3600));
    });
    // While a call waits it is asked whether it is to end.
    for (String bucket : List.of("fault-skew-3540-1250000000", "fault-skew-3540-and-slow-200-1250000000")) {
      asked[0] = 0;
      try (CosClient renewing = builder.build()) {
        assertEquals(200, renewing.headBucket(bucket).getStatusCode());
        assertEquals(2, asked[0]);
      }
    }
    asked[0] = 0;
    try (CosClient renewing = builder.build()) {
      CosRequest missing = CosRequest.object("GET", "fault-skew-3540-1250000000", "missing");
      CosException e = assertThrows(CosServiceException.class, () -> renewing.send(missing));
      assertEquals("NoSuchKey", e.getErrorCode());
      assertArrayEquals(new Throwable[] {thrown}, e.getSuppressed(), "it is not why the call failed");
    }
  }

  @Test
  void aProviderThatGivesNullIsNamed() {
    try (CosClient provided = standin.builder().credentialsProvider(() -> null).build()) {
      CosException e = assertThrows(CosClientException.class, () -> provided.headBucket(StandIn.BUCKET));
      assertEquals(Reason.INVALID_CREDENTIALS, e.getReason());
      assertTrue(e.getMessage().contains("the CredentialsProvider gave null"), e.getMessage());
    }
  }

  @Test
  void keysThatExpiredIn1970DoNotServeForEver() {
    int[] asked = new int[1];
    CosClientBuilder builder = standin.builder().credentialsProvider(() -> {
      asked[0]++;
      return new Credentials(StandIn.ID, StandIn.KEY, null, Instant.EPOCH);
    });
    try (CosClient provided = builder.build()) {
      provided.headBucket(StandIn.BUCKET);
      provided.headBucket(StandIn.BUCKET);
    }
    assertEquals(2, asked[0]);
  }

  @Test
  void whatMustNotBeNullIsNamed() {
    CosRequest request = object("PUT", "key");
    Map<Executable, String> all = Map.ofEntries(
        Map.entry(() -> request.body((byte[]) null), "body"),
        Map.entry(() -> request.body((String) null), "body"),
        Map.entry(() -> request.body((InputStream) null, 1), "body"),
        Map.entry(() -> request.body((StreamSource) null, 1), "body"),
        Map.entry(() -> request.body((Path) null), "file"),
        Map.entry(() -> request.sink((Path) null), "file"),
        Map.entry(() -> client.send(null), "request"),
        Map.entry(() -> client.presign(null, Duration.ofMinutes(1)), "request"),
        Map.entry(() -> client.presign(request, null), "valid"),
        Map.entry(() -> new CallOptions().timeout(null), "time"),
        Map.entry(() -> CosClient.builder().ioTimeout(null), "time"),
        Map.entry(() -> CosClient.builder().caFile(null), "file"),
        Map.entry(() -> CosClient.builder().log(null, (level, line) -> { }), "level"),
        Map.entry(() -> new Failure(null), "reason"),
        Map.entry(() -> CosException.fromResponse(null), "response"));
    all.forEach((call, what) -> {
      CosException e = assertThrows(CosClientException.class, call, what);
      assertEquals(Reason.INVALID_ARGUMENT, e.getReason());
      assertEquals(what + ": it is missing; set one", e.getMessage());
    });
    CosClient.builder().log(null, null);
    CosException e = assertThrows(CosClientException.class, () -> client.send(object("PUT", "key").body(() -> null, 1)));
    assertEquals("the StreamSource opened null", e.getCause().getMessage());
  }

  @Test
  void aLogIsHeardWithoutSecrets() {
    List<String> lines = new ArrayList<>();
    try (CosClient logged = standin.builder().log(LogLevel.DEBUG, (level, line) -> lines.add(level + " " + line)).build()) {
      logged.headBucket(StandIn.BUCKET);
      assertThrows(CosServiceException.class, () -> logged.headBucket("missing-1250000000"));
    }
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("DEBUG event=attempt")), lines::toString);
    assertTrue(lines.stream().anyMatch(line -> line.startsWith("ERROR event=failed")), lines::toString);
    assertFalse(lines.toString().contains(StandIn.KEY));
  }

  @Test
  void aPresignedUrlIsForAnybody() throws Exception {
    client.send(object("PUT", "shared").body("text"));
    String url = client.presign(object("GET", "shared"), Duration.ofMinutes(5));
    URI there = URI.create("http://" + standin.address() + URI.create(url).getRawPath() + "?" + URI.create(url).getRawQuery());
    assertTrue(url.contains("q-signature="));
    assertEquals("/shared", there.getPath());
  }

  /** The status that whoever has a URL gets, with such header lines beside it. */
  private static int statusOf(String url, String lines) throws IOException {
    URI uri = URI.create(url);
    String[] address = standin.address().split(":");
    try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
      String request = "GET " + uri.getRawPath() + "?" + uri.getRawQuery() + " HTTP/1.1\r\nHost: " + uri.getHost()
          + "\r\nConnection: close\r\n" + lines + "\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(response.split(" ")[1]);
    }
  }

  @Test
  void aTokenOfTheCallersOwnIsInAPresignedUrlOnce() throws Exception {
    String token = "STANDINTOKENown";
    Duration valid = Duration.ofMinutes(5);
    client.send(object("PUT", "kept").body("text"));
    try (CosClient temporary = standin.builder().credentials(StandIn.ID, StandIn.KEY, token).build()) {
      for (String name : List.of("x-cos-security-token", "X-Cos-Security-Token")) {
        String url = temporary.presign(object("GET", "kept").query(name, token), valid);
        assertEquals(2, url.split(token, -1).length, url);
        assertEquals(200, statusOf(url, ""));
        // As a header it is signed, and must be sent with the URL, which does not hold it.
        CosRequest withHeader = object("GET", "kept").header(name, token);
        url = temporary.presign(withHeader, valid);
        assertFalse(url.contains(token), url);
        assertEquals(403, statusOf(url, ""));
        assertEquals(200, statusOf(url, name + ": " + token + "\r\n"));
        // What is sent has the client's own.
        CosException e = assertThrows(CosClientException.class, () -> temporary.send(withHeader));
        assertEquals(Reason.INVALID_ARGUMENT, e.getReason());
      }
    }
  }

  @Test
  void answersOfJavasClientAreRead() throws Exception {
    byte[] body = "<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>".getBytes(StandardCharsets.UTF_8);
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      exchange.getResponseHeaders().add("Server", "tencent-cos");
      // It writes a byte for each character.
      byte[] name = "名".getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("x-cos-meta-name", new String(name, StandardCharsets.ISO_8859_1));
      exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/fine") ? 200 : 404, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
    try {
      URI missing = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/missing");
      HttpClient http = HttpClient.newHttpClient();
      for (HttpResponse.BodyHandler<?> handler : List.of(HttpResponse.BodyHandlers.ofString(),
          HttpResponse.BodyHandlers.ofByteArray(), HttpResponse.BodyHandlers.ofInputStream())) {
        CosException e = CosException
            .fromResponse(http.send(HttpRequest.newBuilder(missing).build(), handler))
            .orElseThrow();
        assertInstanceOf(CosServiceException.class, e);
        assertEquals("NoSuchKey", e.getErrorCode());
        assertArrayEquals(body, e.getOriginBody());
        assertEquals("GET", e.getMethod());
        assertEquals("名", e.getHeader("x-cos-meta-name"));
      }
      HttpRequest fine = HttpRequest.newBuilder(missing.resolve("/fine")).build();
      HttpResponse<InputStream> stream = http.send(fine, HttpResponse.BodyHandlers.ofInputStream());
      assertTrue(CosException.fromResponse(stream).isEmpty());
      assertArrayEquals(body, stream.body().readAllBytes(), "the stream of a success is its reader's");
      // A copy may fail with status 200.
      HttpRequest copy = HttpRequest.newBuilder(fine.uri()).PUT(HttpRequest.BodyPublishers.noBody()).build();
      assertTrue(CosException.fromResponse(http.send(copy, HttpResponse.BodyHandlers.ofString())).isPresent());
      // Its stream is read where its document is expected.
      HttpResponse<InputStream> copied = http.send(copy, HttpResponse.BodyHandlers.ofInputStream());
      CosException inside = Exchange.of(copied).expectRoot("CopyObjectResult").toException().orElseThrow();
      assertEquals("NoSuchKey", inside.getErrorCode());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void documentsLongerThanMebibyteAreReadToTheirEnd() throws Exception {
    String document = "<ListBucketResult>" + "<Contents><Key>k</Key></Contents>".repeat(40_000) + "</ListBucketResult>";
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      byte[] body = document.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    });
    server.start();
    try {
      URI list = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
      HttpResponse<InputStream> listed = HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofInputStream());
      assertTrue(Exchange.of(listed).expectRoot("ListBucketResult").toException().isEmpty());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whatArrivedOfAnAnswerThatWasCutIsRead() throws Exception {
    byte[] body = "<Error><Code>NoSuchUpload</Code><Message>gone</Message>".getBytes(StandardCharsets.UTF_8);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> answerShort(server, body));
      thread.start();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/key")).build();
      CosException e = CosException
          .fromResponse(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream()))
          .orElseThrow();
      thread.join();
      assertArrayEquals(body, e.getOriginBody());
      assertTrue(e.isOriginTruncated());
      assertEquals("NoSuchUpload", e.getErrorCode());
    }
  }

  /** One answer, of which ten bytes are missing. */
  private static void answerShort(ServerSocket server, byte[] body) {
    try (Socket caller = server.accept()) {
      caller.getInputStream().read(new byte[10_000]);
      String head = "HTTP/1.1 404 Not Found\r\nServer: tencent-cos\r\nContent-Length: " + (body.length + 10) + "\r\n\r\n";
      caller.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      caller.getOutputStream().write(body);
    } catch (IOException e) {
      // The caller finds no answer.
    }
  }

  @Test
  void aClosedClientSaysSo() {
    client.close();
    client.close();
    CosException e = assertThrows(CosClientException.class, () -> client.headBucket(StandIn.BUCKET));
    assertEquals(Reason.INVALID_ARGUMENT, e.getReason());
    assertFalse(e.isRequestSent());
  }
}
