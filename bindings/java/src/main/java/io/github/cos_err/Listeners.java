package io.github.cos_err;

import java.time.Instant;
import java.util.Objects;

/** The callbacks of a client: its provider of credentials, and its log listener. */
record Listeners(CredentialsProvider provider, LogListener listener) {
  long provide(long credentials) throws Exception {
    try {
      Credentials given = Objects.requireNonNull(provider.get(), "the CredentialsProvider gave null");
      Library.cos_credentials_set(
          credentials,
          Text.given("secret_id", given.secretId()),
          Text.given("secret_key", given.secretKey()),
          Text.given("token", given.token()),
          expires(given.expiresAt()));
      return 0;
    } catch (Exception e) {
      Library.cos_credentials_set_error(credentials, Text.shown(e.toString()));
      throw new Callbacks.Refused(e);
    }
  }

  /** In the library 0 means never, and not 1970. */
  private static long expires(Instant at) {
    return at == null ? 0 : Math.max(1, at.getEpochSecond());
  }

  long log(int level, long line) {
    listener.log(LogLevel.of(level), Text.at(line));
    return 0;
  }
}
