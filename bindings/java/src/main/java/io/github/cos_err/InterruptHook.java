package io.github.cos_err;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/**
 * Hears of an interrupt of this thread when it comes, as blocking channels do, and triggers a token. The
 * library's own way, to ask a function of Java at the beginning of a call and while it waits, costs a
 * good part of what a HEAD costs. Not for calls in which other code of Java runs: a channel that it uses
 * would take the hook's place.
 */
final class InterruptHook extends AbstractInterruptibleChannel {
  private final long token = Library.cos_cancel_new();

  /** Sets the token on a call; an interrupt that came before triggers it at once. */
  void enter(long call) {
    Library.cos_call_set_cancel(call, token);
    begin();
  }

  /** Nothing triggers the token any more when this returns. */
  void leave() {
    try {
      end(true);
    } catch (AsynchronousCloseException e) {
      // What the call came to says more: it may have succeeded before.
    }
    Library.cos_cancel_free(token);
  }

  @Override
  protected void implCloseChannel() {
    Library.cos_cancel_trigger(token);
  }
}
