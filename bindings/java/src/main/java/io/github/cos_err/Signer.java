package io.github.cos_err;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Signs requests, and creates URLs. For futures and virtual threads this is done on a few threads of the client
 * where it may wait: a provider of credentials serves one call at a time, for which others wait.
 */
final class Signer implements AutoCloseable {
  static final String THREAD_NAME = "cos_err sign";
  private static final int THREADS = 4;
  private static final int IDLE_SECONDS = 10;

  private final Calls calls;
  private final ThreadPoolExecutor pool;

  Signer(Calls calls) {
    this(calls, work -> Callbacks.thread(work, THREAD_NAME));
  }

  Signer(Calls calls, ThreadFactory threads) {
    this.calls = calls;
    pool = new ThreadPoolExecutor(
        THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
    pool.allowCoreThreadTimeOut(true);
  }

  private static Signing.Kind<SignedRequest> signature(Duration valid) {
    long seconds = Text.there("valid", valid).toSeconds();
    return new Signing.Kind<>(SignedRequest::of, Library::cos_signed_free,
        (client, request, settings, out) -> Library.cos_client_sign(client, request, settings, seconds, out));
  }

  private static Signing.Kind<String> presigned(Duration valid) {
    long seconds = Text.there("valid", valid).toSeconds();
    return new Signing.Kind<>(Text::at, Library::cos_text_free,
        (client, request, settings, out) -> Library.cos_client_presign(client, request, settings, seconds, out));
  }

  SignedRequest sign(CosRequest request, Duration valid, CallOptions options) {
    return make(request, options, signature(valid));
  }

  String presign(CosRequest request, Duration valid, CallOptions options) {
    return make(request, options, presigned(valid));
  }

  String url(CosRequest request, CallOptions options) {
    Signing.Kind<String> kind = new Signing.Kind<>(Text::at, Library::cos_text_free, Library::cos_client_url);
    return new Signing<>(calls, Text.there("request", request), options, kind, null).here();
  }

  CompletableFuture<SignedRequest> signAsync(CosRequest request, Duration valid, CallOptions options) {
    return CosFuture.sign(calls, future -> start(request, options, signature(valid), future));
  }

  CompletableFuture<String> presignAsync(CosRequest request, Duration valid, CallOptions options) {
    return CosFuture.sign(calls, future -> start(request, options, presigned(valid), future));
  }

  private <T> T make(CosRequest request, CallOptions options, Signing.Kind<T> kind) {
    Text.there("request", request);
    boolean mayWait = calls.settings.provides() || request.isStreamed();
    if (!mayWait || !VirtualCall.isNeeded()) {
      return new Signing<>(calls, request, options, kind, null).here();
    }
    return VirtualCall.sign(end -> start(request, options, kind, end));
  }

  private <T> Runnable start(
      CosRequest request, CallOptions options, Signing.Kind<T> kind, BiConsumer<T, Throwable> end) {
    Signing<T> job = new Signing<>(calls, Text.there("request", request), options, kind, end);
    try {
      pool.execute(job);
      job.watch();
    } catch (RejectedExecutionException closed) {
      // The client's calls end at once.
      job.giveUp(false, null);
    } catch (Throwable noThread) {
      pool.remove(job);
      job.drop();
      throw noThread;
    }
    return () -> {
      pool.remove(job);
      job.cancel();
    };
  }

  /** Ends all jobs, after the client was shut down; a provider that one of them runs is interrupted. */
  @Override
  public void close() {
    for (Runnable waiting : pool.shutdownNow()) {
      ((Signing<?>) waiting).giveUp(false, null);
    }
  }
}
