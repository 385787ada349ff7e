package io.github.cos_err;

/**
 * Ends the calls that carry it. Any number of threads may use one at once. Closing it, which is not
 * needed, frees it sooner.
 */
public final class CancelToken implements AutoCloseable {
  private final Handle handle = new Handle(this, Library.cos_cancel_new(), Library::cos_cancel_free);

  private volatile boolean triggered;

  /** A token that ends nothing yet. */
  public CancelToken() {}

  /**
   * Ends every call that carries the token, within 100 ms, and every later one at once, with reason
   * {@link Reason#CANCELLED}. For good.
   */
  public void cancel() {
    triggered = true;
    long token = handle.enter(this);
    if (token != 0) {
      Library.cos_cancel_trigger(token);
      handle.leave();
    }
  }

  boolean isTriggered() {
    return triggered;
  }

  /** Gives a call the token; a closed one ends nothing any more. */
  void setOn(long call) {
    long token = handle.enter(this);
    if (token != 0) {
      // The call holds a reference of its own.
      Library.cos_call_set_cancel(call, token);
      handle.leave();
    }
  }

  @Override
  public void close() {
    handle.close();
  }
}
