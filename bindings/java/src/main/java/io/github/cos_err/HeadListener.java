package io.github.cos_err;

/** Receives the head of a success before its body. */
@FunctionalInterface
public interface HeadListener {
  /**
   * Called on the thread that made the call, before the first byte of the body goes to the sink, and again
   * for each retry. It must not use the same client.
   *
   * @param head status and headers, without a body
   * @throws Exception ends the call with {@link Reason#CALLBACK}, and is its cause; it is not retried
   */
  void receive(CosResponse head) throws Exception;
}
