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
    completions.end();
    handle.close();
  }

  /** Makes a call. The streams may be null. */
  CallResult make(CallOptions options, CallStreams streams, Call made) {
    long own = options == null ? 0 : options.open();
    try {
      return make(own, CallOptions.hasToken(options), streams, made);
    } finally {
      free(own);
    }
  }

  /** Each native call costs. */
  private static void free(long settings) {
    if (settings != 0) {
      Library.cos_call_free(settings);
    }
  }

  /** Makes a call with these settings, or 0. */
  CallResult make(long own, boolean hasToken, CallStreams streams, Call made) {
    boolean isWatched = settings.listeners() != null || streams != null || hasToken;
    CallBuffer buffer = CallBuffer.take();
    long empty = isWatched && own == 0 ? Library.cos_call_new() : 0;
    try {
      return isWatched ? watched(buffer, own + empty, streams, made) : unwatched(buffer, own, made);
    } finally {
      buffer.give();
      free(empty);
    }
  }

  /** Makes a call that ends at once, because its thread was interrupted or for another reason. */
  CallResult refuse(long own, boolean isInterrupted, Call made) {
    CallBuffer buffer = CallBuffer.take();
    try {
      CallOptions.end(own);
      return run(buffer, own, isInterrupted, made);
    } finally {
      buffer.give();
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
      return run(buffer, own == 0 ? defaults.settings() : own, false, made);
    } finally {
      defaults.leave();
      defaultSettings.give(defaults);
    }
  }

  /** The library checks whether the thread was interrupted. */
  private CallResult watched(CallBuffer buffer, long own, CallStreams streams, Call made) {
    CallOptions.watch(own, callbacks);
    CallResult result = run(buffer, own, false, made);
    if (streams != null) {
      streams.close(result);
    }
    return result;
  }

  /** Converts the result. The thread may have been interrupted before. */
  private CallResult run(CallBuffer buffer, long own, boolean wasInterrupted, Call made) {
    long client = enter();
    // A callback of another client's call may make this one.
    Throwable outer = Callbacks.thrown();
    long error = made.make(client, own, buffer.out());
    handle.leave();
    boolean isInterrupted = wasInterrupted || Thread.currentThread().isInterrupted();
    CallResult result = result(buffer, error, buffer.handedOut(), Callbacks.thrown(), isInterrupted);
    Callbacks.putBack(outer);
    return result;
  }

  CallResult result(CallBuffer buffer, long error, long response, Throwable thrown, boolean isInterrupted) {
    CallResult result = new CallResult(buffer, error, response, thrown, isInterrupted);
    if (settings.listeners() != null) {
      settings.listeners().explain(result.failure());
    }
    return result;
  }
}
