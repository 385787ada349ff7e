package io.github.cos_err;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;

/** A server that takes a request, and never answers. */
final class Silent implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch left = new CountDownLatch(1);
  private Socket caller;

  Silent() throws IOException {
    Thread thread = new Thread(this::take);
    thread.setDaemon(true);
    thread.start();
  }

  private void take() {
    try {
      caller = server.accept();
      caller.getInputStream().read();
      asked.countDown();
      while (caller.getInputStream().read() >= 0) { }
    } catch (IOException e) {
      // It was closed.
    }
    left.countDown();
  }

  String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** Returns when a request has begun to arrive: its call waits for the answer. */
  void awaitRequest() throws InterruptedException {
    asked.await();
  }

  /** Returns when the caller has closed the connection: its call has ended. */
  void awaitEnd() throws InterruptedException {
    left.await();
  }

  @Override
  public void close() throws IOException {
    server.close();
    if (caller != null) {
      caller.close();
    }
  }
}
