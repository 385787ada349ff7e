package io.github.cos_err;

/** Provides a client with the credentials to sign with. */
@FunctionalInterface
public interface CredentialsProvider {
  /**
   * Returns credentials. A call that needs credentials calls it on its own thread, or for futures and virtual
   * threads on a thread of the library or of the client; only one call does so at a time, and the others wait. It
   * is called again shortly before the credentials expire, and once by a call whose token COS reports as expired.
   * It must not wait for a call of the same client, and should have a timeout: cancelling a call of a future or
   * of a virtual thread does not interrupt it, so that the call ends when it returns. A signature or presigned URL
   * that is cancelled interrupts it.
   *
   * @return the credentials
   * @throws Exception ends the call with {@link Reason#INVALID_CREDENTIALS}, and is its cause; credentials
   *     that were returned before are used while they are valid
   */
  Credentials get() throws Exception;
}
