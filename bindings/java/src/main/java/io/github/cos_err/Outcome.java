package io.github.cos_err;

/**
 * What a call came to. What it failed with is thrown when everything is given back that the call needed:
 * each block on the way that has something to give back costs an exception as much as to make it.
 */
final class Outcome {
  private final CosResponse response;
  private CosException failure;

  /** Takes the library's error and answer, of which 0 is none, and what a callback threw or null. */
  Outcome(Scratch scratch, long error, long answer, Throwable thrown) {
    response = answer == 0 ? null : new CosResponse(scratch, answer);
    if (thrown instanceof Callbacks.Refused) {
      failure = error == 0 ? null : refused(ended(scratch, error, null), thrown.getCause());
    } else if (error != 0) {
      failure = ended(scratch, error, thrown);
    } else if (thrown != null) {
      failure = threw(answered()).cause(thrown).toException();
    }
  }

  /** The stream of the body could not be closed. */
  void unclosed(Throwable thrown) {
    if (failure != null) {
      failure.addSuppressed(thrown);
      return;
    }
    failure = new Failure(Reason.LOCAL_IO)
        .message("the stream of the body cannot be closed" + answered())
        .cause(thrown)
        .toException();
  }

  /** As one that ended before it had begun, because its time had run out. */
  Outcome late() {
    if (failure != null && failure.getReason() == Reason.CANCELLED) {
      failure = new Failure(Reason.TIMEOUT)
          .message("timed out while waiting for a free connection; set maxConnections, or make fewer calls at once")
          .method(failure.getMethod())
          .url(failure.getUrl())
          .requestSent(false)
          .toException();
    }
    return this;
  }

  /** What failed on another thread, for this one, has the frames of this one. */
  Outcome here() {
    if (failure != null) {
      failure.setStackTrace(new Throwable().getStackTrace());
    }
    return this;
  }

  /** Null, where there is no answer to a success. */
  CosResponse get() {
    if (failure != null) {
      throw failure;
    }
    return response;
  }

  private static Failure threw(String behind) {
    return new Failure(Reason.CALLBACK).message("a listener of the call threw" + behind);
  }

  /** What an error that comes after a success has of it. */
  private String answered() {
    return response == null
        ? ""
        : "; the call succeeded: status " + response.getStatusCode() + ", request id " + response.getRequestId();
  }

  /** A provider that failed may have had no part in it. */
  private static CosException refused(CosException error, Throwable why) {
    if (error.getReason() == Reason.INVALID_CREDENTIALS) {
      error.initCause(why);
    } else {
      error.addSuppressed(why);
    }
    return error;
  }

  private static CosException ended(Scratch scratch, long error, Throwable thrown) {
    CosException ended = CosException.take(scratch, error, null);
    boolean isCancelled = ended.getReason() == Reason.CANCELLED;
    boolean isInterrupted = isCancelled && Thread.currentThread().isInterrupted();
    if (thrown != null) {
      return isCancelled && !isInterrupted ? insteadOf(ended, thrown) : (CosException) ended.initCause(thrown);
    }
    if (isInterrupted) {
      ended.initCause(new InterruptedException("the thread was interrupted"));
    }
    return ended;
  }

  /** The library knows that the interrupt check ended the call, and not why: a listener threw. */
  private static CosException insteadOf(CosException cancelled, Throwable thrown) {
    CosException failure = threw("; " + cancelled.getErrorMessage())
        .method(cancelled.getMethod())
        .url(cancelled.getUrl())
        .cause(thrown)
        .toException();
    failure.addSuppressed(cancelled);
    return failure;
  }
}
