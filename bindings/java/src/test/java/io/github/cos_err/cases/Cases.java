package io.github.cos_err.cases;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.cos_err.CosClient;
import io.github.cos_err.CosClientBuilder;
import io.github.cos_err.CosException;
import io.github.cos_err.CosRequest;
import io.github.cos_err.CosResponse;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Prints a line for every row of the tables: {@code Cases TABLE-FOLDER STANDIN-ADDRESS}. */
public final class Cases {
  static final String ENDPOINT = "http://{bucket}.cos.{region}.myqcloud.com";

  private static final String BUCKET = "examplebucket-1250000000";
  private static final Pattern WINDOW = Pattern.compile("(q-(?:sign|key)-time=)(\\d+)%3B(\\d+)");

  private final Path folder;
  private final String standin;
  private final PrintStream out;

  private Cases(Path folder, String standin, PrintStream out) {
    this.folder = folder;
    this.standin = standin;
    this.out = out;
  }

  /**
   * Runs.
   *
   * @param arguments the folder of the tables, and the stand-in's address
   * @throws IOException if a table cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    try (PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8)) {
      Cases cases = new Cases(Path.of(arguments[0]), arguments[1], out);
      cases.each("answers.jsonl", cases::answer);
      cases.each("arguments.jsonl", cases::argument);
      cases.each("live.jsonl", cases::live);
      cases.each("presign.jsonl", cases::presign);
      cases.each("values.jsonl", cases::values);
    }
  }

  private void each(String table, Consumer<JsonObject> row) throws IOException {
    for (String line : Files.readAllLines(folder.resolve(table))) {
      row.accept(JsonParser.parseString(line).getAsJsonObject());
    }
  }

  private void answer(JsonObject row) {
    Lines line = new Lines(Rows.text(row, "id"));
    Rows.exchange(row.getAsJsonObject("exchange"))
        .toException()
        .ifPresentOrElse(line::error, () -> line.add("ok"));
    out.print(line.end());
  }

  private void argument(JsonObject row) {
    Lines line = new Lines(Rows.text(row, "id"));
    JsonObject input = row.getAsJsonObject("input");
    try (CosClient client = client(input)) {
      operate(client, input);
      line.add("ok");
    } catch (CosException e) {
      line.error(e);
    }
    out.print(line.end());
  }

  private CosClient client(JsonObject input) {
    CosClientBuilder builder = CosClient.builder().endpoint(ENDPOINT).connectTo(standin);
    if (input.has("secret_id") || input.has("secret_key") || input.has("token")) {
      builder.credentials(Rows.text(input, "secret_id"), Rows.text(input, "secret_key"), Rows.text(input, "token"));
    }
    text(input, "region", builder::region);
    text(input, "endpoint", builder::endpoint);
    text(input, "connect_to", builder::connectTo);
    text(input, "proxy", builder::proxy);
    time(input, "connect_timeout_ms", builder::connectTimeout);
    time(input, "io_timeout_ms", builder::ioTimeout);
    time(input, "total_timeout_ms", builder::totalTimeout);
    return builder.build();
  }

  private static void text(JsonObject input, String name, Consumer<String> set) {
    if (input.has(name)) {
      set.accept(Rows.text(input, name));
    }
  }

  private static void time(JsonObject input, String name, Consumer<Duration> set) {
    if (input.has(name)) {
      set.accept(Duration.ofMillis(input.get(name).getAsLong()));
    }
  }

  private static void operate(CosClient client, JsonObject input) {
    if (Rows.text(input, "operation").equals("head_bucket")) {
      client.headBucket(Rows.text(input, "bucket"));
    } else {
      client.send(CosRequest.object("GET", Rows.text(input, "bucket"), Rows.text(input, "key")));
    }
  }

  private void presign(JsonObject row) {
    Lines line = new Lines(Rows.text(row, "id"));
    CosRequest request =
        CosRequest.object(Rows.text(row, "method"), Rows.text(row, "bucket"), Rows.text(row, "key"));
    Rows.members(row, "params", request::query);
    Rows.members(row, "headers", request::header);
    try (CosClient client = CosClient.builder()
        .region(Rows.text(row, "region"))
        .credentials(Rows.text(row, "secret_id"), Rows.text(row, "secret_key"), Rows.text(row, "token"))
        .build()) {
      String url = client.presign(request, Duration.ofSeconds(row.get("expires_s").getAsLong()));
      line.add("ok");
      line.add("url", withoutClock(url));
    } catch (CosException e) {
      line.error(e);
    }
    out.print(line.end());
  }

  /** A URL without what depends on the clock: its windows begin at 0, and its signature is empty. */
  private static String withoutClock(String url) {
    return WINDOW
        .matcher(url)
        .replaceAll(at -> at.group(1) + "0%3B" + (Long.parseLong(at.group(3)) - Long.parseLong(at.group(2))))
        .replaceAll("q-signature=[0-9a-f]*", "q-signature=");
  }

  private void values(JsonObject row) {
    Lines line = new Lines(Rows.text(row, "id"));
    try (CosClient client = CosClient.builder()
        .region("ap-guangzhou")
        .endpoint(ENDPOINT)
        .connectTo(standin)
        .credentials(Live.ID, Live.KEY)
        .build()) {
      client.send(CosRequest.object("PUT", BUCKET, "values")
          .header("Content-Type", Objects.requireNonNullElse(Rows.text(row, "content_type"), "application/xml"))
          .body(Rows.body(row)));
      CosResponse response = client.send(CosRequest.object("GET", BUCKET, "values"));
      line.add("ok");
      line.add("fault", response.getFault());
      Rows.object(row, "counts").keySet().forEach(path -> line.add("count", path + ": " + response.getCount(path)));
      Rows.object(row, "values").keySet().forEach(path -> line.add("value", path + ": " + response.getValue(path)));
      line.add("json", response.toJson());
    }
    out.print(line.end());
  }

  private void live(JsonObject row) {
    Lines line = new Lines(Rows.text(row, "id"));
    try (Live live = new Live(row, folder, standin)) {
      live.run(line);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    out.print(line.end());
  }
}
