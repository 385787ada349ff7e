package io.github.cos_err;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** What a client is made from. For one thread at a time; it may make any number of clients. */
public final class CosClientBuilder {
  private interface TextSetter {
    void set(long options, byte[] text);
  }

  private interface TimeSetter {
    void set(long options, long ms);
  }

  private final List<LongConsumer> settings = new ArrayList<>();
  private CredentialsProvider provider;
  private LogLevel level;
  private LogListener listener;
  private long totalMs;
  private int connections = 64;

  CosClientBuilder() {}

  private CosClientBuilder text(String what, String value, TextSetter setter) {
    byte[] text = Text.given(what, value);
    settings.add(options -> setter.set(options, text));
    return this;
  }

  private CosClientBuilder time(Duration time, TimeSetter setter) {
    long ms = Text.milliseconds(Text.there("time", time));
    settings.add(options -> setter.set(options, ms));
    return this;
  }

  /**
   * The region of the buckets.
   *
   * @param region "ap-guangzhou" ..., or "accelerate"
   * @return this
   */
  public CosClientBuilder region(String region) {
    return text("region", region, Library::cos_client_options_set_region);
  }

  /**
   * Scheme and host of requests, in which {bucket} and {region} are filled in. A host of COS must
   * begin with "{bucket}.": one that names a bucket itself, or none, is refused.
   *
   * @param endpoint by default "https://{bucket}.cos.{region}.myqcloud.com"
   * @return this
   */
  public CosClientBuilder endpoint(String endpoint) {
    return text("endpoint", endpoint, Library::cos_client_options_set_endpoint);
  }

  /**
   * Dials this address instead of the host's own; Host, TLS name and signature stay.
   *
   * @param address "host:port"
   * @return this
   */
  public CosClientBuilder connectTo(String address) {
    return text("connect_to", address, Library::cos_client_options_set_connect_to);
  }

  /**
   * CA certificates to trust beside the roots of the system.
   *
   * @param file in PEM
   * @return this
   */
  public CosClientBuilder caFile(Path file) {
    byte[] path = Text.path(file);
    settings.add(options -> Library.cos_client_options_set_ca_file(options, path));
    return this;
  }

  /**
   * Text behind "libcos_err/VERSION " in User-Agent.
   *
   * @param suffix the text
   * @return this
   */
  public CosClientBuilder userAgent(String suffix) {
    return text("user_agent", suffix, Library::cos_client_options_set_user_agent);
  }

  /**
   * An HTTP proxy. Requests over https:// go through a tunnel, those over http:// are sent to the
   * proxy with the whole URL. Proxies that the environment or Java's properties name are ignored.
   *
   * @param url "http://[user:password@]host:port"
   * @return this
   */
  public CosClientBuilder proxy(String url) {
    return text("proxy", url, Library::cos_client_options_set_proxy);
  }

  /**
   * The keys that sign requests. All three null, the default: requests are sent unsigned.
   *
   * @param secretId SecretId
   * @param secretKey SecretKey
   * @param token the token of temporary keys; null: they are permanent
   * @return this
   */
  public CosClientBuilder credentials(String secretId, String secretKey, String token) {
    byte[] id = Text.given("secret_id", secretId);
    byte[] key = Text.given("secret_key", secretKey);
    byte[] session = Text.given("token", token);
    settings.add(options -> Library.cos_client_options_set_credentials(options, id, key, session));
    return this;
  }

  /**
   * Permanent keys that sign requests.
   *
   * @param secretId SecretId
   * @param secretKey SecretKey
   * @return this
   */
  public CosClientBuilder credentials(String secretId, String secretKey) {
    return credentials(secretId, secretKey, null);
  }

  /**
   * Who gives the keys, instead of fixed ones. A client that is reachable from its provider is freed by
   * {@link CosClient#close} alone.
   *
   * @param provider the provider; null: none
   * @return this
   */
  public CosClientBuilder credentialsProvider(CredentialsProvider provider) {
    this.provider = provider;
    return this;
  }

  /**
   * Time for resolving, connecting and the TLS handshake together.
   *
   * @param time at least 1 ms; 5 s by default
   * @return this
   */
  public CosClientBuilder connectTimeout(Duration time) {
    return time(time, Library::cos_client_options_set_connect_timeout_ms);
  }

  /**
   * Time without a byte either way.
   *
   * @param time at least 1 ms; 30 s by default
   * @return this
   */
  public CosClientBuilder ioTimeout(Duration time) {
    return time(time, Library::cos_client_options_set_io_timeout_ms);
  }

  /**
   * Time for a whole call, all its tries and waits.
   *
   * @param time at least 1 ms; by default 60 s, without limit for a call that moves a file or a stream
   * @return this
   */
  public CosClientBuilder totalTimeout(Duration time) {
    totalMs = Text.milliseconds(Text.there("time", time));
    return time(time, Library::cos_client_options_set_total_timeout_ms);
  }

  /**
   * Connections that may be open at once, and so calls of virtual threads that are made at once.
   *
   * @param number 1 to 65536; 64 by default
   * @return this
   */
  public CosClientBuilder maxConnections(int number) {
    connections = number;
    settings.add(options -> Library.cos_client_options_set_max_connections(options, number));
    return this;
  }

  /**
   * Tries that a call may make in all.
   *
   * @param attempts 1 (no retry) to 20; 3 by default
   * @return this
   */
  public CosClientBuilder maxAttempts(int attempts) {
    settings.add(options -> Library.cos_client_options_set_max_attempts(options, attempts));
    return this;
  }

  /**
   * Whether a host of COS that cannot be reached is tried once under the backup domain.
   *
   * @param on true by default
   * @return this
   */
  public CosClientBuilder backupDomain(boolean on) {
    settings.add(options -> Library.cos_client_options_set_backup_domain(options, on ? 1 : 0));
    return this;
  }

  /**
   * Who hears what calls do. The remark on the provider holds for it too.
   *
   * @param level up to which level
   * @param listener the listener; null: nobody
   * @return this
   */
  public CosClientBuilder log(LogLevel level, LogListener listener) {
    this.level = listener == null ? null : Text.there("level", level);
    this.listener = listener;
    return this;
  }

  /**
   * Sets credentials, region and endpoint from COS_SECRET_ID, COS_SECRET_KEY, COS_SESSION_TOKEN,
   * COS_REGION and COS_ENDPOINT, those that are set.
   *
   * @return this
   */
  public CosClientBuilder loadEnv() {
    settings.add(Library::cos_client_options_load_env);
    return this;
  }

  /**
   * Checks the settings and makes a client; nothing is sent.
   *
   * @return the client, to be closed
   */
  public CosClient build() {
    Callbacks callbacks = Callbacks.shared();
    long options = Library.cos_client_options_new();
    long user = provider == null && listener == null ? 0 : callbacks.serve(new Listeners(provider, listener));
    long[] client = new long[1];
    try {
      settings.forEach(setting -> setting.accept(options));
      if (provider != null) {
        Library.cos_client_options_set_credentials_provider(options, callbacks.provide, user, 0);
      }
      if (listener != null) {
        Library.cos_client_options_set_log(options, level.getNumber(), callbacks.log, user, 0);
      }
      long error = Library.cos_client_new(options, client);
      if (error != 0) {
        throw CosException.take(error, null);
      }
      CosClient.Limits limits = new CosClient.Limits(totalMs, connections, provider != null);
      return new CosClient(client[0], callbacks, user, limits);
    } finally {
      Library.cos_client_options_free(options);
      if (client[0] == 0) {
        callbacks.forget(user);
      }
    }
  }
}
