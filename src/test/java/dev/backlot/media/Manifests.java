package dev.backlot.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

/** Puts content credentials into real files, where the C2PA specification has them. */
public final class Manifests {
  /** What stands in place of one: its box of JUMBF, and how a model had a part in it. */
  public static final String MADE_BY_A_MODEL =
      "\0\0\0\0jumb\0\0\0\0jumdc2pa"
          + " http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";

  private static final byte[] CREDENTIALS =
      HexFormat.of().parseHex("d8fec3d61b0e483c92975828877ec481");

  private Manifests() {}

  /** By the name of the file. */
  public static Path into(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    var name = String.valueOf(file.getFileName());
    return Files.write(
        file,
        switch (name.substring(name.lastIndexOf('.') + 1)) {
          case "mp4", "mov", "m4a" -> box(bytes);
          case "wav", "avi" -> chunk(bytes);
          case "mp3" -> tag(bytes, "application/c2pa");
          case "gif" -> extension(bytes);
          case "flac" -> block(bytes);
          default -> throw new AssertionError(name);
        });
  }

  /**
   * Behind the first box where the file consists of fragments, which know their places by
   * themselves; at the end of another, as a file of whole chunks would have to be written anew.
   */
  private static byte[] box(byte[] bytes) {
    var content = latin("\0\0\0\0manifest\0\0\0\0\0\0\0\0\0" + MADE_BY_A_MODEL);
    var box =
        ByteBuffer.allocate(24 + content.length)
            .putInt(24 + content.length)
            .put(latin("uuid"))
            .put(CREDENTIALS)
            .put(content)
            .array();
    boolean fragments = new String(bytes, StandardCharsets.ISO_8859_1).contains("moof");
    return spliced(bytes, fragments ? ByteBuffer.wrap(bytes).getInt() : bytes.length, box);
  }

  private static byte[] chunk(byte[] bytes) {
    var content = latin(MADE_BY_A_MODEL + (MADE_BY_A_MODEL.length() % 2 == 0 ? "" : " "));
    var chunk =
        ByteBuffer.allocate(8 + content.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(latin("C2PA"))
            .putInt(content.length)
            .put(content)
            .array();
    var whole = spliced(bytes, bytes.length, chunk);
    ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putInt(4, whole.length - 8);
    return whole;
  }

  /** A tag of ID3v2.3 with a frame of this media type, before whatever there is. */
  public static byte[] tag(byte[] sound, String mediaType) {
    var content = latin("\0" + mediaType + "\0c2pa\0manifest\0" + MADE_BY_A_MODEL);
    var tag =
        ByteBuffer.allocate(20 + content.length)
            .put(latin("ID3\3\0\0"))
            .putInt(sevenBits(10 + content.length))
            .put(latin("GEOB"))
            .putInt(content.length)
            .putShort((short) 0)
            .put(content)
            .array();
    boolean tagged = sound[0] == 'I' && sound[1] == 'D';
    int rest = tagged ? 10 + unstretched(ByteBuffer.wrap(sound).getInt(6)) : 0;
    return spliced(java.util.Arrays.copyOfRange(sound, rest, sound.length), 0, tag);
  }

  private static int sevenBits(int number) {
    return (number & 0x7F) | (number >> 7 & 0x7F) << 8 | (number >> 14 & 0x7F) << 16;
  }

  private static int unstretched(int number) {
    return (number & 0x7F) | (number >> 8 & 0x7F) << 7 | (number >> 16 & 0x7F) << 14;
  }

  private static byte[] extension(byte[] bytes) {
    var out = new ByteArrayOutputStream();
    out.writeBytes(latin("!\u00ff\u000bC2PA_GIF\1\0\0"));
    out.write(MADE_BY_A_MODEL.length());
    out.writeBytes(latin(MADE_BY_A_MODEL));
    out.write(0);
    int flags = bytes[10];
    int colours = (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    return spliced(bytes, 13 + colours, out.toByteArray());
  }

  private static byte[] block(byte[] bytes) {
    var content = latin("c2pa" + MADE_BY_A_MODEL);
    var block =
        ByteBuffer.allocate(4 + content.length).putInt(2 << 24 | content.length).put(content);
    // the first is the stream's own, of 34 bytes
    return spliced(bytes, 4 + 4 + 34, block.array());
  }

  private static byte[] spliced(byte[] bytes, int at, byte[] part) {
    var out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    out.writeBytes(part);
    out.write(bytes, at, bytes.length - at);
    return out.toByteArray();
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Files of every kind that may have them, small and whole. */
  public static List<Path> files(Clips clips) throws IOException, InterruptedException {
    var film = clips.film();
    return List.of(
        film,
        clips.copy(
            film, "fragments.mp4", "-movflags", "frag_keyframe+empty_moov+default_base_moof"),
        clips.copy(film, "film.mov"),
        clips.copy(film, "sound.m4a", "-vn"),
        clips.make("film.avi", Clips.COLOURS, "sine=440:d=3"),
        clips.make("sound.wav", "sine=440:d=1"),
        clips.make("sound.mp3", "sine=440:d=1"),
        clips.make("sound.flac", "sine=440:d=1"),
        clips.make("moving.gif", Clips.COLOURS));
  }
}
