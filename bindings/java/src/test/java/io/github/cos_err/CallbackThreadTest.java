package io.github.cos_err;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Blocking calls that are made in a callback of a future's call, and on threads that it creates. */
class CallbackThreadTest {
  private static final RuntimeException THROWN = new IllegalStateException("mine");
  private static StandIn standin;
  private static CosClient client;
  private static CosClient logging;
  private static CosClient throwing;

  @BeforeAll
  static void start() throws Exception {
    standin = new StandIn();
    client = standin.builder().build();
    logging = standin.builder().log(LogLevel.DEBUG, (level, line) -> { }).build();
    throwing = standin.builder().log(LogLevel.DEBUG, (level, line) -> {
      throw THROWN;
    }).build();
  }

  @AfterAll
  static void stop() {
    for (CosClient one : new CosClient[] {client, logging, throwing}) {
      one.close();
    }
    standin.close();
  }

  /** Runs this in a callback on a thread of the library. */
  private static void inCallback(HeadListener body) {
    client.sendAsync(CosRequest.object("PUT", StandIn.BUCKET, "callback").head(body)).join();
  }

  /** Calls do here what they do on any thread of the program. */
  private static void assertIsOrdinary() {
    Thread thread = Thread.currentThread();
    ClassLoader loader = CallbackThreadTest.class.getClassLoader();
    thread.setContextClassLoader(loader);
    assertEquals(200, logging.headBucket(StandIn.BUCKET).getStatusCode());
    assertSame(loader, thread.getContextClassLoader());

    CosException thrown = assertThrows(CosException.class, () -> throwing.headBucket(StandIn.BUCKET));
    assertEquals(Reason.CALLBACK, thrown.getReason());
    assertSame(THROWN, thrown.getCause());

    thread.interrupt();
    CosException cancelled = assertThrows(CosException.class, () -> logging.headBucket(StandIn.BUCKET));
    assertTrue(Thread.interrupted());
    assertEquals(Reason.CANCELLED, cancelled.getReason());
    assertInstanceOf(InterruptedException.class, cancelled.getCause());
    assertSame(loader, thread.getContextClassLoader());
  }

  @Test
  void inACallback() {
    inCallback(head -> assertIsOrdinary());
  }

  @Test
  void onAThreadThatACallbackCreates() throws Exception {
    AtomicReference<ExecutorService> created = new AtomicReference<>();
    inCallback(head -> {
      created.set(Executors.newSingleThreadExecutor());
      created.get().submit(() -> { }).get();
    });
    try {
      created.get().submit(CallbackThreadTest::assertIsOrdinary).get();
    } finally {
      created.get().shutdown();
    }
  }

  @Test
  void shutdownInACallback() throws Exception {
    ClassLoader loader = CallbackThreadTest.class.getClassLoader();
    CosClient other = standin.builder().log(LogLevel.DEBUG, (level, line) -> { }).build();
    inCallback(head -> {
      other.headBucketAsync(StandIn.BUCKET);
      other.close();
      assertSame(loader, Thread.currentThread().getContextClassLoader());
    });
  }
}
