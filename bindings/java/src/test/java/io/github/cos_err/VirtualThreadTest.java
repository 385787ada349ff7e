package io.github.cos_err;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls on virtual threads, which Java has since 21. */
class VirtualThreadTest {
  private final Semaphore hanging = new Semaphore(0);
  private Silent silent;
  private CosClient client;

  @BeforeEach
  void open() throws Exception {
    assumeTrue(VirtualThreads.exist());
    silent = new Silent();
    client = StandIn.builder(silent.address()).maxConnections(1).build();
  }

  @AfterEach
  void close() throws Exception {
    if (client != null) {
      client.close();
      silent.close();
    }
  }

  /** A call on a virtual thread of its own. */
  private final class Call {
    private final AtomicReference<CosException> failure = new AtomicReference<>();
    private volatile boolean interrupted;
    private final Thread thread;

    Call(CallOptions options) {
      thread = VirtualThreads.start(() -> {
        try {
          client.headBucket(StandIn.BUCKET, options);
        } catch (CosException e) {
          failure.set(e);
        }
        interrupted = Thread.currentThread().isInterrupted();
      });
    }

    CosException ended(Reason reason) throws InterruptedException {
      thread.join();
      assertEquals(reason, failure.get().getReason());
      return failure.get();
    }
  }

  @Test
  void anInterruptEndsACallAndStaysSet() throws Exception {
    Call call = new Call(null);
    silent.awaitRequest();
    call.thread.interrupt();
    CosException e = call.ended(Reason.CANCELLED);
    assertInstanceOf(InterruptedException.class, e.getCause());
    assertTrue(e.isRequestSent() && call.interrupted);
  }

  @Test
  void anInterruptBeforeACallEndsItAtOnce() throws Exception {
    AtomicReference<CosException> failure = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    VirtualThreads.start(() -> {
      Thread.currentThread().interrupt();
      try {
        client.headBucket(StandIn.BUCKET);
      } catch (CosException e) {
        failure.set(e);
      }
      interrupted.set(Thread.currentThread().isInterrupted());
    }).join();
    assertEquals(Reason.CANCELLED, failure.get().getReason());
    assertInstanceOf(InterruptedException.class, failure.get().getCause());
    assertTrue(interrupted.get() && !failure.get().isRequestSent());
  }

  /** Of a stream that a call reads, and of a provider that a signature needs. */
  @Test
  void anInterruptReachesStreamAndProvider() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CosClient signer = StandIn.builder(silent.address()).credentialsProvider(() -> hang(never)).build();
    Map<Reason, Runnable> works = Map.of(
        Reason.CANCELLED, () -> client.send(CosRequest.object("PUT", StandIn.BUCKET, "k").body(() -> {
          try {
            return hang(never);
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        }, -1)),
        // As on a platform thread, this is a provider that failed.
        Reason.INVALID_CREDENTIALS,
        () -> signer.presign(CosRequest.object("GET", StandIn.BUCKET, "k"), Duration.ofMinutes(1)));
    for (Map.Entry<Reason, Runnable> work : works.entrySet()) {
      AtomicReference<CosException> failure = new AtomicReference<>();
      Thread thread = VirtualThreads.start(() -> failure.set(assertThrows(CosClientException.class, work.getValue()::run)));
      hanging.acquire();
      thread.interrupt();
      thread.join();
      assertEquals(work.getKey(), failure.get().getReason());
      Throwable cause = failure.get().getCause();
      assertInstanceOf(InterruptedException.class, cause instanceof IOException ? cause.getCause() : cause);
    }
    signer.close();
  }

  private <T> T hang(CountDownLatch never) throws InterruptedException {
    hanging.release();
    never.await();
    return null;
  }

  @Test
  void anErrorHasTheFramesOfItsCaller() throws Exception {
    CosException e = new Call(new CallOptions().timeout(Duration.ofMillis(50))).ended(Reason.TIMEOUT);
    String own = Call.class.getName();
    assertTrue(Arrays.stream(e.getStackTrace()).anyMatch(frame -> frame.getClassName().equals(own)));
  }

  @Test
  void callsThatWaitForAConnectionEndByInterruptTokenAndTime() throws Exception {
    Call first = new Call(null);
    silent.awaitRequest();
    CancelToken token = new CancelToken();
    List<Call> interrupted = new ArrayList<>();
    List<Call> cancelled = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      interrupted.add(new Call(null));
      cancelled.add(new Call(new CallOptions().cancel(token)));
    }
    CosException late = new Call(new CallOptions().timeout(Duration.ofMillis(50))).ended(Reason.TIMEOUT);
    assertFalse(late.isRequestSent());
    assertTrue(late.isRetryable() && late.getUrl().contains(StandIn.BUCKET), late.toText());
    assertTrue(late.getMessage().contains("waiting for a free connection"), late.getMessage());
    long threads = Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(Callbacks.THREAD_NAME))
        .count();
    assertTrue(threads <= 16, threads + " platform threads");
    interrupted.forEach(call -> call.thread.interrupt());
    token.cancel();
    for (Call call : interrupted) {
      CosException e = call.ended(Reason.CANCELLED);
      assertInstanceOf(InterruptedException.class, e.getCause());
      assertTrue(call.interrupted && !e.isRequestSent());
    }
    for (Call call : cancelled) {
      assertFalse(call.ended(Reason.CANCELLED).isRequestSent());
    }
    client.close();
    first.ended(Reason.CANCELLED);
  }

  @Test
  void closingTheClientEndsTheCallsThatWait() throws Exception {
    Call first = new Call(null);
    silent.awaitRequest();
    List<Call> calls = new ArrayList<>(List.of(first));
    for (int i = 0; i < 100; i++) {
      calls.add(new Call(null));
    }
    CosException e = new Call(new CallOptions().timeout(Duration.ofMillis(-1))).ended(Reason.INVALID_ARGUMENT);
    assertTrue(e.getMessage().contains("timeout"), e.getMessage());
    client.close();
    for (Call call : calls) {
      call.thread.join();
      Reason reason = call.failure.get().getReason();
      // One that had not begun when the client was closed is told so.
      assertTrue(reason == Reason.CANCELLED || call != first && reason == Reason.INVALID_ARGUMENT, reason::name);
    }
  }

  @Test
  void streamsArriveAndWhatTheyThrowIsTheCause() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    RuntimeException thrown = new IllegalStateException("mine");
    AtomicReference<Throwable> cause = new AtomicReference<>();
    try (StandIn standin = new StandIn(); CosClient other = standin.builder().build()) {
      VirtualThreads.start(() -> {
        CosRequest request = CosRequest.object("PUT", StandIn.BUCKET, "key").body(() -> {
          entered.countDown();
          throw thrown;
        }, 10);
        try {
          other.send(request);
        } catch (CosClientException e) {
          cause.set(e.getCause());
        }
      }).join();
      entered.await();
      assertEquals(thrown, cause.get());
    }
  }
}
