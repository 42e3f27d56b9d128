package dev.backlot.provider.fake;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A second of {@link FakePicture} with stripes that move: JPEG frames in AVI (RIFF), which needs no
 * encoder. Source: Microsoft's AVI RIFF file reference.
 */
final class FakeVideo {
  private static final int FRAMES = 8;
  private static final int STEP = 12;
  private static final int HAS_INDEX = 0x10;
  private static final int KEY_FRAME = 0x10;

  private FakeVideo() {}

  /** The same input gives the same video. */
  static byte[] avi(JsonNode input) throws IOException {
    var frames = new ArrayList<byte[]>();
    for (int i = 0; i < FRAMES; i++) {
      frames.add(FakePicture.jpeg(input, i * STEP));
    }
    int width = FakePicture.width(input);
    int height = FakePicture.height(input);
    return list("RIFF", "AVI ", head(frames, width, height), movie(frames), index(frames));
  }

  private static byte[] head(List<byte[]> frames, int width, int height) {
    int most = frames.stream().mapToInt(frame -> frame.length).max().orElse(0);
    var main =
        numbers(
            1_000_000 / FRAMES,
            most * FRAMES,
            0,
            HAS_INDEX,
            FRAMES,
            0,
            1,
            most,
            width,
            height,
            0,
            0,
            0,
            0);
    var stream =
        joined(
            text("vidsMJPG"),
            numbers(0, 0, 0, 1, FRAMES, 0, FRAMES, most, -1, 0),
            numbers(0, width | height << 16));
    var format =
        joined(
            numbers(40, width, height, 1 | 24 << 16),
            text("MJPG"),
            numbers(width * height * 3, 0, 0, 0, 0));
    return list(
        "LIST",
        "hdrl",
        chunk("avih", main),
        list("LIST", "strl", chunk("strh", stream), chunk("strf", format)));
  }

  private static byte[] movie(List<byte[]> frames) {
    return list(
        "LIST", "movi", frames.stream().map(frame -> chunk("00dc", frame)).toArray(byte[][]::new));
  }

  private static byte[] index(List<byte[]> frames) {
    var entries = new ByteArrayOutputStream();
    int offset = 4;
    for (var frame : frames) {
      entries.writeBytes(text("00dc"));
      entries.writeBytes(numbers(KEY_FRAME, offset, frame.length));
      offset += chunk("00dc", frame).length;
    }
    return chunk("idx1", entries.toByteArray());
  }

  private static byte[] list(String word, String type, byte[]... parts) {
    return chunk(word, joined(text(type), joined(parts)));
  }

  /** A word, the length, the bytes, and one more where the length is odd. */
  private static byte[] chunk(String word, byte[] bytes) {
    return joined(text(word), numbers(bytes.length), bytes, new byte[bytes.length % 2]);
  }

  private static byte[] numbers(int... numbers) {
    var buffer = ByteBuffer.allocate(numbers.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int number : numbers) {
      buffer.putInt(number);
    }
    return buffer.array();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (var part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
