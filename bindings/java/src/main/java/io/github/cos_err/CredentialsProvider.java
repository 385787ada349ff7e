package io.github.cos_err;

/** Provides a client with the credentials to sign with. */
@FunctionalInterface
public interface CredentialsProvider {
  /**
   * Returns credentials. A call that needs credentials calls it on its own thread; only one call does so at
   * a time, and the others wait. It is called again shortly before the credentials expire, and once by a
   * call whose token COS reports as expired. It must not use the same client.
   *
   * @return the credentials
   * @throws Exception ends the call with {@link Reason#INVALID_CREDENTIALS}, and is its cause; credentials
   *     that were returned before are used while they are valid
   */
  Credentials get() throws Exception;
}
