package io.github.cos_err;

import java.time.Instant;

/**
 * Credentials to sign with.
 *
 * @param secretId SecretId
 * @param secretKey SecretKey
 * @param token the token of temporary credentials; null for permanent ones
 * @param expiresAt until when they are valid; null if they do not expire
 */
public record Credentials(String secretId, String secretKey, String token, Instant expiresAt) {
  /**
   * Creates permanent credentials.
   *
   * @param secretId SecretId
   * @param secretKey SecretKey
   */
  public Credentials(String secretId, String secretKey) {
    this(secretId, secretKey, null, null);
  }

  /** Returns a text without the secrets, which a record would print. */
  @Override
  public String toString() {
    return "Credentials[expiresAt=" + expiresAt + "]";
  }
}
