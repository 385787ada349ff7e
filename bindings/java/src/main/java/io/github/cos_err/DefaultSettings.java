package io.github.cos_err;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/**
 * Settings of calls that have none, with a token that an interrupt triggers. Creating these takes a good
 * part of the time of a HEAD, so {@link DefaultSettingsPool} keeps them.
 *
 * <p>It receives an interrupt of this thread when it happens, as blocking channels do. The library's own
 * way, which calls a function of Java at the beginning of a call and while it waits, takes longer still. It
 * is not for calls in which other code of Java runs: a channel that this code uses would take these settings'
 * place.
 */
final class DefaultSettings extends AbstractInterruptibleChannel {
  private final long token = Library.cos_cancel_new();
  private final long settings = Library.cos_call_new();

  DefaultSettings() {
    setOn(settings);
  }

  /** The settings for a call that has none. */
  long settings() {
    return settings;
  }

  /** Makes an interrupt end a call that has no other token. */
  void setOn(long call) {
    Library.cos_call_set_cancel(call, token);
  }

  /** From now on an interrupt triggers the token; an earlier one triggers it at once. */
  void enter() {
    begin();
  }

  /** Nothing triggers the token after this returns. */
  void leave() {
    try {
      end(true);
    } catch (AsynchronousCloseException e) {
      // The result of the call takes precedence: it may have succeeded before.
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
