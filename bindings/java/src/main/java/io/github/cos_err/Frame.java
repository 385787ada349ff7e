package io.github.cos_err;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/**
 * Settings for calls that ask for none, with a token that an interrupt triggers. To make these costs a
 * good part of what a HEAD costs, so {@link Frames} keeps them.
 *
 * <p>It hears of an interrupt of this thread when it comes, as blocking channels do. The library's own
 * way, to ask a function of Java at the beginning of a call and while it waits, costs more still. Not for
 * calls in which other code of Java runs: a channel that it uses would take the frame's place.
 */
final class Frame extends AbstractInterruptibleChannel {
  private final long token = Library.cos_cancel_new();
  private final long settings = Library.cos_call_new();

  Frame() {
    setOn(settings);
  }

  /** What a call is given that has no settings of its own. */
  long settings() {
    return settings;
  }

  /** Has an interrupt end a call that has no other token. */
  void setOn(long call) {
    Library.cos_call_set_cancel(call, token);
  }

  /** From now on an interrupt triggers the token; one that came before triggers it at once. */
  void enter() {
    begin();
  }

  /** Nothing triggers the token any more when this returns. */
  void leave() {
    try {
      end(true);
    } catch (AsynchronousCloseException e) {
      // What the call came to says more: it may have succeeded before.
    }
  }

  void free() {
    Library.cos_call_free(settings);
    Library.cos_cancel_free(token);
  }

  @Override
  protected void implCloseChannel() {
    Library.cos_cancel_trigger(token);
  }
}
