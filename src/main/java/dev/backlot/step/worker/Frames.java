package dev.backlot.step.worker;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** JSON messages over a pipe, each after its length in bytes. */
final class Frames {
  /** The longest message, in bytes: a result of 16 million characters, each of four. */
  static final int BYTES_MAX = 68 << 20;

  private final DataInputStream in;
  private final DataOutputStream out;

  Frames(InputStream in, OutputStream out) {
    this.in = new DataInputStream(new BufferedInputStream(in));
    this.out = new DataOutputStream(new BufferedOutputStream(out));
  }

  /** One message at a time, whoever sends it. */
  synchronized void send(JsonNode message) throws IOException {
    var bytes = Json.text(message).getBytes(StandardCharsets.UTF_8);
    if (bytes.length > BYTES_MAX) {
      throw new IOException("expected a message of at most " + BYTES_MAX + " bytes");
    }
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }

  /**
   * The next message.
   *
   * @throws EOFException when there is none any more
   */
  JsonNode next() throws IOException {
    int length = in.readInt();
    if (length < 0 || length > BYTES_MAX) {
      throw new IOException("expected a message of at most " + BYTES_MAX + " bytes");
    }
    var bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the other side ended within a message");
    }
    try {
      return Json.parse(bytes);
    } catch (JsonProblem e) {
      throw new IOException("expected JSON", e);
    }
  }
}
