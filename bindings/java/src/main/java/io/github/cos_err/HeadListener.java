package io.github.cos_err;

/** Receives the head of a success before its body. */
@FunctionalInterface
public interface HeadListener {
  /**
   * Called before the first byte of the body goes to the sink, and again for each retry: on the thread that
   * made the call, or for futures and virtual threads on a thread of the library. It must not wait for a call of
   * the same client.
   *
   * @param head status and headers, without a body
   * @throws Exception ends the call with {@link Reason#CALLBACK}, and is its cause; it is not retried
   */
  void receive(CosResponse head) throws Exception;
}
