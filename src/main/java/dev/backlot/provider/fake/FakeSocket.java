package dev.backlot.provider.fake;

import dev.backlot.json.Json;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * A WebSocket (RFC 6455) that tells the client something; what the client says is passed over,
 * except that it wants to end.
 */
final class FakeSocket {
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int TEXT = 0x81;
  private static final int CLOSE = 0x88;
  private static final int SHORT_MAX = 125;
  private static final int MASK_BYTES = 4;

  private final DataInputStream in;
  private final DataOutputStream out;
  private final CountDownLatch over = new CountDownLatch(1);

  private FakeSocket(InputStream in, OutputStream out) {
    this.in = new DataInputStream(in);
    this.out = new DataOutputStream(out);
  }

  /**
   * Agrees to speak WebSocket.
   *
   * @param key the client's {@code Sec-WebSocket-Key}
   */
  static FakeSocket agree(String key, InputStream in, OutputStream out) throws IOException {
    var head =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: %s\r\n\r\n".formatted(accept(key));
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.flush();
    var socket = new FakeSocket(in, out);
    Thread.ofVirtual().name("fake-socket").start(socket::listen);
    return socket;
  }

  private static String accept(String key) {
    try {
      var sha1 = MessageDigest.getInstance("SHA-1");
      return Base64.getEncoder()
          .encodeToString(sha1.digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  /** Texts of up to 64 KiB. */
  synchronized void send(JsonNode message) throws IOException {
    var bytes = Json.text(message).getBytes(StandardCharsets.UTF_8);
    out.write(TEXT);
    if (bytes.length <= SHORT_MAX) {
      out.write(bytes.length);
    } else {
      out.write(SHORT_MAX + 1);
      out.writeShort(bytes.length);
    }
    out.write(bytes);
    out.flush();
  }

  private void listen() {
    try {
      while (in.readUnsignedByte() != CLOSE) {
        in.skipNBytes(MASK_BYTES + length());
      }
      synchronized (this) {
        out.write(new byte[] {(byte) CLOSE, 0});
        out.flush();
      }
    } catch (IOException _) {
      // it left without a word
    } finally {
      over.countDown();
    }
  }

  private long length() throws IOException {
    int length = in.readUnsignedByte() & 0x7f;
    return switch (length) {
      case SHORT_MAX + 1 -> in.readUnsignedShort();
      case SHORT_MAX + 2 -> in.readLong();
      default -> length;
    };
  }

  /** Waits so long; false when the client has gone. */
  boolean pause(Duration time) throws InterruptedException {
    return !over.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
