package io.github.cos_err;

import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

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
  final Ending ending = new Ending();
  final CompletionQueue completions = new CompletionQueue(ending);
  private final Handle handle;
  private final DefaultSettingsPool defaultSettings = new DefaultSettingsPool();

  /** user is the number of the client's listeners, or 0. */
  Calls(long client, Callbacks callbacks, long user, Settings settings) {
    this.callbacks = callbacks;
    this.settings = settings;
    DefaultSettingsPool kept = defaultSettings;
    CompletionQueue queue = completions;
    Ending end = ending;
    handle = new Handle(this, client, address -> {
      // Its owner may only have dropped it.
      end.close();
      Library.cos_client_free(address);
      queue.close();
      kept.close();
      callbacks.forget(user);
      end.leave();
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

  /** Makes a call; until its resources are released the client is not freed. */
  CallResult using(Supplier<CallResult> made) {
    enter();
    try {
      return made.get();
    } finally {
      leave();
    }
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
      completions.cancelAll();
    });
  }

  @Override
  public void close() {
    ending.close();
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
      return run(buffer, own, () -> isInterrupted, made);
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
      return run(buffer, own == 0 ? defaults.settings() : own, Calls::isInterrupted, made);
    } finally {
      defaults.leave();
      defaultSettings.give(defaults);
    }
  }

  /** The library checks whether the thread was interrupted. */
  private CallResult watched(CallBuffer buffer, long own, CallStreams streams, Call made) {
    CallOptions.watch(own, callbacks);
    CallResult result = run(buffer, own, Calls::isInterrupted, made);
    if (streams != null) {
      streams.close(result);
    }
    return result;
  }

  private static boolean isInterrupted() {
    return Thread.currentThread().isInterrupted();
  }

  /** Converts the result. isInterrupted tells whether an interrupt of the call's thread may have ended it. */
  private CallResult run(CallBuffer buffer, long own, BooleanSupplier isInterrupted, Call made) {
    long client = enter();
    // A callback of another client's call may make this one.
    Throwable outer = Callbacks.thrown();
    long error = made.make(client, own, buffer.out());
    handle.leave();
    CallResult result =
        result(buffer, error, buffer.handedOut(), Callbacks.thrown(), isInterrupted.getAsBoolean());
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
