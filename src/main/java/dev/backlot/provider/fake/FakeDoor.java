package dev.backlot.provider.fake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The way into the fake provider: it passes HTTP on to the server behind it, and speaks WebSocket
 * itself, which that server cannot. A connection is one or the other, by its first request.
 */
final class FakeDoor implements AutoCloseable {
  private static final int HEAD_MAX = 16 << 10;
  private static final Pattern KEY =
      Pattern.compile("(?im)^sec-websocket-key:\\s*([A-Za-z0-9+/=]{1,64})\\s*$");

  /** What is told over WebSockets. */
  interface Talks {
    /** Empty when nothing is told there. */
    Optional<Talk> at(String address);
  }

  /** Tells until the client has gone. */
  interface Talk {
    void to(FakeSocket socket) throws IOException, InterruptedException;
  }

  private final ServerSocket door;
  private final InetSocketAddress behind;
  private final Talks talks;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private FakeDoor(ServerSocket door, InetSocketAddress behind, Talks talks) {
    this.door = door;
    this.behind = behind;
    this.talks = talks;
  }

  /**
   * Starts to listen, on this machine only.
   *
   * @param port 0 for a free one
   */
  static FakeDoor open(int port, InetSocketAddress behind, Talks talks) throws IOException {
    var door = new FakeDoor(new ServerSocket(), behind, talks);
    door.door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    Thread.ofPlatform().daemon().name("fake-door").start(door::welcome);
    return door;
  }

  int port() {
    return door.getLocalPort();
  }

  private void welcome() {
    try {
      while (true) {
        var client = door.accept();
        open.add(client);
        Thread.ofVirtual().name("fake-connection").start(() -> serve(client));
      }
    } catch (IOException _) {
      // it is closed
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      var head = new ByteArrayOutputStream();
      var talk = talks.at(address(line(client.getInputStream(), head)));
      if (talk.isPresent()) {
        tell(client, talk.get());
      } else {
        passOn(client, head.toByteArray());
      }
    } catch (IOException _) {
      // it is over
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
    }
  }

  /** The next line of a head, which is kept; at the end of what came what there is. */
  private static String line(InputStream in, ByteArrayOutputStream head) throws IOException {
    int start = head.size();
    for (int next = in.read(); next >= 0; next = in.read()) {
      head.write(next);
      if (next == '\n' || head.size() > HEAD_MAX) {
        break;
      }
    }
    return head.toString(StandardCharsets.ISO_8859_1).substring(start).strip();
  }

  private static String address(String request) {
    var words = request.split(" ", 3);
    return words.length == 3 && words[0].equals("GET") ? words[1] : "";
  }

  private static void tell(Socket client, Talk talk) throws IOException, InterruptedException {
    var head = new ByteArrayOutputStream();
    while (head.size() <= HEAD_MAX && !line(client.getInputStream(), head).isEmpty()) {
      // the whole head is wanted
    }
    var key = KEY.matcher(head.toString(StandardCharsets.ISO_8859_1));
    if (!key.find()) {
      var no = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
      client.getOutputStream().write(no.getBytes(StandardCharsets.US_ASCII));
      return;
    }
    talk.to(FakeSocket.agree(key.group(1), client.getInputStream(), client.getOutputStream()));
  }

  private void passOn(Socket client, byte[] head) throws IOException, InterruptedException {
    try (var server = new Socket(behind.getAddress(), behind.getPort())) {
      server.setTcpNoDelay(true);
      server.getOutputStream().write(head);
      var questions = Thread.ofVirtual().name("fake-questions").start(() -> ask(client, server));
      server.getInputStream().transferTo(client.getOutputStream());
      client.close();
      questions.join();
    }
  }

  private static void ask(Socket client, Socket server) {
    try {
      client.getInputStream().transferTo(server.getOutputStream());
      server.shutdownOutput();
    } catch (IOException _) {
      // whoever is left sees that it is over
    }
  }

  @Override
  public void close() {
    try {
      door.close();
      for (var one : open) {
        one.close();
      }
    } catch (IOException _) {
      // it was closed
    }
  }
}
