package io.github.cos_err;

import java.io.IOException;

/**
 * What a call came to. What it failed with is thrown when everything is given back that the call needed:
 * each block on the way that has something to give back costs an exception as much as to make it.
 */
final class Outcome {
  private CosResponse response;
  private CosException failure;

  /** Takes the library's error and answer, of which 0 is none, and what a callback threw or null. */
  Outcome(Scratch scratch, long error, long answer, Throwable thrown) {
    if (error != 0) {
      failure = ended(CosException.take(scratch, error, thrown));
    } else if (thrown != null) {
      failure = new Failure(Reason.CALLBACK).message("a listener of the call threw").cause(thrown).toException();
    } else if (answer != 0) {
      response = new CosResponse(scratch, answer);
    }
    if (response == null && answer != 0) {
      Library.cos_response_free(answer);
    }
  }

  /** The stream of the body could not be closed. */
  void unclosed(IOException e) {
    if (failure != null) {
      failure.addSuppressed(e);
      return;
    }
    failure = new Failure(Reason.LOCAL_IO)
        .message("the stream of the body cannot be closed")
        .cause(e)
        .toException();
  }

  /** Null, where there is no answer to a success. */
  CosResponse get() {
    if (failure != null) {
      throw failure;
    }
    return response;
  }

  private static CosException ended(CosException error) {
    if (error.getReason() == Reason.CANCELLED
        && error.getCause() == null
        && Thread.currentThread().isInterrupted()) {
      error.initCause(new InterruptedException("the thread was interrupted"));
    }
    return error;
  }
}
