package io.github.cos_err.cases;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.cos_err.CallOptions;
import io.github.cos_err.CancelToken;
import io.github.cos_err.CosClient;
import io.github.cos_err.CosClientBuilder;
import io.github.cos_err.CosException;
import io.github.cos_err.CosRequest;
import io.github.cos_err.CosResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/** A row of live.jsonl: a call that is really made. */
final class Live implements AutoCloseable {
  static final String ID = "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000";
  static final String KEY = "STANDINSECRETKEYEXAMPLEEXAMPLE00";

  private final JsonObject row;
  private final Path folder;
  private final CosClient client;
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private ServerSocket silent;
  private Path file;

  Live(JsonObject row, Path folder, String standin) throws IOException {
    this.row = row;
    this.folder = folder;
    CosClientBuilder builder = CosClient.builder()
        .region("ap-guangzhou")
        .endpoint(Cases.ENDPOINT)
        .connectTo(target(standin));
    JsonObject options = Rows.object(row, "options");
    identify(builder, options.has("credentials") ? Rows.text(options, "credentials") : "good");
    for (Map.Entry<String, JsonElement> option : options.entrySet()) {
      switch (option.getKey()) {
        case "max_attempts" -> builder.maxAttempts(option.getValue().getAsInt());
        case "io_timeout_ms" -> builder.ioTimeout(Duration.ofMillis(option.getValue().getAsLong()));
        case "credentials" -> { }
        default -> throw new IllegalArgumentException("options: " + option.getKey());
      }
    }
    client = builder.build();
  }

  /** The address to dial, by what the row says. */
  private String target(String standin) throws IOException {
    String target = row.has("target") ? Rows.text(row, "target") : "standin";
    if (target.equals("standin")) {
      return standin;
    }
    // Nobody accepts what the system lets in.
    silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
    if (target.equals("refused")) {
      silent.close();
    } else if (!target.equals("hang")) {
      throw new IllegalArgumentException("target: " + target);
    }
    return "127.0.0.1:" + silent.getLocalPort();
  }

  private static void identify(CosClientBuilder builder, String who) {
    switch (who) {
      case "good" -> builder.credentials(ID, KEY);
      case "wrong" -> builder.credentials(ID, "WRONGSECRETKEYEXAMPLEEXAMPLE0000");
      case "token" -> builder.credentials(ID, KEY, "STANDINTOKEN");
      case "expired-token" -> builder.credentials(ID, KEY, "EXPIREDTOKEN");
      case "none" -> { }
      default -> throw new IllegalArgumentException("credentials: " + who);
    }
  }

  void run(Lines line) throws IOException {
    if (row.has("before")) {
      for (JsonElement members : row.getAsJsonArray("before")) {
        client.send(request(members.getAsJsonObject()));
      }
    }
    CosRequest request = request(row.getAsJsonObject("request"));
    setSink(request);
    try {
      CosResponse response = client.send(request, call(Rows.object(row, "call")));
      check(response);
      line.add("ok");
      line.add("status", response.getStatusCode());
      line.add("received", response.getReceived());
    } catch (CosException e) {
      line.liveError(e);
    }
  }

  private CosRequest request(JsonObject members) {
    String method = Rows.text(members, "method");
    String bucket = Rows.text(members, "bucket");
    CosRequest request = members.has("key")
        ? CosRequest.object(method, bucket, Rows.text(members, "key"))
        : CosRequest.bucket(method, bucket);
    for (Map.Entry<String, JsonElement> member : members.entrySet()) {
      JsonElement value = member.getValue();
      switch (member.getKey()) {
        case "query" -> Rows.pairs(value, request::query);
        case "headers" -> Rows.pairs(value, request::header);
        case "body" -> setBody(request, value.getAsString(), Rows.text(members, "body_as"));
        case "body_file" -> request.body(folder.resolve(value.getAsString()));
        case "sink_file" -> request.sink(folder.resolve(value.getAsString()));
        case "expect_root" -> request.expectRoot(value.getAsString());
        case "method", "bucket", "key", "body_as" -> { }
        default -> throw new IllegalArgumentException("request: " + member.getKey());
      }
    }
    return request;
  }

  private static void setBody(CosRequest request, String text, String as) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (as == null) {
      request.body(bytes);
    } else if (as.equals("reader")) {
      request.body(() -> new ByteArrayInputStream(bytes), bytes.length);
    } else {
      request.body(new ByteArrayInputStream(bytes), -1);
    }
  }

  private void setSink(CosRequest request) throws IOException {
    switch (Objects.requireNonNullElse(Rows.text(row, "sink"), "memory")) {
      case "memory" -> { }
      case "writer" -> request.sink(written);
      case "file" -> {
        file = Files.createTempFile("cos_err-live-", "");
        request.sink(file);
      }
      default -> throw new IllegalArgumentException("sink");
    }
  }

  private static CallOptions call(JsonObject members) {
    CallOptions options = new CallOptions();
    for (Map.Entry<String, JsonElement> member : members.entrySet()) {
      switch (member.getKey()) {
        case "timeout_ms" -> options.timeout(Duration.ofMillis(member.getValue().getAsLong()));
        case "explain" -> options.explain(member.getValue().getAsBoolean());
        case "headers" -> Rows.pairs(member.getValue(), options::header);
        case "cancelled" -> {
          CancelToken token = new CancelToken();
          token.cancel();
          options.cancel(token);
        }
        default -> throw new IllegalArgumentException("call: " + member.getKey());
      }
    }
    return options;
  }

  /** What was received is where it was to go. */
  private void check(CosResponse response) throws IOException {
    String sink = Objects.requireNonNullElse(Rows.text(row, "sink"), "memory");
    long there = switch (sink) {
      case "writer" -> written.size();
      case "file" -> Files.size(file);
      default -> response.getBody().length;
    };
    boolean kept = sink.equals("memory") || response.getBody().length == 0;
    if (there != response.getReceived() || !kept) {
      throw new IllegalStateException(row + ": " + there + " bytes of " + response.getReceived());
    }
  }

  @Override
  public void close() throws IOException {
    client.close();
    if (silent != null) {
      silent.close();
    }
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }
}
