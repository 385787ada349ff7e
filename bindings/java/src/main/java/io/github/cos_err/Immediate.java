package io.github.cos_err;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Futures of a stand-in of {@link Cos}, whose calls are made before they are returned. */
final class Immediate {
  static <T> CompletableFuture<T> of(Supplier<T> call) {
    try {
      return CompletableFuture.completedFuture(call.get());
    } catch (RuntimeException failure) {
      return CompletableFuture.failedFuture(failure);
    }
  }

  private Immediate() {}
}
