import io.github.cos_err.CosClient;
import io.github.cos_err.CosException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How late an unrelated virtual thread wakes while calls of others hang: {@code VirtualThreads CALLS
 * PLATFORM}. Prints a row, and exits with 1 if a sleep of 10 ms took longer than 60 ms. PLATFORM is for
 * the name of what was set. For Java 21 and later.
 */
final class VirtualThreads {
  private static final int SLEEPS = 100;
  private static final long SLEEP_MS = 10;
  private static final long MOST_MS = 60;

  public static void main(String[] arguments) throws Exception {
    int calls = Integer.parseInt(arguments[0]);
    ServerSocket server = new ServerSocket(0, calls, InetAddress.getLoopbackAddress());
    CountDownLatch hung = new CountDownLatch(Math.min(calls, 64));
    Thread acceptor = new Thread(() -> accept(server, hung));
    acceptor.setDaemon(true);
    acceptor.start();
    CosClient client = CosClient.builder()
        .region("ap-guangzhou")
        .endpoint("http://{bucket}.cos.{region}.myqcloud.com")
        .connectTo("127.0.0.1:" + server.getLocalPort())
        .totalTimeout(Duration.ofSeconds(60))
        .build();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      callers.add(Thread.startVirtualThread(() -> {
        try {
          client.headBucket("examplebucket-1250000000");
        } catch (CosException ended) {
          // By the closed client.
        }
      }));
    }
    if (!hung.await(20, TimeUnit.SECONDS)) {
      System.out.println("MISSED: " + hung.getCount() + " of " + calls + " calls cannot begin, " + arguments[1]);
      Runtime.getRuntime().halt(1);
    }
    long[] longest = new long[1];
    Thread.startVirtualThread(() -> sleep(longest)).join();
    client.close();
    for (Thread caller : callers) {
      caller.join();
    }
    double ms = longest[0] / 1e6;
    System.out.printf("%s: %d hung calls, %s: of %d sleeps of %d ms of another virtual thread the longest took %.1f ms, at most %d%n",
        ms > MOST_MS ? "MISSED" : "ok", calls, arguments[1], SLEEPS, SLEEP_MS, ms, MOST_MS);
    System.exit(ms > MOST_MS ? 1 : 0);
  }

  private static void sleep(long[] longest) {
    for (int i = 0; i < SLEEPS; i++) {
      long begun = System.nanoTime();
      try {
        Thread.sleep(SLEEP_MS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      longest[0] = Math.max(longest[0], System.nanoTime() - begun);
    }
  }

  private static void accept(ServerSocket server, CountDownLatch hung) {
    List<Socket> held = new ArrayList<>();
    try {
      while (true) {
        held.add(server.accept());
        hung.countDown();
      }
    } catch (IOException e) {
      // The process ends.
    }
  }
}
