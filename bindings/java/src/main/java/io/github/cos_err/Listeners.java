package io.github.cos_err;

import java.time.Instant;
import java.util.Objects;

/** The callbacks of a client: its provider of credentials, and its log listener. */
final class Listeners {
  /** Why the provider failed last, and the text of it that errors contain. */
  private record Refusal(String text, Exception why) {}

  private final CredentialsProvider provider;
  private final LogListener listener;
  private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
  private volatile Refusal refusal;

  /** Each may be null. */
  Listeners(CredentialsProvider provider, LogListener listener) {
    this.provider = provider;
    this.listener = listener;
  }

  /** The context class loader of who built the client. */
  ClassLoader loader() {
    return loader;
  }

  CredentialsProvider provider() {
    return provider;
  }

  /**
   * Makes the provider's exception the cause of an error that contains its text: the provider may have thrown
   * it in another call, and runs on another thread in a started one.
   */
  void explain(CosException failure) {
    Refusal last = refusal;
    if (last == null || failure == null || failure.getReason() != Reason.INVALID_CREDENTIALS
        || !failure.getCauses().contains(last.text)) {
      return;
    }
    try {
      failure.initCause(last.why);
    } catch (IllegalStateException e) {
      // It has its cause.
    }
  }

  long provide(long credentials) throws Exception {
    try {
      Credentials given = Objects.requireNonNull(provider.get(), "the CredentialsProvider gave null");
      Library.cos_credentials_set(
          credentials,
          Text.given("secret_id", given.secretId()),
          Text.given("secret_key", given.secretKey()),
          Text.given("token", given.token()),
          expires(given.expiresAt()));
      refusal = null;
      return 0;
    } catch (Exception e) {
      Library.cos_credentials_set_error(credentials, Text.shown(e.toString()));
      refusal = new Refusal(e.toString(), e);
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
