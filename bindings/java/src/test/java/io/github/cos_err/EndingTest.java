package io.github.cos_err;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that wait for an answer, and are ended. */
class EndingTest {
  private Silent silent;
  private CosClient client;

  @BeforeEach
  void open() throws Exception {
    silent = new Silent();
    client = StandIn.builder(silent.address()).build();
  }

  @AfterEach
  void close() throws Exception {
    client.close();
    silent.close();
  }

  private CosException failed(CallOptions options) {
    try {
      client.headBucket(StandIn.BUCKET, options);
    } catch (CosException e) {
      return e;
    }
    throw new AssertionError("no answer can have come");
  }

  private interface End {
    void now(Thread caller) throws Exception;
  }

  /** What a call ends with, that is ended from another thread while it waits. */
  private CosException ended(CallOptions options, End end, AtomicBoolean interrupted) throws Exception {
    AtomicReference<CosException> failure = new AtomicReference<>();
    Thread caller = new Thread(() -> {
      failure.set(failed(options));
      interrupted.set(Thread.currentThread().isInterrupted());
    });
    caller.start();
    silent.awaitRequest();
    end.now(caller);
    caller.join();
    assertEquals(Reason.CANCELLED, failure.get().getReason());
    assertTrue(failure.get().isRequestSent());
    return failure.get();
  }

  @Test
  void anInterruptEndsACallAndStaysSet() throws Exception {
    AtomicBoolean interrupted = new AtomicBoolean();
    CosException e = ended(null, Thread::interrupt, interrupted);
    assertInstanceOf(InterruptedException.class, e.getCause());
    assertTrue(interrupted.get());
  }

  @Test
  void anInterruptEndsACallThatHasAToken() throws Exception {
    AtomicBoolean interrupted = new AtomicBoolean();
    CosException e = ended(new CallOptions().cancel(new CancelToken()), Thread::interrupt, interrupted);
    assertInstanceOf(InterruptedException.class, e.getCause());
    assertTrue(interrupted.get());
  }

  @Test
  void anInterruptThatCameBeforeEndsTheCall() {
    for (CallOptions options : new CallOptions[] {null, new CallOptions().cancel(new CancelToken())}) {
      Thread.currentThread().interrupt();
      CosException e = failed(options);
      assertTrue(Thread.interrupted());
      assertEquals(Reason.CANCELLED, e.getReason());
      assertInstanceOf(InterruptedException.class, e.getCause());
      assertFalse(e.isRequestSent());
    }
  }

  @Test
  void aTokenEndsACall() throws Exception {
    AtomicBoolean interrupted = new AtomicBoolean();
    try (CancelToken token = new CancelToken()) {
      CosException e = ended(new CallOptions().cancel(token), caller -> token.cancel(), interrupted);
      assertNull(e.getCause());
      assertFalse(interrupted.get());
      assertEquals(Reason.CANCELLED, failed(new CallOptions().cancel(token)).getReason());
    }
  }

  @Test
  void aListenerThatThrowsEndsACallThatWaits() {
    RuntimeException thrown = new IllegalStateException("mine");
    CosRequest request = CosRequest.object("PUT", StandIn.BUCKET, "key").body("text").progress(told -> {
      throw thrown;
    });
    CosException e = assertThrows(CosClientException.class, () -> client.send(request));
    assertEquals(Reason.CALLBACK, e.getReason());
    assertSame(thrown, e.getCause());
    assertTrue(e.getUrl().endsWith("/key"), e.getUrl());
    CosException told = assertInstanceOf(CosClientException.class, e.getSuppressed()[0]);
    assertEquals(Reason.CANCELLED, told.getReason());
    assertNull(told.getCause());
  }

  @Test
  void closingTheClientEndsItsCalls() throws Exception {
    ended(null, caller -> client.close(), new AtomicBoolean());
  }

  @Test
  void timeEndsACall() {
    CosException e = failed(new CallOptions().timeout(Duration.ofMillis(100)));
    assertEquals(Reason.TIMEOUT, e.getReason());
    assertTrue(e.isRequestTimeout() && e.isRetryable());
  }
}
