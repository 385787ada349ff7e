package io.github.cos_err;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Sends requests, and keeps connections open between them. Any number of threads may use one at once.
 *
 * <p>A call that fails throws a {@link CosException}. If its thread is interrupted, it ends within 100 ms
 * with a {@link CosClientException} of reason {@link Reason#CANCELLED}, whose cause is an {@link
 * InterruptedException}; the thread's interrupted flag stays set.
 *
 * <p>The calls of futures are made on threads of the library, as many at once as the client may open
 * connections; further ones wait. So are those of virtual threads, which wait without a carrier. Streams and
 * listeners of these calls, providers and log listeners run there too, on daemon threads with at least 512 KiB
 * of stack, those of one call one at a time. The transfer of a file is always such a call.
 */
public final class CosClient implements Cos {
  final Calls calls;
  private final Signer signer;

  CosClient(Calls calls) {
    this.calls = calls;
    signer = new Signer(calls);
  }

  /**
   * Returns a client configuration with default values.
   *
   * @return the builder of a client
   */
  public static CosClientBuilder builder() {
    return new CosClientBuilder();
  }

  /**
   * Returns the version of the loaded library.
   *
   * @return "MAJOR.MINOR.PATCH"
   */
  public static String libraryVersion() {
    return Text.at(Library.cos_err_version());
  }

  /**
   * Unloads the library, so that the class loader of this package can be collected. This is for programs
   * that a server undeploys and deploys again, where JNA belongs to the server. Close all clients before;
   * this waits until their calls have ended, and their methods have returned. Nothing of this package may be used
   * afterwards.
   */
  public static void unload() {
    Ending.awaitAll();
    KeptObjects.freeAll();
    Library.unload();
  }

  @Override
  public CosResponse headBucket(String bucket, CallOptions options) {
    if (VirtualCall.isNeeded()) {
      return VirtualCall.make(calls, Work.of(CosRequest.bucket("HEAD", bucket)), options).get();
    }
    byte[] name = Text.given("bucket", bucket);
    return calls.using(() -> calls.make(options, null,
        (client, settings, response) -> Library.cos_err_head_bucket(client, name, settings, response))).get();
  }

  @Override
  public CompletableFuture<CosResponse> headBucketAsync(String bucket, CallOptions options) {
    return CosFuture.start(calls, () -> Work.of(CosRequest.bucket("HEAD", bucket)), options);
  }

  @Override
  public CosResponse send(CosRequest request, CallOptions options) {
    Text.there("request", request);
    if (VirtualCall.isNeeded()) {
      return VirtualCall.make(calls, Work.of(request), options).get();
    }
    return calls.using(() -> sent(request, options)).get();
  }

  private CallResult sent(CosRequest request, CallOptions options) {
    CallStreams streams = request.streams();
    if (streams == null) {
      return sent(request.open(calls.callbacks, 0), options, null);
    }
    streams.claim();
    long user = calls.callbacks.serve(streams);
    try {
      return sent(request.open(calls.callbacks, user), options, streams);
    } finally {
      calls.callbacks.forget(user);
      streams.release();
    }
  }

  private CallResult sent(long opened, CallOptions options, CallStreams streams) {
    try {
      return calls.make(options, streams,
          (client, settings, response) -> Library.cos_client_send(client, opened, settings, response));
    } finally {
      Library.cos_request_free(opened);
    }
  }

  @Override
  public CompletableFuture<CosResponse> sendAsync(CosRequest request, CallOptions options) {
    return CosFuture.start(calls, () -> Work.of(request), options);
  }

  @Override
  public CosResponse uploadFile(
      String bucket, String key, Path file, CosTransfer transfer, CallOptions options) {
    return moved(new FileWork(true, bucket, key, file, transfer), options);
  }

  @Override
  public CompletableFuture<CosResponse> uploadFileAsync(
      String bucket, String key, Path file, CosTransfer transfer, CallOptions options) {
    return CosFuture.start(calls, () -> new FileWork(true, bucket, key, file, transfer), options);
  }

  @Override
  public CosResponse downloadFile(
      String bucket, String key, Path file, CosTransfer transfer, CallOptions options) {
    return moved(new FileWork(false, bucket, key, file, transfer), options);
  }

  @Override
  public CompletableFuture<CosResponse> downloadFileAsync(
      String bucket, String key, Path file, CosTransfer transfer, CallOptions options) {
    return CosFuture.start(calls, () -> new FileWork(false, bucket, key, file, transfer), options);
  }

  private CosResponse moved(FileWork work, CallOptions options) {
    calls.with(client -> {
      if (Library.cos_client_wait(client, 0) < 0) {
        throw Text.invalid("client", "a callback of it must not wait for another of its calls; start that, or use another thread");
      }
    });
    return VirtualCall.make(calls, work, options).get();
  }

  @Override
  public SignedRequest sign(CosRequest request, Duration valid, CallOptions options) {
    return signer.sign(request, valid, options);
  }

  @Override
  public CompletableFuture<SignedRequest> signAsync(CosRequest request, Duration valid, CallOptions options) {
    return signer.signAsync(request, valid, options);
  }

  @Override
  public String presign(CosRequest request, Duration valid, CallOptions options) {
    return signer.presign(request, valid, options);
  }

  @Override
  public CompletableFuture<String> presignAsync(CosRequest request, Duration valid, CallOptions options) {
    return signer.presignAsync(request, valid, options);
  }

  @Override
  public String url(CosRequest request, CallOptions options) {
    return signer.url(request, options);
  }

  @Override
  public void setClockSkewSeconds(long seconds) {
    calls.with(client -> Library.cos_client_set_clock_skew_s(client, seconds));
  }

  @Override
  public void shutdown() {
    calls.shutdown();
    signer.close();
  }

  @Override
  public void close() {
    shutdown();
    calls.close();
  }
}
