package io.github.cos_err;

import java.time.Instant;

/**
 * Keys to sign with.
 *
 * @param secretId SecretId
 * @param secretKey SecretKey
 * @param token the token of temporary keys; null: they are permanent
 * @param expiresAt until when they are valid; null: they do not expire
 */
public record Credentials(String secretId, String secretKey, String token, Instant expiresAt) {
  /**
   * Permanent keys.
   *
   * @param secretId SecretId
   * @param secretKey SecretKey
   */
  public Credentials(String secretId, String secretKey) {
    this(secretId, secretKey, null, null);
  }

  /** Without the secrets: a record would print them. */
  @Override
  public String toString() {
    return "Credentials[expiresAt=" + expiresAt + "]";
  }
}
