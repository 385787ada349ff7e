package io.github.cos_err;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.FileNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are moved in parts. */
@Timeout(120)
class FilesTest {
  /** The smallest that COS takes. */
  private static final int PART = 1 << 20;
  /** Five parts. */
  private static final int SIZE = 4 * PART + 123;

  @TempDir
  Path folder;
  private StandIn standin;
  private CosClient client;
  private byte[] content;
  private Path file;

  @BeforeEach
  void start() throws Exception {
    standin = new StandIn();
    client = standin.builder().maxAttempts(1).build();
    content = new byte[SIZE];
    new Random(1).nextBytes(content);
    file = Files.write(folder.resolve("file"), content);
  }

  @AfterEach
  void stop() {
    client.close();
    standin.close();
  }

  private static CosTransfer inParts(int parallel) {
    return new CosTransfer().partSize(PART).threshold(PART).parallel(parallel);
  }

  /** Each request for a part takes so long that its end is reported, and that the call can be ended. */
  private void slowParts() throws Exception {
    standin.faults(
        "[{\"faults\": \"slow-150\", \"target\": \"partNumber=\"}, {\"faults\": \"slow-150\", \"methods\": [\"GET\"]}]");
  }

  private CosResponse upload(String key, CosTransfer transfer, CallOptions options) {
    return client.uploadFile(StandIn.BUCKET, key, file, transfer, options);
  }

  private byte[] stored(String key) {
    return client.send(CosRequest.object("GET", StandIn.BUCKET, key)).getBody();
  }

  private int storedParts(String key, String id) {
    CosRequest list = CosRequest.object("GET", StandIn.BUCKET, key).query("uploadId", id);
    try {
      return client.send(list).getCount("Part");
    } catch (CosException e) {
      assertEquals("NoSuchUpload", e.getErrorCode());
      return 0;
    }
  }

  private static void assertAddsUp(List<FileProgress> all, boolean isResumed) {
    assertTrue(all.stream().allMatch(now -> now.size() == SIZE && now.moved() >= 0 && now.moved() <= SIZE), all.toString());
    assertEquals(isResumed, all.get(0).moved() >= PART, all.toString());
    assertEquals(SIZE, all.get(all.size() - 1).moved());
  }

  @Test
  void aFileGoesUpAndDown() throws Exception {
    List<FileProgress> sent = new ArrayList<>();
    List<FileProgress> received = new ArrayList<>();
    Path got = folder.resolve("got");
    upload("java/parts", inParts(3).header("x-cos-meta-color", "red").progress(sent::add), new CallOptions());
    assertAddsUp(sent, false);
    CosResponse response =
        client.downloadFile(StandIn.BUCKET, "java/parts", got, inParts(3).progress(received::add), null);
    assertAddsUp(received, false);
    assertEquals("red", response.getHeader("x-cos-meta-color"));
    // An ETag of parts has their number.
    assertTrue(response.getHeader("ETag").endsWith("-5\""), response.getHeader("ETag"));
    assertArrayEquals(content, Files.readAllBytes(got));
    // By one request, without settings.
    assertEquals(200, client.uploadFile(StandIn.BUCKET, "java/whole", got).getStatusCode());
    client.downloadFile(StandIn.BUCKET, "java/whole", got);
    assertArrayEquals(content, Files.readAllBytes(got));
  }

  /** The error of a part repeats which headers were signed. */
  @Test
  void partsHaveAContentMd5() throws Exception {
    standin.faults("{\"faults\": \"echo-secrets\", \"target\": \"partNumber=2&\"}");
    CosException plain = assertThrows(CosException.class, () -> upload("java/signed", inParts(1), null));
    assertEquals("AccessDenied", plain.getErrorCode());
    assertFalse(plain.getErrorResponseXml().contains("content-md5"), plain.getErrorResponseXml());
    CosException signed = assertThrows(CosException.class, () -> upload("java/signed", inParts(1).contentMd5(), null));
    assertTrue(signed.getErrorResponseXml().contains("content-md5"), signed.getErrorResponseXml());
  }

  @Test
  void aVersionIsDownloaded() throws Exception {
    Path got = folder.resolve("got");
    upload("java/version", inParts(3), null);
    client.downloadFile(StandIn.BUCKET, "java/version", got, inParts(3).versionId("null"), null);
    assertArrayEquals(content, Files.readAllBytes(got));
    CosException e = assertThrows(CosException.class,
        () -> client.downloadFile(StandIn.BUCKET, "java/version", got, inParts(3).versionId("other"), null));
    assertEquals(4, e.getStatusCode() / 100);
    assertArrayEquals(content, Files.readAllBytes(got));
  }

  private static CosTransfer cancelling(CosTransfer transfer, Runnable cancel) {
    return transfer.progress(now -> {
      if (now.moved() >= 2 * PART) {
        cancel.run();
      }
    });
  }

  @Test
  void anUploadGoesOnAfterACancel() throws Exception {
    Path mark = folder.resolve("mark");
    CancelToken token = new CancelToken();
    slowParts();
    CosException e = assertThrows(CosException.class, () -> upload("java/resumed",
        cancelling(inParts(1).checkpoint(mark), token::cancel), new CallOptions().cancel(token)));
    assertEquals(Reason.CANCELLED, e.getReason());
    String id = e.getAdditionalDetails().get("UploadId");
    assertTrue(storedParts("java/resumed", id) >= 2);
    assertTrue(Files.exists(mark));
    standin.faults("[]");
    List<FileProgress> later = new ArrayList<>();
    upload("java/resumed", inParts(1).checkpoint(mark).progress(later::add), null);
    assertAddsUp(later, true);
    assertEquals(0, storedParts("java/resumed", id));
    assertArrayEquals(content, stored("java/resumed"));
    assertFalse(Files.exists(mark));
  }

  @Test
  void aDownloadGoesOnAfterAnInterrupt() throws Exception {
    Path mark = folder.resolve("mark");
    Path got = folder.resolve("got");
    upload("java/parts", null, null);
    slowParts();
    Thread here = Thread.currentThread();
    CosException e = assertThrows(CosException.class, () -> client.downloadFile(StandIn.BUCKET, "java/parts", got,
        cancelling(inParts(1).checkpoint(mark), here::interrupt), null));
    assertTrue(Thread.interrupted());
    assertEquals(Reason.CANCELLED, e.getReason());
    assertInstanceOf(InterruptedException.class, e.getCause());
    assertFalse(Files.exists(got));
    standin.faults("[]");
    List<FileProgress> later = new ArrayList<>();
    client.downloadFile(StandIn.BUCKET, "java/parts", got, inParts(1).checkpoint(mark).progress(later::add), null);
    assertAddsUp(later, true);
    assertArrayEquals(content, Files.readAllBytes(got));
  }

  @Test
  void anUploadThatCannotBeAbortedHasAName() throws Exception {
    standin.faults("[{\"faults\": \"status-500-InternalError\", \"target\": \"partNumber=\"},"
        + " {\"faults\": \"status-403-AccessDenied\", \"methods\": [\"DELETE\"]}]");
    CosException e = assertThrows(CosServiceException.class, () -> upload("java/left", inParts(1), null));
    assertEquals("InternalError", e.getErrorCode());
    assertTrue(e.getErrorMessage().contains("part 1 "), e.getErrorMessage());
    standin.faults("[]");
    assertEquals(0, storedParts("java/left", e.getAdditionalDetails().get("UploadId")));
    client.send(CosRequest.object("DELETE", StandIn.BUCKET, "java/left")
        .query("uploadId", e.getAdditionalDetails().get("UploadId")));
  }

  @Test
  void futuresMoveFiles() throws Exception {
    Path got = folder.resolve("got");
    AtomicInteger reports = new AtomicInteger();
    CosTransfer transfer = inParts(3).progress(now -> reports.incrementAndGet());
    CompletableFuture<CosResponse> up = client.uploadFileAsync(StandIn.BUCKET, "java/future", file, transfer, null);
    // The settings are copied.
    transfer.partSize(1);
    up.join();
    assertTrue(reports.get() > 0);
    client.downloadFileAsync(StandIn.BUCKET, "java/future", got).join();
    assertArrayEquals(content, Files.readAllBytes(got));
    assertEquals(404, AsyncTest.failure(client.downloadFileAsync(StandIn.BUCKET, "java/none", got)).getStatusCode());
    CosException missing =
        AsyncTest.failure(client.uploadFileAsync(StandIn.BUCKET, "java/none", folder.resolve("none")));
    assertInstanceOf(FileNotFoundException.class, missing.getCause());
  }

  @Test
  void aFutureIsCancelled() throws Exception {
    standin.faults("{\"faults\": \"hang\", \"target\": \"partNumber=\"}");
    CountDownLatch moving = new CountDownLatch(1);
    CompletableFuture<CosResponse> future = client.uploadFileAsync(
        StandIn.BUCKET, "java/cancelled", file, inParts(3).progress(now -> moving.countDown()), null);
    moving.await();
    assertTrue(future.cancel(true));
    // The upload has been aborted then.
    client.calls.with(one -> assertEquals(1, Library.cos_client_wait(one, -1)));
    standin.faults("[]");
    assertEquals(0, client.send(CosRequest.bucket("GET", StandIn.BUCKET).query("uploads", null)).getCount("Upload"));
  }

  @Test
  void anExceptionOfAListenerEndsTheCall() throws Exception {
    slowParts();
    RuntimeException mine = new IllegalStateException("mine");
    for (int parallel : new int[] {1, 4}) {
      AtomicInteger reports = new AtomicInteger();
      CosException e = assertThrows(CosException.class, () -> upload("java/thrown", inParts(parallel).progress(now -> {
        reports.incrementAndGet();
        throw mine;
      }), null));
      assertEquals(Reason.CALLBACK, e.getReason());
      assertSame(mine, e.getCause());
    }
    assertEquals(404, assertThrows(CosException.class, () -> stored("java/thrown")).getStatusCode());
  }

  @Test
  void aCallbackMustNotWaitForATransfer() {
    AtomicReference<CosException> inside = new AtomicReference<>();
    upload("java/inside", inParts(3).progress(now ->
        inside.set(assertThrows(CosException.class, () -> upload("java/inside", null, null)))), null);
    assertEquals(Reason.INVALID_ARGUMENT, inside.get().getReason());
    client.send(CosRequest.object("GET", StandIn.BUCKET, "java/inside").progress(now ->
        inside.set(assertThrows(CosException.class, () -> upload("java/inside", null, null)))));
    assertTrue(inside.get().getErrorMessage().contains("callback"), inside.get().getErrorMessage());
  }

  @Test
  void virtualThreadsMoveFiles() throws Exception {
    assumeTrue(VirtualThreads.exist());
    Path got = folder.resolve("got");
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread = VirtualThreads.start(() -> {
      try {
        upload("java/virtual", inParts(3), null);
        client.downloadFile(StandIn.BUCKET, "java/virtual", got, inParts(3), null);
      } catch (Throwable thrown) {
        failure.set(thrown);
      }
    });
    thread.join();
    assertSame(null, failure.get());
    assertArrayEquals(content, Files.readAllBytes(got));
  }

  @Test
  void mistakesAreReportedByName() throws Exception {
    CosClient closed = standin.builder().build();
    closed.close();
    for (CompletableFuture<?> future : List.of(
        client.uploadFileAsync(null, "k", file),
        client.uploadFileAsync(StandIn.BUCKET, "", file),
        client.uploadFileAsync(StandIn.BUCKET, null, file),
        client.uploadFileAsync(StandIn.BUCKET, "\0", file),
        client.downloadFileAsync(StandIn.BUCKET, "k", null),
        client.uploadFileAsync(StandIn.BUCKET, "k", file, new CosTransfer().partSize(1), null),
        client.uploadFileAsync(StandIn.BUCKET, "k", file, new CosTransfer().parallel(0), null),
        client.uploadFileAsync(StandIn.BUCKET, "k", file, new CosTransfer().threshold(-1), null),
        client.uploadFileAsync(StandIn.BUCKET, "k", file, new CosTransfer().header("Range", "bytes=0-1"), null),
        client.uploadFileAsync(StandIn.BUCKET, "k", file, null, new CallOptions().timeout(Duration.ZERO)),
        closed.uploadFileAsync(StandIn.BUCKET, "k", file))) {
      assertEquals(Reason.INVALID_ARGUMENT, AsyncTest.failure(future).getReason());
    }
    CosException e = assertThrows(CosException.class, () -> closed.downloadFile(StandIn.BUCKET, "k", file));
    assertEquals(Reason.INVALID_ARGUMENT, e.getReason());
    assertThrows(CosException.class, () -> new CosTransfer().header("a", "\0"));
    // null removes it.
    upload("java/unmarked", inParts(2).checkpoint(folder.resolve("nowhere/mark")).checkpoint(null), null);
  }
}
