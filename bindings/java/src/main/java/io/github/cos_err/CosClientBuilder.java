package io.github.cos_err;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;

/** Client configuration. Only one thread may use it at a time; it may build any number of clients. */
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
  private Executor executor = new CompletableFuture<Void>().defaultExecutor();

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
   * Sets the region of the buckets.
   *
   * @param region "ap-guangzhou" ..., or "accelerate"
   * @return this
   */
  public CosClientBuilder region(String region) {
    return text("region", region, Library::cos_client_options_set_region);
  }

  /**
   * Sets scheme and host of requests, in which {bucket} and {region} are replaced. A host of COS must begin
   * with "{bucket}.": one that contains a bucket's name, or none, is an error.
   *
   * @param endpoint by default "https://{bucket}.cos.{region}.myqcloud.com"
   * @return this
   */
  public CosClientBuilder endpoint(String endpoint) {
    return text("endpoint", endpoint, Library::cos_client_options_set_endpoint);
  }

  /**
   * Connects to this address instead of the endpoint's; Host, TLS server name and signature remain those of
   * the endpoint.
   *
   * @param address "host:port"
   * @return this
   */
  public CosClientBuilder connectTo(String address) {
    return text("connect_to", address, Library::cos_client_options_set_connect_to);
  }

  /**
   * Sets CA certificates to trust in addition to the roots of the system.
   *
   * @param file a PEM file
   * @return this
   */
  public CosClientBuilder caFile(Path file) {
    byte[] path = Text.path(file);
    settings.add(options -> Library.cos_client_options_set_ca_file(options, path));
    return this;
  }

  /**
   * Sets the text that follows "libcos_err/VERSION " in User-Agent.
   *
   * @param suffix the text
   * @return this
   */
  public CosClientBuilder userAgent(String suffix) {
    return text("user_agent", suffix, Library::cos_client_options_set_user_agent);
  }

  /**
   * Sets an HTTP proxy. Requests over https:// go through a tunnel, those over http:// are sent to the
   * proxy with the whole URL. Proxies of the environment or of Java's properties are ignored.
   *
   * @param url "http://[user:password@]host:port"
   * @return this
   */
  public CosClientBuilder proxy(String url) {
    return text("proxy", url, Library::cos_client_options_set_proxy);
  }

  /**
   * Sets the credentials that sign requests. If all three are null, which is the default, requests are sent
   * unsigned.
   *
   * @param secretId SecretId
   * @param secretKey SecretKey
   * @param token the token of temporary credentials; null for permanent ones
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
   * Sets permanent credentials that sign requests.
   *
   * @param secretId SecretId
   * @param secretKey SecretKey
   * @return this
   */
  public CosClientBuilder credentials(String secretId, String secretKey) {
    return credentials(secretId, secretKey, null);
  }

  /**
   * Sets a provider of credentials, instead of fixed ones. If the provider holds a reference to its client,
   * only {@link CosClient#close} frees the client.
   *
   * @param provider the provider, or null
   * @return this
   */
  public CosClientBuilder credentialsProvider(CredentialsProvider provider) {
    this.provider = provider;
    return this;
  }

  /**
   * Sets the timeout for name resolution, connecting and the TLS handshake together.
   *
   * @param time at least 1 ms; 5 s by default
   * @return this
   */
  public CosClientBuilder connectTimeout(Duration time) {
    return time(time, Library::cos_client_options_set_connect_timeout_ms);
  }

  /**
   * Sets the time that may pass without a byte in either direction.
   *
   * @param time at least 1 ms; 30 s by default
   * @return this
   */
  public CosClientBuilder ioTimeout(Duration time) {
    return time(time, Library::cos_client_options_set_io_timeout_ms);
  }

  /**
   * Sets the timeout of a whole call, with all its attempts and waits.
   *
   * @param time at least 1 ms; 60 s by default, without limit for a call that transfers a file or a stream
   * @return this
   */
  public CosClientBuilder totalTimeout(Duration time) {
    totalMs = Text.milliseconds(Text.there("time", time));
    return time(time, Library::cos_client_options_set_total_timeout_ms);
  }

  /**
   * Sets how many connections may be in use at once, and so how many calls of futures and of virtual threads
   * are made at once. Further calls wait in the order of their start; this counts towards their timeout only.
   *
   * @param number 1 to 65536; 64 by default
   * @return this
   */
  public CosClientBuilder maxConnections(int number) {
    settings.add(options -> Library.cos_client_options_set_max_connections(options, number));
    return this;
  }

  /**
   * Sets how many calls of futures and of virtual threads there may be at once, signatures and URLs not
   * counted. A call beyond it is an {@link Reason#INVALID_ARGUMENT}.
   *
   * @param calls at least 1; 100000 by default
   * @return this
   */
  public CosClientBuilder maxStarted(long calls) {
    settings.add(options -> Library.cos_client_options_set_max_started(options, calls));
    return this;
  }

  /**
   * Sets the executor that completes futures, and so runs what is chained to them. One that runs tasks on the
   * thread that adds them would let this work delay all other completions of the client. One that accepts a task
   * and never runs it leaves the future incomplete, and may keep the client from being freed, for which {@link
   * CosClient#unload} waits.
   *
   * @param executor by default that of {@link CompletableFuture}: the common pool; in Java 24 and earlier a new
   *     thread per future if that pool has one thread, as with one or two CPUs
   * @return this
   */
  public CosClientBuilder executor(Executor executor) {
    this.executor = Text.there("executor", executor);
    return this;
  }

  /**
   * Sets how many attempts a call may make.
   *
   * @param attempts 1 (no retry) to 20; 3 by default
   * @return this
   */
  public CosClientBuilder maxAttempts(int attempts) {
    settings.add(options -> Library.cos_client_options_set_max_attempts(options, attempts));
    return this;
  }

  /**
   * Sets whether a host of COS that cannot be reached is replaced once by its backup domain.
   *
   * @param on true by default
   * @return this
   */
  public CosClientBuilder backupDomain(boolean on) {
    settings.add(options -> Library.cos_client_options_set_backup_domain(options, on ? 1 : 0));
    return this;
  }

  /**
   * Sets a listener for the events of calls. Like a provider, it should not hold a reference to the client.
   *
   * @param level the highest level that is logged
   * @param listener the listener, or null
   * @return this
   */
  public CosClientBuilder log(LogLevel level, LogListener listener) {
    this.level = listener == null ? null : Text.there("level", level);
    this.listener = listener;
    return this;
  }

  /**
   * Sets credentials, region and endpoint from COS_SECRET_ID, COS_SECRET_KEY, COS_SESSION_TOKEN, COS_REGION
   * and COS_ENDPOINT, as far as they are set.
   *
   * @return this
   */
  public CosClientBuilder loadEnv() {
    settings.add(Library::cos_client_options_load_env);
    return this;
  }

  /**
   * Checks the settings and creates a client; nothing is sent.
   *
   * @return the client, which must be closed
   */
  public CosClient build() {
    Callbacks callbacks = Callbacks.shared();
    long options = Library.cos_client_options_new();
    Listeners listeners = provider == null && listener == null ? null : new Listeners(provider, listener);
    long user = listeners == null ? 0 : callbacks.serve(listeners);
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
      return new CosClient(new Calls(client[0], callbacks, user, new Calls.Settings(totalMs, listeners, executor)));
    } finally {
      Library.cos_client_options_free(options);
      if (client[0] == 0) {
        callbacks.forget(user);
      }
    }
  }
}
