package io.github.cos_err;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Per-call settings. Only one thread may change them at a time; they may be used by many calls. */
public final class CallOptions {
  private static final long TRIGGERED = triggered();

  private final List<LongConsumer> settings = new ArrayList<>();
  private CancelToken cancel;
  private long totalMs;

  /** Creates an empty set of per-call settings. */
  public CallOptions() {}

  private static long triggered() {
    long token = Library.cos_cancel_new();
    Library.cos_cancel_trigger(token);
    return token;
  }

  /**
   * Sets the timeout of the whole call, instead of the client's total timeout.
   *
   * @param time at least 1 ms
   * @return this
   */
  public CallOptions timeout(Duration time) {
    long ms = Text.milliseconds(Text.there("time", time));
    totalMs = ms;
    settings.add(call -> Library.cos_call_set_timeout_ms(call, ms));
    return this;
  }

  /**
   * Sets the region of this call, instead of the client's.
   *
   * @param region "ap-guangzhou" ...
   * @return this
   */
  public CallOptions region(String region) {
    byte[] text = Text.given("region", region);
    settings.add(call -> Library.cos_call_set_region(call, text));
    return this;
  }

  /**
   * Adds a header to those of the request.
   *
   * @param name its name
   * @param value its value
   * @return this
   */
  public CallOptions header(String name, String value) {
    byte[] nameText = Text.given("header name", name);
    byte[] valueText = Text.given("header " + name, value);
    settings.add(call -> Library.cos_call_add_header(call, nameText, valueText));
    return this;
  }

  /**
   * Sets the host that is signed instead of the one to which the request goes, with its port if that is not
   * the scheme's own. This is for requests through a CDN or proxy that sends another Host to COS.
   *
   * @param host the host; with "" no Host is signed
   * @return this
   */
  public CallOptions signedHost(String host) {
    byte[] text = Text.given("signed_host", host);
    settings.add(call -> Library.cos_call_set_signed_host(call, text));
    return this;
  }

  /**
   * Sets the token that cancels the call.
   *
   * @param token a token, or null
   * @return this
   */
  public CallOptions cancel(CancelToken token) {
    cancel = token;
    return this;
  }

  /**
   * Repeats a HEAD that fails with 400, 403, 404, 405 or 409 once as a GET, whose response has a body.
   *
   * @param explain whether to repeat it; false by default
   * @return this
   */
  public CallOptions explain(boolean explain) {
    settings.add(call -> Library.cos_call_set_explain(call, explain ? 1 : 0));
    return this;
  }

  static boolean hasToken(CallOptions options) {
    return options != null && options.cancel != null;
  }

  /** Tells whether the token of a call was triggered; null if it has none. */
  static BooleanSupplier cancelled(CallOptions options) {
    return hasToken(options) ? options.cancel::isTriggered : null;
  }

  /** The timeout of a call that sends nothing, for a client with this setting, or 0; 0 means no limit. */
  static long totalMs(CallOptions options, long clients) {
    return options == null || options.totalMs == 0 ? clients : options.totalMs;
  }

  /** Makes the library end a call at once. */
  static void end(long call) {
    Library.cos_call_set_cancel(call, TRIGGERED);
  }

  /** Creates the library's settings of one call, which the caller frees. */
  long open() {
    long call = Library.cos_call_new();
    settings.forEach(setting -> setting.accept(call));
    if (cancel != null) {
      cancel.setOn(call);
    }
    return call;
  }

  /** Makes the library check whether the thread was interrupted, while it waits. */
  static void watch(long call, Callbacks callbacks) {
    Library.cos_call_set_interrupt(call, callbacks.interrupted, 0, 0);
    // An interrupt before the call must end it too.
    if (Thread.currentThread().isInterrupted()) {
      end(call);
    }
  }
}
