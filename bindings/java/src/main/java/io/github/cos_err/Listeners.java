package io.github.cos_err;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The callbacks of a client: its provider of credentials, and its log listener. */
final class Listeners {
  private static final int KEPT = 8;

  private final CredentialsProvider provider;
  private final LogListener listener;
  private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
  /** The provider's last exceptions, by the first words of the text that errors contain. */
  private final Map<String, Exception> refusals = new LinkedHashMap<>();
  private long refused;

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
   * it in another call, and runs on another thread in a started one. The library shortens the text, and masks
   * secrets in it, so that only its first words are compared.
   */
  void explain(CosException failure) {
    if (failure == null || failure.getReason() != Reason.INVALID_CREDENTIALS) {
      return;
    }
    Exception why = failure.getCauses().stream().map(this::refusal).filter(Objects::nonNull).findFirst().orElse(null);
    if (why == null || failure.getCause() != null) {
      return;
    }
    try {
      failure.initCause(why);
    } catch (IllegalStateException e) {
      // It has its cause, which is null.
    }
  }

  private synchronized Exception refusal(String cause) {
    int end = cause.indexOf(':');
    return end < 0 ? null : refusals.get(cause.substring(0, end));
  }

  /** Keeps an exception of the provider; its text. */
  private synchronized String refuse(Exception why) {
    String begin = "exception " + ++refused + " of the provider";
    refusals.put(begin, why);
    if (refusals.size() > KEPT) {
      refusals.remove(refusals.keySet().iterator().next());
    }
    return begin + ": " + why;
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
      return 0;
    } catch (Exception e) {
      Library.cos_credentials_set_error(credentials, Text.shown(refuse(e)));
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
