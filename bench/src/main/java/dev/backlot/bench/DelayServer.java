package dev.backlot.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The outside world, in a process of its own: answers every request with 204 a fixed time after it came, never
 * earlier, and counts how many were waiting at once.
 */
final class DelayServer implements AutoCloseable {
  private final Process process;
  private final BufferedReader told;
  private final int port;

  DelayServer(Duration delay) throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                DelayServer.class.getName(),
                Long.toString(delay.toMillis()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    told = process.inputReader();
    port = number();
  }

  int port() {
    return port;
  }

  /** The most requests that waited for their answer at once since the last time this was asked. */
  int mostAtOnce() throws IOException {
    process.outputWriter().write("\n");
    process.outputWriter().flush();
    return number();
  }

  private int number() throws IOException {
    var line = told.readLine();
    if (line == null) {
      throw new IOException("the server of this bench has ended");
    }
    return Integer.parseInt(line);
  }

  @Override
  public void close() {
    process.destroy();
  }

  public static void main(String[] arguments) throws Exception {
    var listening = ServerSocketChannel.open();
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
    var world = new World(Duration.ofMillis(Long.parseLong(arguments[0])).toNanos());
    Thread.ofPlatform().daemon().start(() -> world.listen(listening));
    Thread.ofPlatform().daemon().start(world::answer);
    System.out.println(((InetSocketAddress) listening.getLocalAddress()).getPort());
    var asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (asked.readLine() != null) {
      System.out.println(world.most.getAndSet(0));
    }
  }

  /** One thread reads requests, one writes answers when they are due. */
  private static final class World {
    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ANSWER =
        "HTTP/1.1 204 No Content\r\nDate: Thu, 01 Jan 2026 00:00:00 GMT\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private record Due(SocketChannel to, long at) {}

    private final long delayNanos;
    private final LinkedBlockingQueue<Due> due = new LinkedBlockingQueue<>();
    private final AtomicInteger open = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();

    World(long delayNanos) {
      this.delayNanos = delayNanos;
    }

    void listen(ServerSocketChannel listening) {
      try (var selector = Selector.open()) {
        listening.configureBlocking(false);
        listening.register(selector, SelectionKey.OP_ACCEPT);
        var buffer = ByteBuffer.allocateDirect(16_384);
        while (true) {
          selector.select(key -> serve(selector, key, buffer));
        }
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    private void serve(Selector selector, SelectionKey key, ByteBuffer buffer) {
      try {
        if (key.channel() instanceof ServerSocketChannel listening) {
          var accepted = listening.accept();
          accepted.configureBlocking(false);
          accepted.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
          accepted.register(selector, SelectionKey.OP_READ, new AtomicInteger());
        } else {
          read((SocketChannel) key.channel(), (AtomicInteger) key.attachment(), buffer.clear());
        }
      } catch (IOException e) {
        key.cancel();
      }
    }

    /** A request without a body ends with its head; {@code matched} counts how much of that end has come. */
    private void read(SocketChannel from, AtomicInteger matched, ByteBuffer buffer) throws IOException {
      if (from.read(buffer) < 0) {
        from.close();
        return;
      }
      buffer.flip();
      while (buffer.hasRemaining()) {
        byte next = buffer.get();
        int seen = next == END[matched.get()] ? matched.get() + 1 : next == END[0] ? 1 : 0;
        matched.set(seen % END.length);
        if (seen == END.length) {
          most.accumulateAndGet(open.incrementAndGet(), Math::max);
          due.add(new Due(from, System.nanoTime() + delayNanos));
        }
      }
    }

    void answer() {
      try {
        while (true) {
          var next = due.take();
          for (long left = next.at - System.nanoTime(); left > 0; left = next.at - System.nanoTime()) {
            LockSupport.parkNanos(left);
          }
          open.decrementAndGet();
          write(next.to);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private static void write(SocketChannel to) {
      try {
        to.write(ByteBuffer.wrap(ANSWER));
      } catch (IOException e) {
        System.err.println("the caller has gone: " + e.getMessage());
      }
    }
  }
}
