package io.github.cos_err;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;

/** Calls that send nothing, and wait at most for a provider of credentials or for a file. */
final class Signer {
  /** A function of the library that returns an object through its last parameter. */
  private interface Local {
    long make(long client, long request, long settings, long out);
  }

  private final Calls calls;
  private final Slots slots = new Slots();

  Signer(Calls calls) {
    this.calls = calls;
  }

  SignedRequest sign(CosRequest request, Duration valid, CallOptions options) {
    long seconds = Text.there("valid", valid).toSeconds();
    return local(request, options, true, SignedRequest::of, Library::cos_signed_free,
        (client, opened, settings, out) -> Library.cos_client_sign(client, opened, settings, seconds, out));
  }

  String presign(CosRequest request, Duration valid, CallOptions options) {
    long seconds = Text.there("valid", valid).toSeconds();
    return local(request, options, true, Text::at, Library::cos_text_free,
        (client, opened, settings, out) -> Library.cos_client_presign(client, opened, settings, seconds, out));
  }

  String url(CosRequest request, CallOptions options) {
    return local(request, options, false, Text::at, Library::cos_text_free, Library::cos_client_url);
  }

  /** Makes a call that sends nothing: on this thread, unless it is a virtual one and the call may wait. */
  private <T> T local(CosRequest request, CallOptions options, boolean waits,
      LongFunction<T> read, LongConsumer free, Local made) {
    Text.there("request", request);
    AtomicReference<T> result = new AtomicReference<>();
    Calls.Call make = (client, settings, out) -> {
      long opened = request.open(calls.callbacks, 0);
      CallBuffer buffer = CallBuffer.take();
      try {
        long error = made.make(client, opened, settings, buffer.out());
        if (buffer.handedOut() != 0) {
          result.set(read.apply(buffer.handedOut()));
        }
        free.accept(buffer.handedOut());
        return error;
      } finally {
        buffer.give();
        Library.cos_request_free(opened);
      }
    };
    Function<Slots.Turn, CallResult> call = turn -> call(options, turn, make);
    if (waits && (calls.settings.provides() || request.isStreamed()) && VirtualCall.isNeeded()) {
      long total = CallOptions.totalMs(options, calls.settings.totalMs(), true);
      slots.sign(total, CallOptions.cancelled(options), call).here().get();
    } else {
      call.apply(Slots.Turn.AT_ONCE).get();
    }
    return result.get();
  }

  private CallResult call(CallOptions options, Slots.Turn turn, Calls.Call made) {
    return turn.isLate() ? calls.refuse(options, made).late(turn.late()) : calls.make(options, turn.leftMs(), null, made);
  }

  void end() {
    slots.end();
  }

  void close() {
    slots.close();
  }
}
