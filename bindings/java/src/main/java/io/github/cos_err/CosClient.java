package io.github.cos_err;

import java.io.IOException;
import java.time.Duration;
import java.util.function.LongUnaryOperator;

/**
 * Makes calls, and keeps connections between them. Any number of threads may use one at once.
 *
 * <p>A call ends with a {@link CosException} if it fails. One that runs on a thread which is interrupted
 * ends within 100 ms with a {@link CosClientException} of reason {@link Reason#CANCELLED}, whose cause is
 * an {@link InterruptedException}; the thread's interrupted flag stays set.
 */
public final class CosClient implements AutoCloseable {
  private final Handle handle;
  /** Whether its calls call Java. */
  private final boolean listens;

  /** User: the number of its listeners; 0: it has none. */
  CosClient(long client, long user) {
    listens = user != 0;
    handle = new Handle(this, client, address -> {
      Library.cos_client_free(address);
      Callbacks.forget(user);
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
    return call(options, null, (client, call, response) ->
        Library.cos_err_head_bucket(client, name, call, response));
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
    Flight flight = request.flight();
    long user = flight == null ? 0 : Callbacks.serve(flight);
    long opened = request.open(user);
    try {
      return call(options, flight, (client, call, response) ->
          Library.cos_client_send(client, opened, call, response));
    } finally {
      Library.cos_request_free(opened);
      if (flight != null) {
        Callbacks.forget(user);
      }
    }
  }

  /**
   * Makes the URL of a request, signed, that anybody may send as it is. Nothing is sent. The URL is a
   * secret for as long as it is valid.
   *
   * @param request what is allowed; header fields that it sets are signed and must be sent with it
   * @param valid for how long, from now; whole seconds
   * @return the URL
   */
  public String presign(CosRequest request, Duration valid) {
    long opened = request.open(0);
    try {
      long[] url = new long[1];
      enter(client -> Library.cos_client_presign(client, opened, valid.toSeconds(), url));
      String text = Text.at(url[0]);
      Library.cos_text_free(url[0]);
      return text;
    } finally {
      Library.cos_request_free(opened);
    }
  }

  /**
   * Ends every call that is under way, within 100 ms, and every later one at once, with reason
   * {@link Reason#CANCELLED}; closes idle connections. For good.
   */
  public void shutdown() {
    long client = handle.enter();
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

  private interface Call {
    long make(long client, long call, long[] response);
  }

  private CosResponse call(CallOptions options, Flight flight, Call made) {
    long call = CallOptions.open(options);
    long[] response = new long[1];
    InterruptHook hook = null;
    if (listens || flight != null || CallOptions.hasToken(options)) {
      CallOptions.watch(call);
    } else {
      hook = new InterruptHook();
      hook.enter(call);
    }
    try (flight) {
      enter(client -> made.make(client, call, response));
      long answer = response[0];
      response[0] = 0;
      return new CosResponse(answer);
    } catch (IOException e) {
      throw new Failure(Reason.LOCAL_IO).message("the stream of the body cannot be closed").cause(e).toException();
    } finally {
      if (hook != null) {
        hook.leave();
      }
      if (response[0] != 0) {
        // A listener threw, although there is an answer.
        Library.cos_response_free(response[0]);
      }
      Library.cos_call_free(call);
    }
  }

  /** Runs a function of the library, and throws what it returns, or what a callback threw in it. */
  private void enter(LongUnaryOperator function) {
    // A callback of another client's call may make this one.
    Throwable outer = Callbacks.thrown();
    long client = handle.enter();
    if (client == 0) {
      throw Text.invalid("client", "it is closed; make another");
    }
    long error;
    Throwable thrown;
    try {
      error = function.applyAsLong(client);
    } finally {
      handle.leave();
      thrown = Callbacks.thrown();
      Callbacks.putBack(outer);
    }
    if (error != 0) {
      throw ended(CosException.take(error, thrown));
    }
    if (thrown != null) {
      throw new Failure(Reason.CALLBACK).message("a listener of the call threw").cause(thrown).toException();
    }
  }

  private static CosException ended(CosException error) {
    if (error.getReason() == Reason.CANCELLED
        && error.getCause() == null
        && Thread.currentThread().isInterrupted()) {
      error.initCause(new InterruptedException("the thread was interrupted"));
    }
    return error;
  }
}
