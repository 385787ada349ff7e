package io.github.cos_err;

import java.util.concurrent.Executor;
import java.util.function.LongConsumer;

/** A client's object of the library, and calls with it on the current thread. */
final class Calls implements AutoCloseable {
  /** A function of the library that returns an object through its last parameter, or leaves it NULL. */
  interface Call {
    long make(long client, long settings, long out);
  }

  /** Settings of the client that calls need in Java: totalMs is 0 if none was set, listeners null. */
  record Settings(long totalMs, Listeners listeners, Executor executor) {
    boolean provides() {
      return listeners != null && listeners.provider() != null;
    }
  }

  final Callbacks callbacks;
  final Settings settings;
  final CompletionQueue completions = new CompletionQueue();
  private final Handle handle;
  private final DefaultSettingsPool defaultSettings = new DefaultSettingsPool();

  /** user is the number of the client's listeners, or 0. */
  Calls(long client, Callbacks callbacks, long user, Settings settings) {
    this.callbacks = callbacks;
    this.settings = settings;
    DefaultSettingsPool kept = defaultSettings;
    CompletionQueue queue = completions;
    handle = new Handle(this, client, address -> {
      Library.cos_client_free(address);
      queue.close();
      kept.close();
      callbacks.forget(user);
    });
  }

  /** Returns the client, which is not freed until {@link #leave}. */
  long enter() {
    long client = handle.enter(this);
    if (client == 0) {
      throw Text.invalid("client", "it is closed; make another");
    }
    return client;
  }

  void leave() {
    handle.leave();
  }

  /** Calls a function with the client, unless that is closed. */
  void with(LongConsumer use) {
    long client = handle.enter(this);
    if (client != 0) {
      try {
        use.accept(client);
      } finally {
        handle.leave();
      }
    }
  }

  /** Ends all calls. */
  void shutdown() {
    with(client -> {
      Throwable outer = Callbacks.thrown();
      Library.cos_client_shutdown(client);
      // The log listener, which runs here for calls that had not begun.
      Callbacks.uncaught(Callbacks.thrown());
      Callbacks.putBack(outer);
    });
  }

  @Override
  public void close() {
    handle.close();
  }

  /** Makes a call. The streams may be null. */
  CallResult make(CallOptions options, CallStreams streams, Call made) {
    return make(options, 0, streams, made);
  }

  /** Makes a call that has so many milliseconds left; 0 if it did not wait. */
  CallResult make(CallOptions options, long leftMs, CallStreams streams, Call made) {
    boolean listened = settings.listeners() != null || streams != null || CallOptions.hasToken(options);
    long own = options != null ? options.open() : listened || leftMs != 0 ? Library.cos_call_new() : 0;
    CallBuffer buffer = CallBuffer.take();
    try {
      if (leftMs != 0) {
        Library.cos_call_set_timeout_ms(own, leftMs);
      }
      return listened ? watched(buffer, own, streams, made) : unwatched(buffer, own, made);
    } finally {
      buffer.give();
      if (own != 0) {
        Library.cos_call_free(own);
      }
    }
  }

  /** Makes a call that ends at once. */
  CallResult refuse(CallOptions options, Call made) {
    long own = options != null ? options.open() : Library.cos_call_new();
    CallBuffer buffer = CallBuffer.take();
    try {
      CallOptions.end(own);
      return run(buffer, own, made);
    } finally {
      buffer.give();
      Library.cos_call_free(own);
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
    if (streams != null) {
      streams.close(result);
    }
    return result;
  }

  /** Converts the result. */
  private CallResult run(CallBuffer buffer, long own, Call made) {
    long client = enter();
    // A callback of another client's call may make this one.
    Throwable outer = Callbacks.thrown();
    long error = made.make(client, own, buffer.out());
    handle.leave();
    boolean isInterrupted = Thread.currentThread().isInterrupted();
    CallResult result = new CallResult(buffer, error, buffer.handedOut(), Callbacks.thrown(), isInterrupted);
    Callbacks.putBack(outer);
    return result;
  }
}
