package io.github.cos_err;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A stand-in of COS, for one class of tests. */
final class StandIn implements AutoCloseable {
  static final String ID = "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000";
  static final String KEY = "STANDINSECRETKEYEXAMPLEEXAMPLE00";
  static final String BUCKET = "examplebucket-1250000000";
  static final String PUBLIC = "public-1250000000";

  private final Process process;
  private final String address;
  /** What the stand-in prints after its address. */
  private final BufferedReader more;

  /** Starts one with further options. */
  StandIn(String... options) throws IOException {
    String program = System.getProperty("cos.standin");
    if (program == null || program.isEmpty()) {
      throw new IllegalStateException("name the stand-in's program: -Dcos.standin=...");
    }
    List<String> command = new ArrayList<>(List.of(program, "--no-log"));
    command.addAll(List.of(options));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    more =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    address = more.readLine().substring("http://".length());
  }

  String address() {
    return address;
  }

  /** The address of the port of --proxy. */
  InetSocketAddress proxy() throws IOException {
    String[] named = more.readLine().substring("proxy://".length()).split(":");
    return new InetSocketAddress(named[0], Integer.parseInt(named[1]));
  }

  /** Sets faults of the next requests to the bucket; "[]" for none. */
  void faults(String json) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) new URL("http://" + address + "/_standin/faults/" + BUCKET).openConnection();
    connection.setRequestMethod("PUT");
    connection.setDoOutput(true);
    connection.getOutputStream().write(json.getBytes(StandardCharsets.UTF_8));
    if (connection.getResponseCode() / 100 != 2) {
      throw new IOException("the stand-in refuses " + json + ": " + connection.getResponseCode());
    }
  }

  /** Settings that reach it, with the account's keys. */
  CosClientBuilder builder() {
    return builder(address);
  }

  static CosClientBuilder builder(String address) {
    return CosClient.builder()
        .region("ap-guangzhou")
        .endpoint("http://{bucket}.cos.{region}.myqcloud.com")
        .connectTo(address)
        .credentials(ID, KEY);
  }

  @Override
  public void close() {
    process.destroy();
  }
}
