package io.github.cos_err;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A program whose virtual threads make calls that hang: {@code Carriers head|sign|read}. Prints
 * "progress" if an unrelated virtual thread runs meanwhile. It is to be run with one carrier.
 */
final class Carriers {
  private static final int CALLS = 50;
  /** Generous: it is for a program that hangs. */
  private static final int SECONDS = 20;

  private final CountDownLatch hung;
  private final CountDownLatch leave = new CountDownLatch(1);
  private final ServerSocket server = new ServerSocket(0, CALLS, InetAddress.getLoopbackAddress());
  private final List<Socket> sockets = new ArrayList<>();

  private Carriers(int hung) throws IOException {
    this.hung = new CountDownLatch(hung);
  }

  public static void main(String[] arguments) throws Exception {
    String how = arguments[0];
    // A provider is asked by one call at a time.
    Carriers carriers = new Carriers(how.equals("sign") ? 1 : CALLS);
    System.out.println(carriers.run(how));
    Runtime.getRuntime().halt(0);
  }

  private String run(String how) throws Exception {
    Thread thread = new Thread(this::serve);
    thread.setDaemon(true);
    thread.start();
    CosClientBuilder builder = StandIn.builder("127.0.0.1:" + server.getLocalPort());
    if (how.equals("sign")) {
      builder.credentialsProvider(() -> {
        hang();
        return new Credentials(StandIn.ID, StandIn.KEY, null, null);
      });
    }
    CosClient client = builder.build();
    List<Thread> callers = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      callers.add(VirtualThreads.start(() -> call(client, how)));
    }
    if (!hung.await(SECONDS, TimeUnit.SECONDS)) {
      return "calls cannot begin: " + hung.getCount() + " are missing";
    }
    CountDownLatch progress = new CountDownLatch(1);
    VirtualThreads.start(progress::countDown);
    if (!progress.await(SECONDS, TimeUnit.SECONDS)) {
      return "an unrelated virtual thread does not run";
    }
    leave.countDown();
    client.close();
    for (Thread caller : callers) {
      caller.join();
    }
    return "progress";
  }

  private void call(CosClient client, String how) {
    try {
      switch (how) {
        case "sign" -> client.presign(CosRequest.object("GET", StandIn.BUCKET, "key"), Duration.ofMinutes(1));
        case "read" -> client.send(CosRequest.object("PUT", StandIn.BUCKET, "key").body(this::stream, -1));
        default -> client.headBucket(StandIn.BUCKET);
      }
    } catch (CosException ended) {
      // By the closed client.
    }
  }

  private void hang() {
    hung.countDown();
    try {
      leave.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private InputStream stream() {
    return new InputStream() {
      @Override
      public int read() {
        hang();
        return -1;
      }
    };
  }

  private void serve() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        hung.countDown();
      }
    } catch (IOException e) {
      // The process ends.
    }
  }
}
