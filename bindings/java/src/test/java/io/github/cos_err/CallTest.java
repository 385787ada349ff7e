package io.github.cos_err;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
    client.send(object("GET", "c").sink(down));
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
      return new java.io.ByteArrayInputStream(new byte[1000]) {
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
    for (CosRequest request : List.of(read, write)) {
      CosException e = assertThrows(CosClientException.class, () -> client.send(request));
      assertEquals(Reason.CALLBACK, e.getReason());
      assertEquals(thrown, e.getCause());
    }
    assertEquals(thrown, assertThrows(CosClientException.class, () -> client.send(progress)).getCause());
    // Nothing of it is left for the next call.
    assertEquals(200, client.headBucket(StandIn.BUCKET).getStatusCode());
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

  @Test
  void answersOfJavasClientAreRead() throws Exception {
    byte[] body = "<Error><Code>NoSuchKey</Code><Message>gone</Message></Error>".getBytes(StandardCharsets.UTF_8);
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> {
      exchange.getResponseHeaders().add("Server", "tencent-cos");
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
      }
      HttpRequest fine = HttpRequest.newBuilder(missing.resolve("/fine")).build();
      HttpResponse<InputStream> stream = http.send(fine, HttpResponse.BodyHandlers.ofInputStream());
      assertTrue(CosException.fromResponse(stream).isEmpty());
      assertArrayEquals(body, stream.body().readAllBytes(), "the stream of a success is its reader's");
      // A copy may fail with status 200.
      HttpRequest copy = HttpRequest.newBuilder(fine.uri()).PUT(HttpRequest.BodyPublishers.noBody()).build();
      assertTrue(CosException.fromResponse(http.send(copy, HttpResponse.BodyHandlers.ofString())).isPresent());
    } finally {
      server.stop(0);
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
