package io.github.cos_err;

/**
 * Cancels the calls that have it in their settings. Any number of threads may use one at once. Closing it
 * is not required, and frees it sooner.
 */
public final class CancelToken implements AutoCloseable {
  private final Handle handle = new Handle(this, Library.cos_cancel_new(), Library::cos_cancel_free);

  private volatile boolean triggered;

  /** Creates a token that is not triggered. */
  public CancelToken() {}

  /**
   * Permanently cancels every call that has the token with reason {@link Reason#CANCELLED}: those in
   * progress within 100 ms, later ones at once.
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

  /** Sets the token of a call; a closed one has no effect. */
  void setOn(long call) {
    long token = handle.enter(this);
    if (token != 0) {
      // The call holds its own reference.
      Library.cos_call_set_cancel(call, token);
      handle.leave();
    }
  }

  @Override
  public void close() {
    handle.close();
  }
}
