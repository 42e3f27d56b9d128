package dev.backlot.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Sends requests that no client would, byte by byte, each on a connection of its own. */
final class RawHttp {
  private static final int PATIENCE_MS = 20_000;
  private static final int ANSWER_MAX = 4 << 20;

  private final InetSocketAddress server;

  /**
   * What came back.
   *
   * @param body what there was of it; of a stream nothing
   */
  record Received(int status, String head, String body) {
    Map<String, List<String>> headers() {
      return head.lines()
          .skip(1)
          .filter(line -> line.contains(":"))
          .map(line -> line.split(":", 2))
          .collect(
              Collectors.groupingBy(
                  pair -> pair[0],
                  Collectors.mapping(pair -> pair[1].strip(), Collectors.toList())));
    }
  }

  RawHttp(String url) {
    var address = URI.create(url);
    server = new InetSocketAddress(address.getHost(), address.getPort());
  }

  Received send(Sent request) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(server, PATIENCE_MS);
      socket.setSoTimeout(PATIENCE_MS);
      try {
        socket.getOutputStream().write(request.bytes());
        socket.shutdownOutput();
      } catch (IOException _) {
        // it has heard enough and answered
      }
      return read(socket.getInputStream());
    } catch (SocketTimeoutException e) {
      throw new AssertionError("no answer within " + PATIENCE_MS + " ms to\n" + request, e);
    }
  }

  private static Received read(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the connection ends after '" + head + "'");
      }
      head.append((char) next);
    }
    int status = Integer.parseInt(head.substring(9, 12));
    boolean stream = head.indexOf("text/event-stream") >= 0;
    var body = stream ? "" : new String(in.readNBytes(ANSWER_MAX), StandardCharsets.UTF_8);
    return new Received(status, head.toString(), body);
  }
}
