package io.github.cos_err;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Futures of calls. */
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

  @Test
  void aFutureHasTheResponseOrTheError() {
    assertEquals("ap-guangzhou", client.headBucketAsync(StandIn.BUCKET).join().getBucketRegion());
    CosException e = failure(client.headBucketAsync("missing-1250000000"));
    assertEquals("NoSuchBucket", e.getErrorCode());
    assertEquals("HeadBucket", e.getOperation());
    assertTrue(e.toJson().contains("missing"), e.toJson());
  }
}
