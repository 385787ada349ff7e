package io.github.cos_err;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.cos_err.CosServiceException.ErrorType;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What programs of Java expect of exceptions, responses and clients. */
class ConventionTest {
  private static CosException failed(CosClient client, CosRequest request, CallOptions options) {
    return assertThrows(CosClientException.class, () -> client.send(request, options));
  }

  private static final CosRequest GET = CosRequest.object("GET", StandIn.BUCKET, "key");

  @Test
  void aRefusedConnectionIsAConnectException() {
    try (CosClient client = StandIn.builder("127.0.0.1:1").maxAttempts(1).build()) {
      CosException e = failed(client, GET, null);
      ConnectException cause = (ConnectException) e.getCause();
      assertTrue(cause.getMessage().contains("refused"), cause.getMessage());
      assertSame(cause, e.getCause());
      assertEquals(e.getStackTrace()[0], cause.getStackTrace()[0]);
    }
  }

  @Test
  void aNameThatIsNotFoundIsAnUnknownHostException() {
    CosClientBuilder builder = CosClient.builder().region("ap-guangzhou").endpoint("http://{bucket}.invalid");
    try (CosClient client = builder.maxAttempts(1).build()) {
      CosException e = failed(client, GET, null);
      assertEquals(Reason.DNS, e.getReason());
      assertEquals(UnknownHostException.class, e.getCause().getClass());
    }
  }

  @Test
  void timeIsASocketTimeoutException() throws Exception {
    try (Silent silent = new Silent(); CosClient client = StandIn.builder(silent.address()).build()) {
      CosException e = failed(client, GET, new CallOptions().timeout(Duration.ofMillis(50)));
      assertEquals(SocketTimeoutException.class, e.getCause().getClass());
    }
  }

  @Test
  void aHandshakeThatFailsIsAnSslException() throws Exception {
    try (StandIn plain = new StandIn();
        CosClient client = StandIn.builder(plain.address())
            .endpoint("https://{bucket}.cos.{region}.myqcloud.com")
            .maxAttempts(1)
            .build()) {
      CosException e = failed(client, GET, null);
      assertEquals(Reason.TLS, e.getReason());
      assertEquals(SSLException.class, e.getCause().getClass());
    }
  }

  @Test
  void aFileThatIsNotThereIsAFileNotFoundException(@TempDir Path folder) {
    try (CosClient client = StandIn.builder("127.0.0.1:1").build()) {
      CosRequest put = CosRequest.object("PUT", StandIn.BUCKET, "key").body(folder.resolve("absent"));
      assertEquals(FileNotFoundException.class, failed(client, put, null).getCause().getClass());
    }
  }

  @Test
  void everyReasonHasTheExceptionOfJavasOwnClasses() {
    Map<Reason, Class<?>> expected = Map.of(
        Reason.DNS, UnknownHostException.class,
        Reason.CONNECT, ConnectException.class,
        Reason.PROXY, ConnectException.class,
        Reason.TLS, SSLException.class,
        Reason.TIMEOUT, SocketTimeoutException.class,
        Reason.CONNECTION_LOST, SocketException.class,
        Reason.PROTOCOL, ProtocolException.class,
        Reason.LOCAL_IO, IOException.class,
        Reason.BAD_RESPONSE, IOException.class,
        Reason.CHECKSUM, IOException.class);
    expected.forEach((reason, type) -> {
      CosException e = new Failure(reason).toException();
      assertEquals(type, e.getCause().getClass(), reason::name);
      assertFalse(e.getCause().getMessage().isEmpty());
    });
    for (Reason reason : List.of(Reason.INVALID_ARGUMENT, Reason.INVALID_CREDENTIALS, Reason.CANCELLED)) {
      assertNull(new Failure(reason).toException().getCause(), reason::name);
    }
    assertEquals(
        AccessDeniedException.class, new Failure(Reason.LOCAL_IO).osErrno(13).toException().getCause().getClass());
    assertEquals(
        NoRouteToHostException.class,
        new Failure(Reason.CONNECT).osErrno(113).toException().getCause().getClass());
    IOException own = new IOException("own");
    assertSame(own, new Failure(Reason.DNS).cause(own).toException().getCause());
  }

  private static CosServiceException inside(String code) {
    String body = "<Error><Code>" + code + "</Code></Error>";
    return (CosServiceException) new Exchange()
        .method("POST")
        .status(200)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .toException()
        .orElseThrow();
  }

  @Test
  void anErrorInsideASuccessIsOfTheSideThatMadeIt() {
    assertEquals(ErrorType.Service, inside("InternalError").getErrorType());
    assertEquals(ErrorType.Service, inside("SlowDown").getErrorType());
    assertEquals(ErrorType.Client, inside("AccessDenied").getErrorType());
    assertEquals(ErrorType.Client, inside("NoSuchKey").getErrorType());
  }

  @Test
  void theMessageNamesOnlyIdsThatThereAre() {
    assertTrue(inside("SlowDown").getMessage().endsWith("(Status Code: 200; Error Code: SlowDown)"));
    CosException e = new Exchange().status(404).header("x-cos-trace-id", "trace").toException().orElseThrow();
    assertTrue(e.getMessage().endsWith("); Trace ID: trace"), e.getMessage());
    assertFalse(e.getMessage().contains("Request ID"), e.getMessage());
  }

  @Test
  void errorsAreKeptByTheSizeOfTheHeap() {
    assertEquals(32L << 20, KeptObjects.most(64L << 20));
    assertEquals(32L << 20, KeptObjects.most(256L << 20));
    assertEquals(256L << 20, KeptObjects.most(2L << 30));
    assertEquals(512L << 20, KeptObjects.most(Long.MAX_VALUE));
  }

  /** What a stream's body is, for a request of each method. */
  private static HttpResponse<InputStream> streamed(HttpServer server, String method) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/k"))
        .method(method, HttpRequest.BodyPublishers.noBody())
        .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());
  }

  private static HttpServer serving(int status, String body) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext("/", exchange -> {
      exchange.getResponseHeaders().set("Server", "tencent-cos");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    });
    server.start();
    return server;
  }

  @Test
  void anErrorInsideASuccessIsFoundInAStream() throws Exception {
    HttpServer server = serving(200, "<Error><Code>InternalError</Code></Error>");
    try {
      for (String method : List.of("POST", "PUT")) {
        CosException e = CosException.fromResponse(streamed(server, method)).orElseThrow();
        assertEquals("InternalError", e.getErrorCode(), method);
      }
      // The content of an object is its owner's.
      HttpResponse<InputStream> got = streamed(server, "GET");
      assertTrue(CosException.fromResponse(got).isEmpty());
      assertEquals("<Error><Code>InternalError</Code></Error>", new String(got.body().readAllBytes(), StandardCharsets.UTF_8));
    } finally {
      server.stop(0);
    }
  }

  @Test
  void streamsThatWereReadAreThereOnceMore() throws Exception {
    String document = "<CopyObjectResult><ETag>e</ETag></CopyObjectResult>";
    String missing = "<Error><Code>NoSuchKey</Code></Error>" + " ".repeat(2 << 20);
    for (Map.Entry<Integer, String> served : Map.of(200, document, 404, missing).entrySet()) {
      HttpServer server = serving(served.getKey(), served.getValue());
      try {
        for (String method : List.of("PUT", "GET")) {
          Exchange exchange = Exchange.of(streamed(server, method));
          assertEquals(served.getKey() != 200, exchange.toException().isPresent());
          try (InputStream again = exchange.bodyStream()) {
            assertEquals(served.getValue(), new String(again.readAllBytes(), StandardCharsets.UTF_8));
          }
        }
      } finally {
        server.stop(0);
      }
    }
    assertNull(new Exchange().bodyStream());
  }

  /** A program's stand-in for the client. */
  private static final class Mock implements Cos {
    @Override
    public CosResponse headBucket(String bucket, CallOptions options) {
      return CosResponse.of(200, List.of(new Header("x-cos-bucket-region", "ap-beijing")), new byte[0]);
    }

    @Override
    public CosResponse send(CosRequest request, CallOptions options) {
      throw new Failure(Reason.TIMEOUT).toException();
    }

    @Override
    public CosResponse uploadFile(String bucket, String key, Path file, CosTransfer transfer, CallOptions options) {
      throw new Failure(Reason.LOCAL_IO).toException();
    }

    @Override
    public CosResponse downloadFile(String bucket, String key, Path file, CosTransfer transfer, CallOptions options) {
      throw new Failure(Reason.LOCAL_IO).toException();
    }

    @Override
    public SignedRequest sign(CosRequest request, Duration valid, CallOptions options) {
      return new SignedRequest("GET", url(request), List.of(), Instant.MAX);
    }

    @Override
    public String presign(CosRequest request, Duration valid, CallOptions options) {
      return url(request);
    }

    @Override
    public String url(CosRequest request, CallOptions options) {
      return "https://example.com/";
    }

    @Override
    public void setClockSkewSeconds(long seconds) {}

    @Override
    public void shutdown() {}

    @Override
    public void close() {}
  }

  @Test
  void clientsHaveAnInterface() {
    try (Cos client = StandIn.builder("127.0.0.1:1").build(); Cos mock = new Mock()) {
      assertFalse(client.presign(GET, Duration.ofMinutes(1)).isEmpty());
      assertEquals(client.url(GET), client.sign(GET, Duration.ofMinutes(1)).url());
      assertEquals("https://example.com/", mock.sign(GET, Duration.ofMinutes(1)).url());
      assertEquals("ap-beijing", mock.headBucket("any").getBucketRegion());
      assertThrows(CosClientException.class, () -> mock.send(GET));
      CosResponse made = CosResponse.of(200, List.of(new Header("A", "b")), new byte[] {65});
      assertEquals("A", made.getBodyAsString());
      assertEquals("b", made.getHeader("a"));
      assertEquals(1, made.getReceived());
      assertEquals(0, made.getCount(""));
      assertFalse(made.getFault().isEmpty());
    }
  }
}
