package io.github.cos_err;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Futures of calls that wait for a response, and are ended. */
class AsyncEndingTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private Silent silent;
  private CosClient client;

  @BeforeEach
  void open() throws Exception {
    silent = new Silent();
    client = StandIn.builder(silent.address()).maxConnections(1).maxStarted(4).build();
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    silent.close();
  }

  private CompletableFuture<CosResponse> begun() throws InterruptedException {
    CompletableFuture<CosResponse> future = client.headBucketAsync(StandIn.BUCKET);
    silent.awaitRequest();
    return future;
  }

  @Test
  void cancellingTheFutureEndsTheCall() throws Exception {
    CompletableFuture<CosResponse> future = begun();
    assertTrue(future.cancel(false) && future.isCancelled());
    silent.awaitEnd();
    assertThrows(CancellationException.class, future::join);
    assertTrue(future.cancel(true));
  }

  @Test
  void cancellingWhatIsChainedEndsTheCallIfItMayInterrupt() throws Exception {
    CompletableFuture<CosResponse> future = begun();
    CompletableFuture<Integer> kept = future.thenApply(CosResponse::getStatusCode);
    assertTrue(kept.cancel(false));
    CompletableFuture<Integer> last = future.thenApply(CosResponse::getStatusCode).thenApply(status -> status + 1);
    assertFalse(future.isDone());
    assertTrue(last.cancel(true));
    silent.awaitEnd();
    ExecutionException e = assertThrows(ExecutionException.class, future::get);
    assertEquals(Reason.CANCELLED, assertInstanceOf(CosClientException.class, e.getCause()).getReason());
  }

  @Test
  void tokenAndTimeoutEndCalls() throws Exception {
    CompletableFuture<CosResponse> first = begun();
    CancelToken token = new CancelToken();
    CompletableFuture<CosResponse> waiting = client.headBucketAsync(StandIn.BUCKET, new CallOptions().cancel(token));
    CosException late = AsyncTest.failure(
        client.headBucketAsync(StandIn.BUCKET, new CallOptions().timeout(Duration.ofMillis(50))));
    assertEquals(Reason.TIMEOUT, late.getReason());
    assertFalse(late.isRequestSent());
    assertFalse(waiting.isDone());
    token.cancel();
    CosException cancelled = AsyncTest.failure(waiting);
    assertEquals(Reason.CANCELLED, cancelled.getReason());
    assertFalse(cancelled.isRequestSent());
    assertFalse(first.isDone());
  }

  @Test
  void closingTheClientEndsItsCalls() throws Exception {
    List<CompletableFuture<CosResponse>> futures = new ArrayList<>(List.of(begun()));
    futures.add(client.headBucketAsync(StandIn.BUCKET));
    client.close();
    for (CompletableFuture<CosResponse> future : futures) {
      assertEquals(Reason.CANCELLED, AsyncTest.failure(future).getReason());
    }
    silent.awaitEnd();
  }

  @Test
  void closingTheClientInterruptsAStream() throws Exception {
    Blocking stream = new Blocking();
    CompletableFuture<CosResponse> future = sent(stream);
    stream.reads.await();
    client.close();
    stream.closed.await();
    assertInstanceOf(InterruptedException.class, stream.ended.get());
    CosException e = AsyncTest.failure(future);
    assertEquals(Reason.CANCELLED, e.getReason(), e.toText());
    assertInstanceOf(InterruptedException.class, e.getCause().getCause());
  }

  @Test
  void aCallWhoseFutureTimedOutCanStillBeCancelled() throws Exception {
    CompletableFuture<CosResponse> future = begun();
    future.completeExceptionally(new TimeoutException());
    assertFalse(future.cancel(true));
    silent.awaitEnd();
  }

  @Test
  void thereIsALimitOfCalls() throws Exception {
    CompletableFuture<CosResponse> first = begun();
    List<CompletableFuture<CosResponse>> others = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      others.add(client.headBucketAsync(StandIn.BUCKET));
    }
    CosException e = AsyncTest.failure(client.headBucketAsync(StandIn.BUCKET));
    assertEquals(Reason.INVALID_ARGUMENT, e.getReason());
    assertTrue(e.getMessage().contains("max_started"), e.getMessage());
    others.forEach(future -> assertFalse(future.isDone()));
    first.cancel(true);
  }

  /** A stream that blocks until its thread is interrupted. */
  private static final class Blocking extends InputStream {
    private final CountDownLatch reads = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicReference<Throwable> ended = new AtomicReference<>();

    @Override
    public int read() throws IOException {
      reads.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        ended.set(e);
        throw new IOException(e);
      }
      return -1;
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Test
  void cancellingInterruptsAStream() throws Exception {
    Blocking stream = new Blocking();
    CompletableFuture<CosResponse> future =
        client.sendAsync(CosRequest.object("PUT", StandIn.BUCKET, "k").body(() -> stream, -1));
    stream.reads.await();
    future.cancel(true);
    stream.closed.await();
    assertInstanceOf(InterruptedException.class, stream.ended.get());
    // The library's thread is not left interrupted: the next stream blocks again.
    Blocking next = new Blocking();
    CompletableFuture<CosResponse> second =
        client.sendAsync(CosRequest.object("PUT", StandIn.BUCKET, "k").body(() -> next, -1));
    next.reads.await();
    assertFalse(next.closed.await(20, TimeUnit.MILLISECONDS));
    second.cancel(true);
    next.closed.await();
  }

  /** More signatures than threads wait for a provider. */
  @Test
  void signaturesThatWaitForAProviderEnd() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    AtomicReference<Throwable> ended = new AtomicReference<>();
    CredentialsProvider provider = () -> {
      asked.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        ended.set(e);
        throw e;
      }
      return null;
    };
    CosRequest get = CosRequest.object("GET", StandIn.BUCKET, "k");
    try (CosClient signer = StandIn.builder(silent.address()).credentialsProvider(provider).build()) {
      CompletableFuture<String> first = signer.presignAsync(get, MINUTE, null);
      asked.await();
      List<CompletableFuture<SignedRequest>> others = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        others.add(signer.signAsync(get, MINUTE, null));
      }
      CancelToken token = new CancelToken();
      CompletableFuture<SignedRequest> cancelled = signer.signAsync(get, MINUTE, new CallOptions().cancel(token));
      CosException late = AsyncTest.failure(
          signer.presignAsync(get, MINUTE, new CallOptions().timeout(Duration.ofMillis(60))));
      assertEquals(Reason.TIMEOUT, late.getReason());
      assertTrue(late.getMessage().contains("provider") && late.getUrl().endsWith("/k"), late.toText());
      token.cancel();
      assertEquals(Reason.CANCELLED, AsyncTest.failure(cancelled).getReason());
      others.forEach(other -> assertFalse(other.isDone()));
      assertTrue(others.get(9).cancel(true));
      first.cancel(true);
      signer.shutdown();
      for (CompletableFuture<SignedRequest> other : others.subList(0, 9)) {
        // A provider that fails, here by an interrupt, does so for all that wait for it at that moment.
        Reason reason = AsyncTest.failure(other).getReason();
        assertTrue(reason == Reason.CANCELLED || reason == Reason.INVALID_CREDENTIALS, reason::name);
      }
    }
    assertInstanceOf(InterruptedException.class, ended.get());
  }

  /** Threads, streams and futures of a closed client are gone. */
  @Test
  void nothingIsLeft() throws Exception {
    Blocking stream = new Blocking();
    WeakReference<Blocking> gone = new WeakReference<>(stream);
    CompletableFuture<CosResponse> future = sent(stream);
    stream.reads.await();
    future.cancel(true);
    stream.closed.await();
    stream = null;
    client.close();
    while (gone.get() != null || threads() != 0) {
      System.gc();
      Thread.onSpinWait();
    }
    assertTrue(future.isCancelled());
  }

  private CompletableFuture<CosResponse> sent(Blocking stream) {
    return client.sendAsync(CosRequest.object("PUT", StandIn.BUCKET, "k").body(() -> stream, -1));
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(Callbacks.THREAD_NAME) || thread.getName().equals(CompletionQueue.THREAD_NAME))
        .count();
  }
}
