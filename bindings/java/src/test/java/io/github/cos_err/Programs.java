package io.github.cos_err;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Programs that tests run in processes of their own. */
public final class Programs {
  private static final int CALLS = 100_000;
  private static final int WARM_UP = 30_000;

  /**
   * Runs one.
   *
   * @param arguments which one, and what it needs
   * @throws Exception ends it
   */
  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "fail" -> fail(arguments[1]);
      case "start" -> start(arguments[1]);
      case "reload" -> reload(arguments[1]);
      case "drop" -> drop(arguments[1]);
      case "once" -> once(arguments[1]);
      case "unload" -> unload(arguments[1]);
      case "leave" -> leave(arguments[1]);
      case "spoil" -> spoil(arguments[1]);
      case "forget" -> forget();
      case "unloading" -> unloading(arguments[1], arguments[2]);
      case "queue" -> queue();
      case "carriers" -> Carriers.main(new String[] {arguments[1]});
      case "paths" -> paths(arguments[1], Path.of(arguments[2]));
      default -> end(arguments[0]);
    }
  }

  /** KiB in use before and after many calls that fail. */
  private static void fail(String address) throws Exception {
    try (CosClient client = StandIn.builder(address).build()) {
      failing(client, WARM_UP);
      long before = resident();
      failing(client, CALLS);
      System.out.println(before + " " + resident());
    }
  }

  private static void failing(CosClient client, int calls) {
    CosRequest request = CosRequest.object("GET", StandIn.BUCKET, "no/such/object");
    for (int i = 0; i < calls; i++) {
      try {
        client.send(request);
      } catch (CosServiceException e) {
        if (e.toJson().isEmpty() || e.getAdvice(Locale.CHINESE).isEmpty() || e.getOriginBody().length == 0) {
          throw e;
        }
      }
    }
  }

  /** KiB in use before and after many started calls that fail, are cancelled, or succeed; all with callbacks. */
  private static void start(String address) throws Exception {
    CosClientBuilder builder = StandIn.builder(address).log(LogLevel.DEBUG, (level, line) -> { });
    try (CosClient client = builder.build()) {
      client.send(CosRequest.object("PUT", StandIn.BUCKET, "started").body("x".repeat(1000)));
      starting(client, WARM_UP / 2);
      long before = resident();
      starting(client, CALLS / 2);
      System.out.println(before + " " + resident());
    }
  }

  private static void starting(CosClient client, int calls) {
    List<CompletableFuture<CosResponse>> last = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      String key = i % 3 == 0 ? "no/such/object" : "started";
      last.add(client.sendAsync(CosRequest.object("GET", StandIn.BUCKET, key)
          .sink(OutputStream.nullOutputStream()).head(head -> { }).progress(told -> { })));
      if (i % 3 == 2) {
        last.get(last.size() - 1).cancel(true);
      }
      if (last.size() == 64) {
        last.forEach(future -> future.exceptionally(failure -> null).join());
        last.clear();
      }
    }
  }

  /** KiB in use before and after URLs were made while a callback threw. */
  private static void spoil(String address) throws Exception {
    CosRequest request = CosRequest.object("GET", StandIn.BUCKET, "key").query("long", "x".repeat(1_000_000));
    spoilt(address, request, 5);
    long before = resident();
    spoilt(address, request, 20);
    System.out.println(before + " " + resident());
  }

  private static void spoilt(String address, CosRequest request, int times) {
    for (int i = 0; i < times; i++) {
      CancelToken token = new CancelToken();
      try (CosClient client = StandIn.builder(address).credentialsProvider(keysOnce(token)).build()) {
        // The server's clock is that far ahead: the keys are to be renewed, and are still valid. A call that
        // was cancelled meanwhile leaves that to the next.
        spoilt(() -> client.headBucket("fault-skew-3540-1250000000", new CallOptions().cancel(token)));
        spoilt(() -> client.presign(request, Duration.ofMinutes(1)));
      }
    }
  }

  private static void spoilt(Runnable call) {
    try {
      call.run();
    } catch (CosClientException e) {
      if (e.getReason() == Reason.CALLBACK) {
        return;
      }
    }
    throw new IllegalStateException("no callback threw");
  }

  /** Gives keys for an hour; asked again, it cancels and throws. */
  private static CredentialsProvider keysOnce(CancelToken token) {
    boolean[] given = new boolean[1];
    return () -> {
      if (given[0]) {
        token.cancel();
        throw new AssertionError("mine");
      }
      given[0] = true;
      return new Credentials(StandIn.ID, StandIn.KEY, null, Instant.now().plusSeconds(3600));
    };
  }

  /** KiB in use before and after the library is given up, with large errors that are still reachable. */
  private static void forget() throws Exception {
    byte[] body = ("<Error><Code>NoSuchKey</Code><Note>" + "x".repeat(500_000) + "</Note></Error>").getBytes(UTF_8);
    List<CosException> kept = new ArrayList<>();
    for (int i = 0; i < 15; i++) {
      kept.add(new Exchange().status(404).body(body).toException().orElseThrow());
    }
    long before = resident();
    CosClient.unload();
    System.out.println(before + " " + resident());
    Reference.reachabilityFence(kept);
  }

  /** Sends each file of a folder, and puts a longer object in its place; prints how much was sent. */
  private static void paths(String address, Path folder) throws Exception {
    List<Path> files;
    try (Stream<Path> found = Files.walk(folder)) {
      files = found.filter(Files::isRegularFile).toList();
    }
    List<String> sent = new ArrayList<>();
    try (CosClient client = StandIn.builder(address).build()) {
      client.send(CosRequest.object("PUT", StandIn.BUCKET, "other").body("text and more"));
      for (Path file : files) {
        client.send(CosRequest.object("PUT", StandIn.BUCKET, "sent").body(file));
        sent.add(client.send(CosRequest.object("HEAD", StandIn.BUCKET, "sent")).getHeader("Content-Length"));
        client.send(CosRequest.object("GET", StandIn.BUCKET, "other").sink(file));
      }
    }
    System.out.println(String.join(" ", sent));
  }

  private static long resident() throws Exception {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IllegalStateException("no VmRSS");
  }

  /** Ends the process while a call waits. */
  private static void end(String how) throws Exception {
    Silent silent = new Silent();
    CosClient client = StandIn.builder(silent.address()).build();
    Thread caller = new Thread(() -> client.headBucket(StandIn.BUCKET));
    caller.setDaemon(true);
    caller.start();
    silent.awaitRequest();
    CountDownLatch reads = new CountDownLatch(1);
    client.sendAsync(CosRequest.object("PUT", StandIn.BUCKET, "key").body(() -> {
      reads.countDown();
      return new FileInputStream("/dev/stdin");
    }, -1));
    reads.await();
    switch (how) {
      case "exit" -> System.exit(0);
      case "halt" -> Runtime.getRuntime().halt(0);
      default -> { }
    }
  }

  /** One call that succeeds and one that fails, of a client that nobody closes. */
  private static void once(String address) {
    CosClient client = StandIn.builder(address).build();
    client.headBucket(StandIn.BUCKET);
    failing(client, 1);
    client.headBucketAsync(StandIn.BUCKET).thenApply(CosResponse::getBucketRegion).join();
  }

  /**
   * Uses the binding in one class loader after another, as a server does that deploys a program anew, each
   * with objects that nobody closed.
   */
  private static void reload(String address) throws Exception {
    URL[] path = path("");
    for (int i = 0; i < 5; i++) {
      try (URLClassLoader loader =
          new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
        loader.loadClass(Programs.class.getName())
            .getMethod("main", String[].class)
            .invoke(null, (Object) new String[] {"once", address});
      }
      System.gc();
    }
    once(address);
    System.out.println("clean");
  }

  /** The entries of the class path whose names have that in them. */
  private static URL[] path(String part) throws Exception {
    List<URL> path = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (entry.contains(part)) {
        path.add(new File(entry).toURI().toURL());
      }
    }
    return path.toArray(new URL[0]);
  }

  /** Uses the binding, with callbacks, and gives it up. */
  private static void leave(String address) {
    CosClientBuilder builder = StandIn.builder(address).log(LogLevel.DEBUG, (level, line) -> { });
    try (CosClient client = builder.build()) {
      client.headBucket(StandIn.BUCKET);
      failing(client, 1);
      client.sendAsync(CosRequest.object("PUT", StandIn.BUCKET, "left").body(new ByteArrayInputStream(new byte[9]), 9)).join();
      client.headBucketAsync(StandIn.BUCKET);
    }
    CosClient.unload();
  }

  /** Gives the binding up while a call of a closed client uses it. */
  private static void unloading(String how, String address) throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CosClientBuilder builder = StandIn.builder(address);
    CosRequest request = CosRequest.object("PUT", StandIn.BUCKET, "key");
    CompletableFuture<?> call;
    if (how.equals("sign")) {
      CosClient client = builder.credentialsProvider(() -> {
        hold(inside, go);
        return null;
      }).build();
      call = client.presignAsync(request, Duration.ofMinutes(1));
      inside.await();
      client.close();
    } else if (how.equals("send")) {
      CosClient client = builder.build();
      call = CompletableFuture.runAsync(() -> client.send(request.body(() -> {
        hold(inside, go);
        return new ByteArrayInputStream(new byte[4]);
      }, 4)), work -> new Thread(work).start());
      inside.await();
      client.close();
    } else {
      CosClient client = builder.executor(work -> new Thread(() -> {
        hold(inside, go);
        work.run();
      }).start()).build();
      call = client.sendAsync(request.body(Unclosable::new, 4));
      inside.await();
      client.close();
    }
    Thread unloading = new Thread(CosClient::unload);
    unloading.start();
    // It waits, or has ended too early.
    while (unloading.getState() == Thread.State.NEW || unloading.getState() == Thread.State.RUNNABLE
        || unloading.getState() == Thread.State.BLOCKED) {
      Thread.onSpinWait();
    }
    go.countDown();
    Throwable end = call.handle((made, failure) -> failure).join();
    unloading.join();
    if (!(end instanceof CosException) && !(end.getCause() instanceof CosException)) {
      throw new IllegalStateException(end);
    }
    System.out.println("unloaded");
  }

  private static final class Unclosable extends ByteArrayInputStream {
    Unclosable() {
      super(new byte[4]);
    }

    @Override
    public void close() throws IOException {
      throw new IOException("mine");
    }
  }

  /** Waits, whatever interrupts it. */
  private static void hold(CountDownLatch inside, CountDownLatch go) {
    inside.countDown();
    while (true) {
      try {
        go.await();
        return;
      } catch (InterruptedException e) {
        // The client was closed.
      }
    }
  }

  /** Many uploads that wait for their turn. */
  private static void queue() throws Exception {
    Silent silent = new Silent();
    CosClient client = StandIn.builder(silent.address()).maxConnections(1).build();
    CompletableFuture<CosResponse> first = client.headBucketAsync(StandIn.BUCKET);
    silent.awaitRequest();
    List<CompletableFuture<CosResponse>> waiting = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      waiting.add(client.sendAsync(CosRequest.object("PUT", StandIn.BUCKET, "key")
          .body(() -> new ByteArrayInputStream(new byte[4]), 4)));
    }
    System.out.println(first.isDone() || waiting.stream().anyMatch(CompletableFuture::isDone) ? "ended" : "started");
    Runtime.getRuntime().halt(0);
  }

  /** Class loaders of which each gives the binding up; JNA is their parent's. */
  private static void unload(String address) throws Exception {
    ClassLoader server = new URLClassLoader(path("/jna-"), ClassLoader.getPlatformClassLoader());
    // The thread that JNA starts keeps the loader of whoever comes first.
    server.loadClass("com.sun.jna.Memory").getConstructor(long.class).newInstance(8L);
    List<WeakReference<ClassLoader>> left = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      left.add(left(server, address));
    }
    // JNA drops what it knows of dead callbacks when it is given others.
    for (int i = 0; i < 20 && left.stream().anyMatch(one -> one.get() != null); i++) {
      System.gc();
      Thread.sleep(20);
      left(server, address);
    }
    System.out.println(left.stream().allMatch(one -> one.get() == null) ? "collected" : "still there");
  }

  private static WeakReference<ClassLoader> left(ClassLoader server, String address) throws Exception {
    try (URLClassLoader loader = new URLClassLoader(path(""), server)) {
      loader.loadClass(Programs.class.getName())
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {"leave", address});
      return new WeakReference<>(loader);
    }
  }

  /** Clients, tokens, requests and errors that are only dropped. */
  private static void drop(String address) throws Exception {
    List<WeakReference<?>> dropped = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      CosClient client = StandIn.builder(address).build();
      CancelToken token = new CancelToken();
      client.headBucket(StandIn.BUCKET, new CallOptions().cancel(token));
      client.headBucketAsync(StandIn.BUCKET, new CallOptions().cancel(token)).join();
      dropped.add(new WeakReference<>(client));
      dropped.add(new WeakReference<>(token));
    }
    for (WeakReference<?> one : dropped) {
      if (!collected(one)) {
        System.out.println("still there");
        return;
      }
    }
    System.out.println("freed");
  }

  /** What can be collected is gone after some collections; what cannot, never. */
  private static boolean collected(WeakReference<?> gone) throws InterruptedException {
    for (int i = 0; gone.get() != null && i < 200; i++) {
      System.gc();
      Thread.sleep(10);
    }
    return gone.get() == null;
  }

  private Programs() {}
}
