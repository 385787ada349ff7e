package io.github.cos_err;

/** What a client calls: its provider of credentials, and who hears its log. */
record Listeners(CredentialsProvider provider, LogListener listener) {
  long provide(long credentials) throws Exception {
    try {
      Credentials given = provider.get();
      Library.cos_credentials_set(
          credentials,
          Text.given("secret_id", given.secretId()),
          Text.given("secret_key", given.secretKey()),
          Text.given("token", given.token()),
          given.expiresAt() == null ? 0 : given.expiresAt().getEpochSecond());
      return 0;
    } catch (Exception e) {
      Library.cos_credentials_set_error(credentials, Text.shown(e.toString()));
      throw e;
    }
  }

  long log(int level, long line) {
    listener.log(LogLevel.of(level), Text.at(line));
    return 0;
  }
}
