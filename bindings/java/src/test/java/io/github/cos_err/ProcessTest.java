package io.github.cos_err;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many calls, and whole processes. */
class ProcessTest {
  private static StandIn standin;

  @BeforeAll
  static void start() throws Exception {
    standin = new StandIn();
  }

  @AfterAll
  static void stop() {
    standin.close();
  }

  @Test
  void eightThreadsShareAClient() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (CosClient client = standin.builder().build()) {
      List<Future<Integer>> results = new ArrayList<>();
      for (int thread = 0; thread < 8; thread++) {
        String name = "thread-" + thread + "-1250000000";
        results.add(threads.submit(() -> calls(client, name)));
      }
      for (Future<Integer> result : results) {
        assertEquals(500, result.get());
      }
    } finally {
      threads.shutdown();
    }
  }

  /** Half of them fail, each with the error of its own bucket. */
  private static int calls(CosClient client, String missing) {
    int right = 0;
    for (int i = 0; i < 250; i++) {
      right += client.headBucket(StandIn.BUCKET).getStatusCode() == 200 ? 1 : 0;
      try {
        client.headBucket(missing);
      } catch (CosServiceException e) {
        right += e.getErrorCode().equals("NoSuchBucket") && e.getUrl().contains(missing) && e.toJson().contains(missing) ? 1 : 0;
      }
    }
    return right;
  }

  /** Runs one of {@link Programs} in a process of its own; what it printed. */
  private static String run(List<String> options, String... arguments) throws Exception {
    return run(Map.of(), options, arguments);
  }

  private static String run(Map<String, String> environment, List<String> options, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
    if (Runtime.version().feature() >= 22) {
      // Later versions warn about native code that nobody has allowed.
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.github.cos_err.Programs"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  @Test
  @Tag("memory")
  void memoryStaysFlat() throws Exception {
    assertTrue(grown("fail") < 8 * 1024);
  }

  @Test
  @Tag("memory")
  void memoryStaysFlatWithStartedCalls() throws Exception {
    assertTrue(grown("start") < 8 * 1024);
  }

  /** KiB by which a program's memory grew while it did what it is about. */
  private static long grown(String program) throws Exception {
    // A heap that is there from the beginning: what grows is the library's, or the binding's.
    String output = run(
        List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC"), program, standin.address());
    String[] kib = output.trim().split(" ");
    return Long.parseLong(kib[1]) - Long.parseLong(kib[0]);
  }

  @Test
  @Tag("memory")
  void urlsThatACallbackSpoiltAreFreed() throws Exception {
    assertTrue(grown("spoil") < 8 * 1024);
  }

  @Test
  @Tag("memory")
  void whoGivesUpTheLibraryHasItsErrorsFreed() throws Exception {
    assertTrue(grown("forget") < -8 * 1024);
  }

  @Test
  void pathsHaveTheirBytesInEveryLocale(@TempDir Path folder) throws Exception {
    Files.createDirectory(folder.resolve("a+b %41"));
    Files.writeString(folder.resolve("a+b %41").resolve("上传"), "text");
    Files.writeString(folder.resolve("plain"), "text");
    assertEquals("4 4\n", run(Map.of("LC_ALL", "C"), List.of(), "paths", standin.address(), folder.toString()));
    assertEquals("text and more", Files.readString(folder.resolve("a+b %41").resolve("上传")));
  }

  @Test
  void aProcessEndsDuringACall() throws Exception {
    for (String how : List.of("exit", "return", "halt")) {
      assertEquals("", run(List.of(), how));
    }
  }

  @Test
  void classLoadersComeAndGo() throws Exception {
    assertEquals("clean\n", run(List.of("-Xmx64m"), "reload", standin.address()));
  }

  @Test
  void classLoadersThatGiveItUpAreCollected() throws Exception {
    assertEquals("collected\n", run(List.of("-Xmx64m"), "unload", standin.address()));
  }

  /** Whose callback, or whose result, still uses the library while the client is closed. */
  @Test
  void unloadWaitsForTheCallsOfClosedClients() throws Exception {
    for (String how : List.of("sign", "send", "complete")) {
      assertEquals("unloaded\n", run(List.of(), "unloading", how, standin.address()), how);
    }
  }

  /** Their buffers alone would not fit into the heap. */
  @Test
  void callsThatWaitForTheirTurnHoldNoBuffers() throws Exception {
    assertEquals("started\n", run(List.of("-Xmx64m"), "queue"));
  }

  /** Calls that hang, URLs that wait for a provider, streams that block. */
  @Test
  void callsOfVirtualThreadsLeaveTheirCarriersFree() throws Exception {
    assumeTrue(VirtualThreads.exist());
    for (String how : List.of("head", "sign", "read")) {
      List<String> options =
          List.of("-Djdk.virtualThreadScheduler.parallelism=1", "-Djdk.virtualThreadScheduler.maxPoolSize=1");
      assertEquals("progress\n", run(options, "carriers", how), how);
    }
  }

  @Test
  void objectsThatNobodyClosesAreFreed() throws Exception {
    assertEquals("freed\n", run(List.of("-Xmx64m"), "drop", standin.address()));
  }
}
