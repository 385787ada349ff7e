package io.github.cos_err;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A stand-in of COS, for one class of tests. */
final class StandIn implements AutoCloseable {
  static final String ID = "AKIDSTANDINEXAMPLEEXAMPLEEXAMPLE000";
  static final String KEY = "STANDINSECRETKEYEXAMPLEEXAMPLE00";
  static final String BUCKET = "examplebucket-1250000000";
  static final String PUBLIC = "public-1250000000";

  private final Process process;
  private final String address;

  StandIn() throws IOException {
    String program = System.getProperty("cos.standin");
    if (program == null || program.isEmpty()) {
      throw new IllegalStateException("name the stand-in's program: -Dcos.standin=...");
    }
    process = new ProcessBuilder(program, "--no-log").redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    address = out.readLine().substring("http://".length());
  }

  String address() {
    return address;
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
