package io.github.cos_err;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/**
 * Sends requests, and keeps connections open between them. Any number of threads may use one at once.
 *
 * <p>A call that fails throws a {@link CosException}. If its thread is interrupted, it ends within 100 ms
 * with a {@link CosClientException} of reason {@link Reason#CANCELLED}, whose cause is an {@link
 * InterruptedException}; the thread's interrupted flag stays set.
 *
 * <p>A call on a virtual thread is made on a platform thread of the client, so that it does not pin its
 * carrier; streams, listeners and providers run there too. There are as many of these threads as the client
 * may open connections. Further calls wait on their virtual threads, until their timeout expires.
 */
public final class CosClient implements Cos {
  private final Handle handle;
  private final Callbacks callbacks;
  private final DefaultSettingsPool defaultSettings = new DefaultSettingsPool();
  /** Whether its calls have callbacks into Java. */
  private final boolean listens;
  private final Limits limits;
  private final Slots slots;

  /** The timeouts that were set, in milliseconds; 0 if none was. */
  record Limits(long totalMs, int connections, boolean provides) {}

  /** The number of the client's listeners; 0 if it has none. */
  CosClient(long client, Callbacks callbacks, long user, Limits limits) {
    this.callbacks = callbacks;
    this.limits = limits;
    slots = new Slots(limits.connections());
    listens = user != 0;
    DefaultSettingsPool kept = defaultSettings;
    handle = new Handle(this, client, address -> {
      Library.cos_client_free(address);
      kept.close();
      callbacks.forget(user);
    });
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
   * nothing of this package may be used afterwards.
   */
  public static void unload() {
    KeptObjects.freeAll();
    Library.unload();
  }

  /**
   * Checks whether a bucket exists and may be used (HEAD Bucket).
   *
   * @param bucket "examplebucket-1250000000"
   * @return the response, which contains the bucket's region
   */
  @Override
  public CosResponse headBucket(String bucket) {
    return headBucket(bucket, null);
  }

  /**
   * Checks a bucket as {@link #headBucket(String)} does, with per-call settings.
   *
   * @param bucket "examplebucket-1250000000"
   * @param options settings of this call, or null
   * @return the response
   */
  @Override
  public CosResponse headBucket(String bucket, CallOptions options) {
    byte[] name = Text.given("bucket", bucket);
    Call head = (client, call, response) -> Library.cos_err_head_bucket(client, name, call, response);
    return made(options, false, turn -> call(options, null, turn, head)).get();
  }

  /**
   * Sends a request and receives the response.
   *
   * @param request the request
   * @return the response
   */
  @Override
  public CosResponse send(CosRequest request) {
    return send(request, null);
  }

  /**
   * Sends a request as {@link #send(CosRequest)} does, with per-call settings.
   *
   * @param request the request
   * @param options settings of this call, or null
   * @return the response
   */
  @Override
  public CosResponse send(CosRequest request, CallOptions options) {
    Text.there("request", request);
    return made(options, request.isStreamed(), turn -> sent(request, options, turn)).get();
  }

  private CallResult sent(CosRequest request, CallOptions options, Slots.Turn turn) {
    CallStreams streams = request.streams();
    long user = streams == null ? 0 : callbacks.serve(streams);
    try {
      return sent(request.open(callbacks, user), options, streams, turn);
    } finally {
      if (streams != null) {
        callbacks.forget(user);
      }
    }
  }

  private CallResult sent(long opened, CallOptions options, CallStreams streams, Slots.Turn turn) {
    try {
      return call(options, streams, turn, (client, call, response) ->
          Library.cos_client_send(client, opened, call, response));
    } finally {
      Library.cos_request_free(opened);
    }
  }

  /** Makes a call: on this thread, unless it is a virtual one. */
  private CallResult made(CallOptions options, boolean isStreamed, Function<Slots.Turn, CallResult> call) {
    if (!Handover.isNeeded()) {
      return call.apply(Slots.Turn.AT_ONCE);
    }
    // A client that is closed while the call waits is freed only after it has ended the call.
    long client = handle.enter(this);
    if (client == 0) {
      return call.apply(Slots.Turn.AT_ONCE);
    }
    try {
      long total = CallOptions.totalMs(options, limits.totalMs(), isStreamed);
      return slots.call(total, CallOptions.cancelled(options), call).here();
    } finally {
      handle.leave();
    }
  }

  /**
   * Signs a request that another HTTP stack sends. Nothing is sent.
   *
   * @param request the request
   * @param valid how long the signature is valid from now on; whole seconds
   * @return the signed request
   */
  @Override
  public SignedRequest sign(CosRequest request, Duration valid) {
    return sign(request, valid, null);
  }

  /**
   * Signs a request as {@link #sign(CosRequest, Duration)} does, with per-call settings. Bytes or a file set as
   * the body are read for a Content-MD5 where COS demands one, or where the request asks for it; a stream is
   * then an {@link Reason#INVALID_ARGUMENT}. A client without credentials throws {@link
   * Reason#INVALID_CREDENTIALS}: {@link #url(CosRequest)} suffices for unsigned requests.
   *
   * @param request the request
   * @param valid how long the signature is valid from now on; whole seconds
   * @param options settings of this call, or null
   * @return the signed request
   */
  @Override
  public SignedRequest sign(CosRequest request, Duration valid, CallOptions options) {
    long seconds = Text.there("valid", valid).toSeconds();
    return local(request, options, true, SignedRequest::of, Library::cos_signed_free,
        (client, opened, settings, out) -> Library.cos_client_sign(client, opened, settings, seconds, out));
  }

  /**
   * Creates a presigned URL of a request, which anyone may use as it is. A body is ignored, and nothing is
   * sent. The URL is a secret while it is valid.
   *
   * @param request the request; headers that it sets are signed, and must be sent with it
   * @param valid how long the URL is valid from now on; whole seconds
   * @return the URL
   */
  @Override
  public String presign(CosRequest request, Duration valid) {
    return presign(request, valid, null);
  }

  /**
   * Creates a presigned URL as {@link #presign(CosRequest, Duration)} does, with per-call settings. Headers that
   * they set are signed, and must be sent too.
   *
   * @param request the request
   * @param valid how long the URL is valid from now on; whole seconds
   * @param options settings of this call, or null
   * @return the URL
   */
  @Override
  public String presign(CosRequest request, Duration valid, CallOptions options) {
    long seconds = Text.there("valid", valid).toSeconds();
    return local(request, options, true, Text::at, Library::cos_text_free,
        (client, opened, settings, out) -> Library.cos_client_presign(client, opened, settings, seconds, out));
  }

  /**
   * Creates the URL of a request, not signed: scheme, host, percent-encoded key and query parameters.
   * Nothing is sent, and no credentials are needed.
   *
   * @param request the request
   * @return the URL
   */
  @Override
  public String url(CosRequest request) {
    return url(request, null);
  }

  /**
   * Creates the URL of a request as {@link #url(CosRequest)} does, with per-call settings.
   *
   * @param request the request
   * @param options settings of this call, of which only the region counts, or null
   * @return the URL
   */
  @Override
  public String url(CosRequest request, CallOptions options) {
    return local(request, options, false, Text::at, Library::cos_text_free, Library::cos_client_url);
  }

  /**
   * Sets how many seconds the server's clock is ahead of the local one; signatures are made for that time.
   * {@link #send(CosRequest)} finds it by itself. A client that only signs receives no response: pass it the
   * value of {@link CosException#getClockSkewSeconds} after an error.
   *
   * @param seconds the number of seconds
   */
  @Override
  public void setClockSkewSeconds(long seconds) {
    long client = handle.enter(this);
    if (client != 0) {
      Library.cos_client_set_clock_skew_s(client, seconds);
      handle.leave();
    }
  }

  /** A function of the library that sends nothing, and returns an object through its last parameter. */
  private interface Local {
    long make(long client, long request, long settings, long out);
  }

  /** Makes a call that sends nothing: on this thread, unless it is a virtual one and the call may wait. */
  private <T> T local(CosRequest request, CallOptions options, boolean waits,
      LongFunction<T> read, LongConsumer free, Local made) {
    Text.there("request", request);
    AtomicReference<T> result = new AtomicReference<>();
    Call make = (client, settings, out) -> {
      long opened = request.open(callbacks, 0);
      CallBuffer buffer = CallBuffer.take();
      try {
        long error = made.make(client, opened, settings, buffer.out());
        if (buffer.handedOut() != 0) {
          result.set(read.apply(buffer.handedOut()));
        }
        free.accept(buffer.handedOut());
        return error;
      } finally {
        buffer.give();
        Library.cos_request_free(opened);
      }
    };
    Function<Slots.Turn, CallResult> call = turn -> call(options, null, turn, make);
    if (waits && (limits.provides() || request.isStreamed()) && Handover.isNeeded()) {
      long total = CallOptions.totalMs(options, limits.totalMs(), true);
      slots.sign(total, CallOptions.cancelled(options), call).here().get();
    } else {
      call.apply(Slots.Turn.AT_ONCE).get();
    }
    return result.get();
  }

  /**
   * Permanently cancels every call of the client with reason {@link Reason#CANCELLED}: those in progress
   * within 100 ms, later ones at once. Closes idle connections.
   */
  @Override
  public void shutdown() {
    long client = handle.enter(this);
    if (client != 0) {
      Library.cos_client_shutdown(client);
      slots.end();
      handle.leave();
    }
  }

  /** Shuts the client down, and frees it when the last call has ended. */
  @Override
  public void close() {
    shutdown();
    slots.close();
    handle.close();
  }

  /** A function of the library that returns a response through its last parameter, or leaves it NULL. */
  private interface Call {
    long make(long client, long settings, long out);
  }

  private CallResult call(CallOptions options, CallStreams streams, Slots.Turn turn, Call made) {
    boolean listened = listens || streams != null || CallOptions.hasToken(options);
    long own = options != null ? options.open() : listened || !turn.isPlain() ? Library.cos_call_new() : 0;
    CallBuffer buffer = CallBuffer.take();
    try {
      if (turn.isLate()) {
        CallOptions.end(own);
        return run(buffer, own, made).late(turn.late());
      }
      if (turn.leftMs() != 0) {
        Library.cos_call_set_timeout_ms(own, turn.leftMs());
      }
      return listened ? watched(buffer, own, streams, made) : unwatched(buffer, own, made);
    } finally {
      buffer.give();
      if (own != 0) {
        Library.cos_call_free(own);
      }
    }
  }

  /** The thread's interrupt triggers a token, which is the only one that the call has. */
  private CallResult unwatched(CallBuffer buffer, long own, Call made) {
    DefaultSettings defaults = defaultSettings.take();
    if (own != 0) {
      defaults.setOn(own);
    }
    defaults.enter();
    try {
      return run(buffer, own == 0 ? defaults.settings() : own, made);
    } finally {
      defaults.leave();
      defaultSettings.give(defaults);
    }
  }

  /** The library checks whether the thread was interrupted. */
  private CallResult watched(CallBuffer buffer, long own, CallStreams streams, Call made) {
    CallOptions.watch(own, callbacks);
    CallResult result = run(buffer, own, made);
    try {
      if (streams != null) {
        streams.close();
      }
    } catch (Throwable thrown) {
      // It must not hide the result of the call.
      result.unclosed(thrown);
    }
    return result;
  }

  /** Converts the result. */
  private CallResult run(CallBuffer buffer, long settings, Call made) {
    long client = handle.enter(this);
    if (client == 0) {
      throw Text.invalid("client", "it is closed; make another");
    }
    // A callback of another client's call may make this one.
    Throwable outer = Callbacks.thrown();
    long error = made.make(client, settings, buffer.out());
    handle.leave();
    CallResult result = new CallResult(buffer, error, buffer.handedOut(), Callbacks.thrown());
    Callbacks.putBack(outer);
    return result;
  }
}
