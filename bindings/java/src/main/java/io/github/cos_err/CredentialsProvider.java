package io.github.cos_err;

/** Gives a client the keys to sign with. */
@FunctionalInterface
public interface CredentialsProvider {
  /**
   * Called by a call that needs keys, on its thread, by one at a time while the others wait; again
   * shortly before they expire, and once by a call to which COS says that the token expired. It must
   * not use the same client.
   *
   * @return the keys
   * @throws Exception ends the call with {@link Reason#INVALID_CREDENTIALS}, and is its cause; while keys
   *     that were given before are valid, these serve on
   */
  Credentials get() throws Exception;
}
