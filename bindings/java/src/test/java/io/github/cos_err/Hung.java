package io.github.cos_err;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/** A server of one thread that takes any number of requests, and never answers. */
final class Hung {
  private final Selector selector = Selector.open();
  private final ServerSocketChannel server = ServerSocketChannel.open();
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
  /** A permit for each request. */
  final Semaphore asked = new Semaphore(0);
  /** When a caller closed its connection, as of System.nanoTime. */
  final LinkedBlockingQueue<Long> left = new LinkedBlockingQueue<>();

  Hung() throws IOException {
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
    Thread thread = new Thread(this::serve);
    thread.setDaemon(true);
    thread.start();
  }

  String address() {
    return "127.0.0.1:" + server.socket().getLocalPort();
  }

  private void serve() {
    try {
      while (true) {
        selector.select(this::serve);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void serve(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        SocketChannel caller = server.accept();
        caller.configureBlocking(false);
        caller.register(selector, SelectionKey.OP_READ);
        return;
      }
      if (((SocketChannel) key.channel()).read(buffer.clear()) >= 0) {
        asked.release();
        return;
      }
      key.channel().close();
    } catch (IOException e) {
      key.cancel();
    }
    left.add(System.nanoTime());
  }
}
