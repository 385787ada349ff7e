package io.github.cos_err;

/**
 * The result of a call. Its exception is thrown when all resources of the call are released: each block on
 * the way that releases something takes as long as the creation of the exception.
 */
final class CallResult {
  private final CosResponse response;
  private CosException failure;

  /**
   * Takes the library's error and response, of which 0 means none, the exception of a callback or null, and
   * whether the call's thread was interrupted.
   */
  CallResult(CallBuffer buffer, long error, long answer, Throwable thrown, boolean isInterrupted) {
    response = answer == 0 ? null : CosResponse.take(buffer, answer);
    if (thrown instanceof Callbacks.Refused) {
      failure = error == 0 ? null : refused(ended(buffer, error, null, isInterrupted), thrown.getCause());
    } else if (error != 0) {
      failure = ended(buffer, error, thrown, isInterrupted);
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

  /** The result of a call that ended before it began, because its timeout had expired. */
  CallResult late(String message) {
    if (failure != null && failure.getReason() == Reason.CANCELLED) {
      failure = new Failure(Reason.TIMEOUT)
          .message(message)
          .method(failure.getMethod())
          .url(failure.getUrl())
          .requestSent(false)
          .toException();
    }
    return this;
  }

  /** Null if the call succeeded. */
  CosException failure() {
    return failure;
  }

  /** Null, if a success has no response. */
  CosResponse get() {
    if (failure != null) {
      throw failure;
    }
    return response;
  }

  private static Failure threw(String behind) {
    return new Failure(Reason.CALLBACK).message("a listener of the call threw" + behind);
  }

  /** What an error that follows a success contains of the response. */
  private String answered() {
    return response == null
        ? ""
        : "; the call succeeded: status " + response.getStatusCode() + ", request id " + response.getRequestId();
  }

  /** A provider that failed may not be the cause. */
  private static CosException refused(CosException error, Throwable why) {
    if (error.getReason() == Reason.INVALID_CREDENTIALS) {
      error.initCause(why);
    } else {
      error.addSuppressed(why);
    }
    return error;
  }

  private static CosException ended(CallBuffer buffer, long error, Throwable thrown, boolean isInterrupted) {
    CosException ended = CosException.take(buffer, error, null);
    boolean isCancelled = ended.getReason() == Reason.CANCELLED;
    if (thrown != null) {
      return isCancelled && !isInterrupted ? insteadOf(ended, thrown) : (CosException) ended.initCause(thrown);
    }
    if (isCancelled && isInterrupted) {
      ended.initCause(new InterruptedException("the thread was interrupted"));
    }
    return ended;
  }

  /** The library reports that the interrupt check ended the call, but not why: a listener threw. */
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
