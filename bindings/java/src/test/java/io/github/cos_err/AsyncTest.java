package io.github.cos_err;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Futures of calls that end by themselves. */
class AsyncTest {
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

  static CosException failure(CompletableFuture<?> future) {
    return assertInstanceOf(
        CosException.class, assertThrows(CompletionException.class, future::join).getCause());
  }

  private static CosRequest object(String method, String key) {
    return CosRequest.object(method, StandIn.BUCKET, key);
  }

  private static void awaiting(CountDownLatch go) throws IOException {
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static String stored(String key) {
    return client.send(object("GET", key)).getBodyAsString();
  }

  @Test
  void aFutureHasTheResponseOrTheError() {
    assertEquals("ap-guangzhou", client.headBucketAsync(StandIn.BUCKET).join().getBucketRegion());
    CosException e = failure(client.headBucketAsync("missing-1250000000"));
    assertEquals("NoSuchBucket", e.getErrorCode());
    assertEquals("HeadBucket", e.getOperation());
    assertTrue(e.toJson().contains("missing"), e.toJson());
    CosResponse put = client.sendAsync(object("PUT", "async").body("<L><K>a</K></L>")).join();
    assertFalse(put.getRequestId().isEmpty());
    assertEquals("a", client.sendAsync(object("GET", "async")).join().getValue("K"));
  }

  @Test
  void mistakesAreTheFutures() {
    CosClient closed = standin.builder().build();
    closed.close();
    for (CompletableFuture<?> future : List.of(client.sendAsync(null), client.headBucketAsync(null),
        client.headBucketAsync("\0"), client.sendAsync(object("", "k")), closed.headBucketAsync(StandIn.BUCKET),
        closed.signAsync(null, null, null),
        client.signAsync(object("GET", "k"), null, null), client.presignAsync(null, Duration.ofMinutes(1), null),
        closed.presignAsync(object("GET", "k"), Duration.ofMinutes(1), null))) {
      assertEquals(Reason.INVALID_ARGUMENT, failure(future).getReason());
    }
  }

  @Test
  void streamsAndListenersWorkInStartedCalls() throws Exception {
    byte[] bytes = new byte[300_000];
    Arrays.fill(bytes, (byte) 'x');
    List<String> events = new ArrayList<>();
    AtomicReference<Thread> reader = new AtomicReference<>();
    ByteArrayInputStream in = new ByteArrayInputStream(bytes) {
      @Override
      public void close() {
        events.add("closed");
      }
    };
    client.sendAsync(object("PUT", "streams").body(() -> {
      reader.set(Thread.currentThread());
      assertSame(AsyncTest.class.getClassLoader(), Thread.currentThread().getContextClassLoader());
      return in;
    }, bytes.length)).join();
    assertEquals(Callbacks.THREAD_NAME, reader.get().getName());
    assertTrue(reader.get().isDaemon());
    assertEquals(List.of("closed"), events);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Long> received = new ArrayList<>();
    CosResponse response = client.sendAsync(object("GET", "streams").sink(out)
        .head(head -> events.add("head " + head.getStatusCode() + " after " + out.size()))
        .progress(told -> received.add(told.received()))).join();
    assertEquals(bytes.length, response.getReceived());
    assertEquals(bytes.length, out.size());
    assertEquals(bytes.length, received.get(received.size() - 1));
    assertEquals(List.of("closed", "head 200 after 0"), events);
  }

  @Test
  void whatStreamsAndListenersThrowIsTheCause() {
    IOException thrown = new IOException("mine");
    client.sendAsync(object("PUT", "thrown").body("text")).join();
    for (CosRequest request : List.of(
        object("PUT", "refused").body(() -> {
          throw thrown;
        }, 10),
        object("GET", "thrown").head(head -> {
          throw thrown;
        }))) {
      CosException e = failure(client.sendAsync(request));
      assertEquals(Reason.CALLBACK, e.getReason());
      assertSame(thrown, e.getCause());
      assertTrue(e.getMessage().contains("mine"), e.getMessage());
    }
    RuntimeException listener = new IllegalStateException("mine");
    CosException e = failure(client.sendAsync(object("GET", "thrown").progress(told -> {
      throw listener;
    })));
    assertEquals(Reason.CALLBACK, e.getReason());
    assertSame(listener, e.getCause());
  }

  @Test
  void aProvidersExceptionIsTheCause() {
    IOException thrown = new IOException("no token today");
    try (CosClient provided = standin.builder().credentialsProvider(() -> {
      throw thrown;
    }).build()) {
      for (CompletableFuture<?> future : List.of(provided.headBucketAsync(StandIn.BUCKET),
          provided.signAsync(object("GET", "k"), Duration.ofMinutes(1), null))) {
        CosException e = failure(future);
        assertEquals(Reason.INVALID_CREDENTIALS, e.getReason());
        assertSame(thrown, e.getCause());
      }
    }
  }

  /** The library shortens what a provider throws, makes it one line, and masks secrets in it. */
  @Test
  void aProvidersExceptionIsTheCauseWhateverItsTextIs() {
    for (String text : List.of("two\nlines", "x".repeat(600), "SecretKey=" + StandIn.KEY + " ", "a: b\0c")) {
      IOException thrown = new IOException(text);
      try (CosClient provided = standin.builder().credentialsProvider(() -> {
        throw thrown;
      }).build()) {
        for (CompletableFuture<?> future : List.of(provided.headBucketAsync(StandIn.BUCKET),
            provided.signAsync(object("GET", "k"), Duration.ofMinutes(1), null))) {
          assertSame(thrown, failure(future).getCause(), text);
        }
      }
    }
  }

  private static void assertInUse(CosRequest request, String what) {
    for (CosException e : List.of(
        failure(client.sendAsync(request)), assertThrows(CosException.class, () -> client.send(request)))) {
      assertEquals(Reason.INVALID_ARGUMENT, e.getReason());
      assertTrue(e.getMessage().contains(what), e.getMessage());
    }
  }

  @Test
  void aStreamThatIsNotOpenedAnewIsInOneCallAtATime() throws Exception {
    CountDownLatch reads = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CosRequest request = object("PUT", "once").body(new ByteArrayInputStream("text".getBytes()) {
      @Override
      public int read(byte[] to, int at, int length) {
        if (reads.getCount() == 0 && go.getCount() != 0) {
          throw new IllegalStateException("two calls read the stream");
        }
        reads.countDown();
        assertDoesNotThrow(() -> go.await());
        return super.read(to, at, length);
      }
    }, 4);
    CompletableFuture<CosResponse> first = client.sendAsync(request);
    reads.await();
    assertInUse(request, "body");
    // Another stream is another matter.
    assertEquals(200, client.sendAsync(request.body(new ByteArrayInputStream("new".getBytes()), 3)).join().getStatusCode());
    go.countDown();
    assertEquals(200, first.join().getStatusCode());
    assertEquals(200, client.send(request.body(new ByteArrayInputStream("new".getBytes()), 3)).getStatusCode());

    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CosRequest get = object("GET", "once").sink(out);
    get.head(head -> {
      get.head(null);
      assertInUse(get, "sink");
    });
    for (int sent = 1; sent <= 2; sent++) {
      client.sendAsync(get).join();
      assertEquals("new".repeat(sent), out.toString());
    }
  }

  @Test
  void aStreamThatIsOpenedAnewIsInAnyNumberOfCalls() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    CosRequest request = object("PUT", "anew").body(() -> {
      both.countDown();
      awaiting(both);
      return new ByteArrayInputStream("text".getBytes());
    }, 4);
    CompletableFuture<CosResponse> first = client.sendAsync(request);
    assertEquals(200, client.send(request).getStatusCode());
    assertEquals(200, first.join().getStatusCode());
  }

  @Test
  void whatALogListenerThrowsGoesToTheHandlerOfItsThread() throws Exception {
    LinkedBlockingQueue<Throwable> handled = new LinkedBlockingQueue<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> handled.add(thrown));
    RuntimeException thrown = new IllegalStateException("mine");
    try (CosClient logging = standin.builder().log(LogLevel.DEBUG, (level, line) -> {
      throw thrown;
    }).build()) {
      assertEquals(200, logging.headBucketAsync(StandIn.BUCKET).join().getStatusCode());
      assertSame(thrown, handled.take());
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }

  /** The second call waits for the first, while its request and settings change. */
  @Test
  void requestAndSettingsAreCopiedAtTheStart() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    try (CosClient narrow = standin.builder().maxConnections(1).build()) {
      CompletableFuture<CosResponse> first = narrow.sendAsync(object("PUT", "first").head(head -> {
        begun.countDown();
        go.await();
      }));
      begun.await();
      CosRequest request = object("PUT", "copied").body("old").header("x-cos-meta-a", "old");
      CallOptions options = new CallOptions().header("x-cos-meta-b", "old");
      CompletableFuture<CosResponse> second = narrow.sendAsync(request, options);
      request.body("new").header("x-cos-meta-a", "new").progress(told -> {
        throw new AssertionError("set after the start");
      });
      options.header("x-cos-meta-c", "new").timeout(Duration.ofMillis(1)).cancel(new CancelToken());
      CompletableFuture<SignedRequest> signed = narrow.signAsync(request, Duration.ofMinutes(1), null);
      request.header("x-cos-meta-a", "newest");
      assertTrue(signed.join().headers().contains(new Header("x-cos-meta-a", "new")), () -> signed.join().headers().toString());
      go.countDown();
      first.join();
      second.join();
    }
    CosResponse stored = client.send(object("GET", "copied"));
    assertEquals("old", stored.getBodyAsString());
    assertEquals("oldold", stored.getHeader("x-cos-meta-a") + stored.getHeader("x-cos-meta-b"));
    assertEquals("", stored.getHeader("x-cos-meta-c"));
  }

  /** Where the work runs that is chained to a call before its end. */
  private static Thread chained(CosClient to) throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<Thread> ran = to.sendAsync(object("PUT", "chained").head(head -> go.await()))
        .thenApply(response -> Thread.currentThread());
    go.countDown();
    return ran.get();
  }

  @Test
  void whatIsChainedRunsOnTheExecutor() throws Exception {
    ExecutorService one = Executors.newSingleThreadExecutor(work -> new Thread(work, "mine"));
    try (CosClient own = standin.builder().executor(one).build()) {
      assertEquals("mine", chained(own).getName());
      assertEquals("mine", own.headBucketAsync(StandIn.BUCKET).thenApplyAsync(made -> Thread.currentThread()).get().getName());
      for (String name : List.of(CompletionQueue.THREAD_NAME, Callbacks.THREAD_NAME)) {
        assertNotEquals(name, chained(client).getName());
      }
      // It refuses work, which the default executor does then.
      one.shutdownNow();
      assertNotEquals(CompletionQueue.THREAD_NAME, chained(own).getName());
    }
  }

  @Test
  void thousandsOfCallsEndEachWithItsOwnResult() {
    List<CompletableFuture<Boolean>> right = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      String name = i % 2 == 0 ? StandIn.BUCKET : "missing-" + i + "-1250000000";
      right.add(client.headBucketAsync(name).handle((response, failure) -> name.equals(StandIn.BUCKET)
          ? response.getStatusCode() == 200
          : ((CosException) failure).getUrl().contains(name)));
    }
    assertTrue(right.stream().allMatch(CompletableFuture::join));
  }

  /** A callback may start calls of its client, but not wait for them. */
  @Test
  void aCallbackStartsCalls() {
    AtomicReference<CompletableFuture<CosResponse>> inner = new AtomicReference<>();
    AtomicReference<CosException> refused = new AtomicReference<>();
    client.sendAsync(object("PUT", "outer").head(head -> {
      inner.set(client.headBucketAsync(StandIn.BUCKET));
      refused.set(assertThrows(CosClientException.class, () -> client.headBucket(StandIn.BUCKET)));
    })).join();
    assertEquals(200, inner.get().join().getStatusCode());
    assertEquals(Reason.INVALID_ARGUMENT, refused.get().getReason());
  }

  @Test
  void aDroppedClientsCallsFinish() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CompletableFuture<CosResponse> future = standin.builder().build().sendAsync(object("PUT", "dropped").body(() -> {
      awaiting(go);
      return new ByteArrayInputStream("text".getBytes());
    }, 4));
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    go.countDown();
    assertEquals(200, future.join().getStatusCode());
    assertEquals("text", stored("dropped"));
  }

  @Test
  void aSignatureAndAUrlAreFutures() {
    CosRequest get = object("GET", "k");
    assertTrue(client.presignAsync(get, Duration.ofMinutes(1)).join().contains("q-signature="));
    assertEquals("GET", client.signAsync(get, Duration.ofMinutes(1)).join().method());
  }

  /** A stand-in of a program's test has the methods that wait. */
  @Test
  void aStandInOfTheInterfaceHasFuturesToo() {
    Cos mock = new Mock();
    assertEquals(204, mock.sendAsync(object("PUT", "k")).join().getStatusCode());
    assertEquals(Reason.TIMEOUT, failure(mock.headBucketAsync(StandIn.BUCKET)).getReason());
    assertEquals("url", mock.presignAsync(object("GET", "k"), Duration.ofMinutes(1), null).join());
    assertEquals("PUT", mock.signAsync(object("PUT", "k"), Duration.ofMinutes(1), null).join().method());
  }
}
