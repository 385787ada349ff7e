package io.github.cos_err;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * A program that prints what calls cost that nobody answers: {@code Figures futures|virtual}. It exits with 1 if
 * a figure is beyond its bound. A time counts as missed if it is in each of several rounds: what holds up all
 * others does so in each, a busy machine does not.
 */
public final class Figures {
  private static final int HUNG = 50;
  private static final int MANY = 10_500;
  private static final int CONNECTIONS = 64;
  /** The client's threads besides one for each connection, and what the JVM adds by itself. */
  private static final int OTHER_THREADS = 16;
  private static final int SLEEPS = 20;
  private static final int CANCELLED = 5;
  private static final int ROUNDS = 20;
  private static final double UNRELATED_MS = 60;
  private static final double CANCEL_MS = 100;

  private interface Measure {
    double milliseconds() throws Exception;
  }

  private final boolean isVirtual;
  private final String whose;
  private boolean hasMissed;

  private Figures(boolean isVirtual) {
    this.isVirtual = isVirtual;
    whose = isVirtual ? "virtual threads" : "futures";
  }

  /**
   * Prints the figures.
   *
   * @param arguments which
   * @throws Exception ends it
   */
  public static void main(String[] arguments) throws Exception {
    Figures figures = new Figures(arguments[0].equals("virtual"));
    // First: the threads of a closed client end a little later.
    figures.many();
    figures.unrelated();
    figures.cancelled();
    System.out.flush();
    Runtime.getRuntime().halt(figures.hasMissed ? 1 : 0);
  }

  private void print(boolean isGood, String what) {
    hasMissed |= !isGood;
    System.out.println((isGood ? "ok: " : "MISSED: ") + what);
  }

  /** Starts a call. Returns what cancels it; the latch counts calls that have ended. */
  private Runnable call(CosClient client, CountDownLatch ended) {
    if (isVirtual) {
      Thread thread = VirtualThreads.start(() -> {
        try {
          client.headBucket(StandIn.BUCKET);
        } catch (CosException e) {
          ended.countDown();
        }
      });
      return thread::interrupt;
    }
    CompletableFuture<CosResponse> future = client.headBucketAsync(StandIn.BUCKET);
    future.whenComplete((response, failure) -> ended.countDown());
    return () -> future.cancel(true);
  }

  private void best(String what, double bound, Measure measure) throws Exception {
    double best = Double.MAX_VALUE;
    int round = 0;
    while (best > bound && round < ROUNDS) {
      best = Math.min(best, measure.milliseconds());
      round++;
    }
    print(best <= bound, String.format("%s: %.1f ms at most, bound %.0f, round %d", what, best, bound, round));
  }

  /** How late others run while calls hang. */
  private void unrelated() throws Exception {
    Hung server = new Hung();
    try (CosClient client = StandIn.builder(server.address()).maxConnections(CONNECTIONS).build()) {
      CountDownLatch ended = new CountDownLatch(HUNG);
      for (int i = 0; i < HUNG; i++) {
        call(client, ended);
      }
      server.asked.acquire(HUNG);
      best(HUNG + " hung calls of " + whose + ", sleeps of 10 ms of an unrelated task", UNRELATED_MS, this::longestSleep);
    }
  }

  private double longestSleep() throws Exception {
    CompletableFuture<Long> longest = new CompletableFuture<>();
    Runnable sleeps = () -> longest.complete(longestOfSleeps());
    if (isVirtual) {
      VirtualThreads.start(sleeps);
    } else {
      longest.defaultExecutor().execute(sleeps);
    }
    return longest.get() / 1e6;
  }

  private static long longestOfSleeps() {
    long longest = 0;
    for (int i = 0; i < SLEEPS; i++) {
      long begun = System.nanoTime();
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      longest = Math.max(longest, System.nanoTime() - begun);
    }
    return longest;
  }

  /** How many threads very many calls use, and that each of them ends. */
  private void many() throws Exception {
    Hung server = new Hung();
    long before = threads();
    CountDownLatch ended = new CountDownLatch(MANY);
    long during;
    try (CosClient client = StandIn.builder(server.address()).maxConnections(CONNECTIONS).build()) {
      List<Runnable> cancels = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        cancels.add(call(client, ended));
      }
      server.asked.acquire(CONNECTIONS);
      during = threads() - before;
      // Those at the end wait for the others.
      cancels.subList(MANY / 2, MANY).forEach(Runnable::run);
    }
    ended.await();
    int bound = CONNECTIONS + OTHER_THREADS;
    print(during <= bound, MANY + " hung calls of " + whose + " over " + CONNECTIONS + " connections: " + during
        + " more threads, bound " + bound + "; each has ended");
  }

  private static long threads() throws Exception {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return Long.parseLong(lines.filter(line -> line.startsWith("Threads:")).findFirst().orElseThrow().split("\\s+")[1]);
    }
  }

  /** How long after it is cancelled a call closes its connection. */
  private void cancelled() throws Exception {
    Hung server = new Hung();
    try (CosClient client = StandIn.builder(server.address()).build()) {
      best("end of " + CANCELLED + " calls after " + (isVirtual ? "the interrupt of their threads" : "cancel(true)"),
          CANCEL_MS, () -> longestEnd(server, client));
    }
  }

  private double longestEnd(Hung server, CosClient client) throws Exception {
    long longest = 0;
    for (int i = 0; i < CANCELLED; i++) {
      CountDownLatch ended = new CountDownLatch(1);
      Runnable cancel = call(client, ended);
      server.asked.acquire();
      long begun = System.nanoTime();
      cancel.run();
      longest = Math.max(longest, server.left.take() - begun);
      ended.await();
      longest = Math.max(longest, isVirtual ? System.nanoTime() - begun : 0);
    }
    return longest / 1e6;
  }
}
