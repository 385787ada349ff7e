package io.github.cos_err;

/** What a started call does. */
interface Work {
  /** Returns the streams and listeners of one call, or null. */
  CallStreams streams();

  /** Creates the library's object with all settings, which {@link #free} frees. user is the number of the streams. */
  long open(Callbacks callbacks, long user);

  /** Frees the library's object; the call has its own copy. */
  void free(long opened);

  /** Starts the call. Returns the error, or 0. */
  long start(long client, long opened, long settings, long queue, long number, long out);

  /** Sends a request. */
  static Work of(CosRequest request) {
    Text.there("request", request);
    return new Work() {
      @Override
      public CallStreams streams() {
        return request.streams();
      }

      @Override
      public long open(Callbacks callbacks, long user) {
        return request.open(callbacks, user);
      }

      @Override
      public void free(long opened) {
        Library.cos_request_free(opened);
      }

      @Override
      public long start(long client, long opened, long settings, long queue, long number, long out) {
        return Library.cos_client_start(client, opened, settings, queue, number, out);
      }
    };
  }
}
