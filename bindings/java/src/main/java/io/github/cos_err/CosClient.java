package io.github.cos_err;

import java.time.Duration;

/**
 * Makes calls, and keeps connections between them. Any number of threads may use one at once.
 *
 * <p>A call ends with a {@link CosException} if it fails. One that runs on a thread which is interrupted
 * ends within 100 ms with a {@link CosClientException} of reason {@link Reason#CANCELLED}, whose cause is
 * an {@link InterruptedException}; the thread's interrupted flag stays set.
 */
public final class CosClient implements AutoCloseable {
  private final Handle handle;
  private final Callbacks callbacks;
  private final Frames frames = new Frames();
  /** Whether its calls call Java. */
  private final boolean listens;

  /** User: the number of its listeners; 0: it has none. */
  CosClient(long client, Callbacks callbacks, long user) {
    this.callbacks = callbacks;
    listens = user != 0;
    Frames kept = frames;
    handle = new Handle(this, client, address -> {
      Library.cos_client_free(address);
      kept.close();
      callbacks.forget(user);
    });
  }

  /**
   * Settings with their defaults.
   *
   * @return what makes a client
   */
  public static CosClientBuilder builder() {
    return new CosClientBuilder();
  }

  /**
   * The version of the library that is loaded.
   *
   * @return "MAJOR.MINOR.PATCH"
   */
  public static String libraryVersion() {
    return Text.at(Library.cos_err_version());
  }

  /**
   * Gives up the library, so that the class loader of this package can be collected: for programs that a
   * server takes down and deploys anew, where JNA is the server's. Close all clients before; nothing of
   * this package may be used afterwards.
   */
  public static void unload() {
    Kept.freeAll();
    Library.unload();
  }

  /**
   * Asks whether a bucket exists and may be used (HEAD Bucket).
   *
   * @param bucket "examplebucket-1250000000"
   * @return the answer, which tells the bucket's region
   */
  public CosResponse headBucket(String bucket) {
    return headBucket(bucket, null);
  }

  /**
   * As {@link #headBucket(String)}, with options of its own.
   *
   * @param bucket "examplebucket-1250000000"
   * @param options of this call; null: none
   * @return the answer
   */
  public CosResponse headBucket(String bucket, CallOptions options) {
    byte[] name = Text.given("bucket", bucket);
    Call head = (client, call, response) -> Library.cos_err_head_bucket(client, name, call, response);
    return call(options, null, head).get();
  }

  /**
   * Sends a request and reads its answer.
   *
   * @param request what to send
   * @return the answer
   */
  public CosResponse send(CosRequest request) {
    return send(request, null);
  }

  /**
   * As {@link #send(CosRequest)}, with options of its own.
   *
   * @param request what to send
   * @param options of this call; null: none
   * @return the answer
   */
  public CosResponse send(CosRequest request, CallOptions options) {
    Flight flight = Text.there("request", request).flight();
    long user = flight == null ? 0 : callbacks.serve(flight);
    Outcome outcome;
    try {
      outcome = sent(request.open(callbacks, user), options, flight);
    } finally {
      if (flight != null) {
        callbacks.forget(user);
      }
    }
    return outcome.get();
  }

  private Outcome sent(long opened, CallOptions options, Flight flight) {
    try {
      return call(options, flight, (client, call, response) ->
          Library.cos_client_send(client, opened, call, response));
    } finally {
      Library.cos_request_free(opened);
    }
  }

  /**
   * Makes the URL of a request, signed, that anybody may send as it is. Nothing is sent. The URL is a
   * secret for as long as it is valid. Waiting for a provider of credentials that another thread asks, it
   * does not hear an interrupt.
   *
   * @param request what is allowed; header fields that it sets are signed and must be sent with it
   * @param valid for how long, from now; whole seconds
   * @return the URL
   */
  public String presign(CosRequest request, Duration valid) {
    long seconds = Text.there("valid", valid).toSeconds();
    long opened = Text.there("request", request).open(callbacks, 0);
    Scratch scratch = Scratch.take();
    try {
      Outcome outcome = run(scratch, 0, false, (client, settings, url) ->
          Library.cos_client_presign(client, opened, seconds, url));
      String text = scratch.handedOut() == 0 ? null : Text.at(scratch.handedOut());
      Library.cos_text_free(scratch.handedOut());
      // There may be a text, and a callback that threw all the same.
      outcome.get();
      return text;
    } finally {
      scratch.give();
      Library.cos_request_free(opened);
    }
  }

  /**
   * Ends every call that is under way, within 100 ms, and every later one at once, with reason
   * {@link Reason#CANCELLED}; closes idle connections. For good.
   */
  public void shutdown() {
    long client = handle.enter(this);
    if (client != 0) {
      Library.cos_client_shutdown(client);
      handle.leave();
    }
  }

  /** Shuts the client down, and frees it when the last call has ended. */
  @Override
  public void close() {
    shutdown();
    handle.close();
  }

  /** A function of the library, which hands something out. */
  private interface Call {
    long make(long client, long settings, long out);
  }

  private Outcome call(CallOptions options, Flight flight, Call made) {
    boolean listened = listens || flight != null || CallOptions.hasToken(options);
    long own = options != null ? options.open() : listened ? Library.cos_call_new() : 0;
    Scratch scratch = Scratch.take();
    try {
      return listened ? watched(scratch, own, flight, made) : framed(scratch, own, made);
    } finally {
      scratch.give();
      if (own != 0) {
        Library.cos_call_free(own);
      }
    }
  }

  /** The thread's interrupt triggers a token, which is the only one that the call has. */
  private Outcome framed(Scratch scratch, long own, Call made) {
    Frame frame = frames.take();
    if (own != 0) {
      frame.setOn(own);
    }
    frame.enter();
    try {
      return run(scratch, own == 0 ? frame.settings() : own, true, made);
    } finally {
      frame.leave();
      frames.give(frame);
    }
  }

  /** The library asks whether the thread was interrupted. */
  private Outcome watched(Scratch scratch, long own, Flight flight, Call made) {
    CallOptions.watch(own, callbacks);
    Outcome outcome = run(scratch, own, true, made);
    try {
      if (flight != null) {
        flight.close();
      }
    } catch (Throwable thrown) {
      // It must not hide what the call came to.
      outcome.unclosed(thrown);
    }
    return outcome;
  }

  /** Answers: what is handed out is the answer. */
  private Outcome run(Scratch scratch, long settings, boolean answers, Call made) {
    long client = handle.enter(this);
    if (client == 0) {
      throw Text.invalid("client", "it is closed; make another");
    }
    // A callback of another client's call may make this one.
    Throwable outer = Callbacks.thrown();
    long error = made.make(client, settings, scratch.out());
    handle.leave();
    Outcome outcome = new Outcome(scratch, error, answers ? scratch.handedOut() : 0, Callbacks.thrown());
    Callbacks.putBack(outer);
    return outcome;
  }
}
