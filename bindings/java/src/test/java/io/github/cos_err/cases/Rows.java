package io.github.cos_err.cases;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.cos_err.Exchange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.BiConsumer;

/** What rows of the tables hold. */
final class Rows {
  /** A member's text; null if there is none. */
  static String text(JsonObject row, String name) {
    JsonElement value = row.get(name);
    return value == null || value.isJsonNull() ? null : value.getAsString();
  }

  static JsonObject object(JsonObject row, String name) {
    return row.has(name) ? row.getAsJsonObject(name) : new JsonObject();
  }

  /** The bytes of "body" or "body_hex". */
  static byte[] body(JsonObject row) {
    return row.has("body_hex")
        ? HexFormat.of().parseHex(text(row, "body_hex"))
        : text(row, "body").getBytes(StandardCharsets.UTF_8);
  }

  static void pairs(JsonElement pairs, BiConsumer<String, String> take) {
    for (JsonElement one : pairs.getAsJsonArray()) {
      JsonArray pair = one.getAsJsonArray();
      take.accept(pair.get(0).getAsString(), pair.get(1).isJsonNull() ? null : pair.get(1).getAsString());
    }
  }

  static void members(JsonObject row, String name, BiConsumer<String, String> take) {
    object(row, name).entrySet().forEach(member -> take.accept(member.getKey(), member.getValue().getAsString()));
  }

  static Exchange exchange(JsonObject members) {
    Exchange exchange = new Exchange();
    for (Map.Entry<String, JsonElement> member : members.entrySet()) {
      set(exchange, member.getKey(), member.getValue());
    }
    return exchange;
  }

  private static void set(Exchange exchange, String name, JsonElement value) {
    switch (name) {
      case "method" -> exchange.method(value.getAsString());
      case "url" -> exchange.url(value.getAsString());
      case "status" -> exchange.status(value.getAsInt());
      case "headers" -> pairs(value, exchange::header);
      case "raw_headers_hex" -> exchange.rawHeaders(HexFormat.of().parseHex(value.getAsString()));
      case "body" -> exchange.body(value.getAsString().getBytes(StandardCharsets.UTF_8));
      case "body_hex" -> exchange.body(HexFormat.of().parseHex(value.getAsString()));
      case "body_truncated" -> exchange.bodyTruncated(value.getAsBoolean());
      case "expect_root" -> exchange.expectRoot(value.getAsString());
      case "bucket" -> exchange.bucket(value.getAsString());
      case "key" -> exchange.key(value.getAsString());
      case "expect_cos" -> exchange.expectCos(value.getAsBoolean());
      case "headers_filtered" -> exchange.headersFiltered(value.getAsBoolean());
      case "received_at_ms" -> exchange.receivedAt(Instant.ofEpochMilli(value.getAsLong()));
      default -> throw new IllegalArgumentException("exchange: " + name);
    }
  }

  private Rows() {}
}
