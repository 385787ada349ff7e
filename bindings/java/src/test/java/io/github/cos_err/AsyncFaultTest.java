package io.github.cos_err;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults of the JVM at the start and at the end of a call of a future. */
class AsyncFaultTest {
  private StandIn standin;
  private CosClient client;

  @BeforeEach
  void open() throws Exception {
    standin = new StandIn();
    client = standin.builder().build();
  }

  @AfterEach
  void close() {
    client.close();
    standin.close();
  }

  private void assertFreedByClose() {
    client.close();
    AtomicBoolean exists = new AtomicBoolean();
    client.calls.with(address -> exists.set(true));
    assertFalse(exists.get());
  }

  @Test
  void aCallThatCannotBePreparedLeavesTheClient() {
    assertThrows(NullPointerException.class, () -> StartedCall.start(client.calls, null, null, false, call -> { }));
    assertFreedByClose();
  }

  @Test
  void aSignatureWithoutAThreadLeavesTheClient() {
    OutOfMemoryError none = new OutOfMemoryError("no thread");
    Signer signer = new Signer(client.calls, work -> {
      throw none;
    });
    CompletionException e = assertThrows(CompletionException.class, () -> signer.signAsync(
        CosRequest.object("GET", StandIn.BUCKET, "k"), Duration.ofMinutes(1), null).join());
    assertSame(none, e.getCause());
    assertFreedByClose();
  }

  @Test
  void whatOneCompletionThrowsDoesNotEndTheOthers() throws Exception {
    LinkedBlockingQueue<Throwable> handled = new LinkedBlockingQueue<>();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> handled.add(thrown));
    Error thrown = new AssertionError("mine");
    try {
      StartedCall.start(client.calls, Work.of(CosRequest.bucket("HEAD", StandIn.BUCKET)), null, false, call -> {
        call.close(null);
        throw thrown;
      });
      assertSame(thrown, handled.take());
      assertEquals(200, client.headBucketAsync(StandIn.BUCKET).join().getStatusCode());
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
  }
}
