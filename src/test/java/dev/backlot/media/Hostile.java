package dev.backlot.media;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;

/** Files that somebody careless or unkind might send. */
public final class Hostile {
  public static final String SCRIPT = "<script>alert(document.cookie)</script>";

  private static final int TEXT_MEGABYTES = 100;

  private final Path folder;

  public Hostile(Path folder) {
    this.folder = folder;
  }

  public Path empty() throws IOException {
    return file("empty.jpg", new byte[0]);
  }

  public Path pdfNamedJpeg() throws IOException {
    return file(
        "invoice.jpg", "%PDF-1.7\n1 0 obj\n<<>>\nendobj\n".getBytes(StandardCharsets.US_ASCII));
  }

  public Path svg() throws IOException {
    var drawing =
        "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\""
            + " height=\"9\"/>";
    return file("drawing.png", drawing.getBytes(StandardCharsets.UTF_8));
  }

  public Path truncatedJpeg() throws IOException {
    var whole = Files.readAllBytes(Photos.of("coffee-cup.jpg"));
    return file("half.jpg", Arrays.copyOf(whole, whole.length / 2));
  }

  public Path jpegOfTheSignatureOnly() throws IOException {
    return file("stub.jpg", Arrays.copyOf(Files.readAllBytes(Photos.of("coffee-cup.jpg")), 24));
  }

  /** A header that promises 20,000 x 20,000 pixels, 1.6 GB once decoded. */
  public Path pngBomb() throws IOException {
    return png(20_000, 20_000);
  }

  /** Few pixels by today's measure, but more than a side may have. */
  public Path pngRibbon() throws IOException {
    return png(50_000, 2);
  }

  private Path png(int width, int height) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeLong(0x89504E470D0A1A0AL);
    chunk(out, header(width, height));
    chunk(out, "IDAT".getBytes(StandardCharsets.US_ASCII));
    chunk(out, "IEND".getBytes(StandardCharsets.US_ASCII));
    return file("bomb" + width + ".png", bytes.toByteArray());
  }

  private static byte[] header(int width, int height) throws IOException {
    var header = new ByteArrayOutputStream();
    var fields = new DataOutputStream(header);
    fields.writeBytes("IHDR");
    fields.writeInt(width);
    fields.writeInt(height);
    fields.write(new byte[] {8, 2, 0, 0, 0});
    return header.toByteArray();
  }

  private static void chunk(DataOutputStream out, byte[] nameAndBody) throws IOException {
    var crc = new CRC32();
    crc.update(nameAndBody);
    out.writeInt(nameAndBody.length - 4);
    out.write(nameAndBody);
    out.writeInt((int) crc.getValue());
  }

  /** A hundred kilobytes that hold a thousand times as much of text. */
  public Path pngOfTextWithoutEnd() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeLong(0x89504E470D0A1A0AL);
    chunk(out, header(8, 8));
    var text = new ByteArrayOutputStream();
    text.writeBytes("zTXtComment\0\0".getBytes(StandardCharsets.US_ASCII));
    var zeros = new byte[1 << 20];
    try (var packing = new DeflaterOutputStream(text)) {
      for (int megabyte = 0; megabyte < TEXT_MEGABYTES; megabyte++) {
        packing.write(zeros);
      }
    }
    chunk(out, text.toByteArray());
    chunk(out, "IDAT".getBytes(StandardCharsets.US_ASCII));
    chunk(out, "IEND".getBytes(StandardCharsets.US_ASCII));
    return file("talk.png", bytes.toByteArray());
  }

  /** A photo whose header promises four times as many pixels as follow. */
  public Path jpegOfMissingPixels() throws IOException {
    var bytes = Files.readAllBytes(Photos.of("coffee-cup.jpg"));
    for (int at = 2; at + 9 < bytes.length; at++) {
      if (bytes[at] == (byte) 0xff
          && (bytes[at + 1] == (byte) 0xc0 || bytes[at + 1] == (byte) 0xc2)) {
        bytes[at + 5] = (byte) ((2 * 958) >> 8);
        bytes[at + 6] = (byte) (2 * 958);
        bytes[at + 7] = (byte) ((2 * 640) >> 8);
        bytes[at + 8] = (byte) (2 * 640);
        return file("promise.jpg", bytes);
      }
    }
    throw new IllegalStateException("the photo has no header");
  }

  /** A whole photo whose writer left some bytes before its end. */
  public Path carelessJpeg() throws IOException {
    var whole = Files.readAllBytes(Photos.of("coffee-cup.jpg"));
    var bytes = new ByteArrayOutputStream();
    bytes.write(whole, 0, whole.length - 2);
    bytes.writeBytes(new byte[] {17, 34, 51, (byte) 0xff, (byte) 0xd9});
    return file("careless.jpg", bytes.toByteArray());
  }

  /** A JPEG of segments that hold nothing, and then none of a picture. */
  public Path jpegOfSegments() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd8});
    for (int segment = 0; segment < 500_000; segment++) {
      bytes.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, 0, 2});
    }
    return file("segments.jpg", bytes.toByteArray());
  }

  public Path animatedGif() throws IOException {
    var file = folder.resolve("dance.gif");
    var writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (var out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int frame = 0; frame < 2; frame++) {
        var image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_INDEXED);
        writer.writeToSequence(new IIOImage(image, null, null), writer.getDefaultWriteParam());
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
    return file;
  }

  /** RIFF, WEBP, VP8X with the animation flag and 8 x 8 pixels, ANIM. */
  public Path animatedWebp() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes("RIFF".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(new byte[] {36, 0, 0, 0});
    bytes.writeBytes("WEBPVP8X".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(new byte[] {10, 0, 0, 0, 2, 0, 0, 0, 7, 0, 0, 7, 0, 0});
    bytes.writeBytes("ANIM".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(new byte[] {6, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    return file("dance.webp", bytes.toByteArray());
  }

  /** A whole photo, and behind its end something that another program would take it for. */
  public Path jpegWithTail(byte[] tail) throws IOException {
    return file("tail.jpg", joined(Files.readAllBytes(Photos.of("coffee-cup.jpg")), tail));
  }

  /** A whole photo that says in a comment, near its beginning, that it is something else. */
  public Path jpegWithComment(String comment) throws IOException {
    var whole = Files.readAllBytes(Photos.of("coffee-cup.jpg"));
    var words = comment.getBytes(StandardCharsets.US_ASCII);
    var segment = new byte[] {(byte) 0xff, (byte) 0xfe, 0, (byte) (words.length + 2)};
    var head = joined(Arrays.copyOf(whole, 2), joined(segment, words));
    return file("comment.jpg", joined(head, Arrays.copyOfRange(whole, 2, whole.length)));
  }

  /** An archive with a page in it, as a browser's plug-in would run it. */
  public byte[] zip() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("index.html"));
      zip.write(SCRIPT.getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  /** A picture of GIF, and behind it a script that browsers would run if asked to. */
  public Path gifWithTail() throws IOException {
    var picture = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_INDEXED), "gif", picture);
    return file(
        "tail.gif", joined(picture.toByteArray(), SCRIPT.getBytes(StandardCharsets.US_ASCII)));
  }

  /** A script that begins like a GIF: its width is the beginning of a comment. */
  public Path scriptNamedGif() throws IOException {
    return file("script.gif", "GIF89a/*....*/=1;alert(1)//".getBytes(StandardCharsets.US_ASCII));
  }

  /** A document that begins as one and holds a whole photo further on. */
  public Path pdfWithJpeg() throws IOException {
    var head = "%PDF-1.7\n1 0 obj\n<< /Type /XObject /Filter /DCTDecode >>\nstream\n";
    return file(
        "document.jpg",
        joined(
            head.getBytes(StandardCharsets.US_ASCII),
            Files.readAllBytes(Photos.of("coffee-cup.jpg"))));
  }

  /** A page that holds a whole photo. */
  public Path pageWithJpeg() throws IOException {
    var head = "<!DOCTYPE html><html><body>" + SCRIPT + "<!--";
    return file(
        "page.jpg",
        joined(
            head.getBytes(StandardCharsets.US_ASCII),
            Files.readAllBytes(Photos.of("coffee-cup.jpg"))));
  }

  /** A drawing that names other files, in the clothes of a PNG. */
  public Path drawing(String text) throws IOException {
    return file("drawing.png", text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] joined(byte[] one, byte[] other) {
    var all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }

  /** The first part of a file, as a copy that was broken off leaves it. */
  public Path cutOff(Path whole, double share) throws IOException {
    var bytes = Files.readAllBytes(whole);
    var name = "cut-%.2f-%s".formatted(share, whole.getFileName());
    return file(name, Arrays.copyOf(bytes, (int) (bytes.length * share)));
  }

  /** A PNG whose header promises twice as many pixels each way as follow. */
  public Path pngOfMissingPixels(Path whole) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(whole));
    bytes.putInt(16, 2 * bytes.getInt(16)).putInt(20, 2 * bytes.getInt(20));
    var crc = new CRC32();
    crc.update(bytes.array(), 12, 17);
    return file("promise.png", bytes.putInt(29, (int) crc.getValue()).array());
  }

  /**
   * A WebP of one lossy picture that promises other sides than its container or its pixels have.
   */
  public Path webpOfMissingPixels(Path whole) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(whole)).order(ByteOrder.LITTLE_ENDIAN);
    int frame = indexOf(bytes.array(), "VP8 ") + 14;
    bytes.putShort(frame, (short) (2 * bytes.getShort(frame)));
    bytes.putShort(frame + 2, (short) (2 * bytes.getShort(frame + 2)));
    return file("promise.webp", bytes.array());
  }

  /** An AVIF whose container promises other sides than its pixels have. */
  public Path avifOfSides(Path whole, int width, int height) throws IOException {
    var bytes = ByteBuffer.wrap(Files.readAllBytes(whole));
    int sides = indexOf(bytes.array(), "ispe") + 8;
    return file(
        "sides-" + width + ".avif", bytes.putInt(sides, width).putInt(sides + 4, height).array());
  }

  /** A WebP that promises as many pixels as one can, 268 megapixels. */
  public Path webpBomb() throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes("RIFF".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(new byte[] {22, 0, 0, 0});
    bytes.writeBytes("WEBPVP8L".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(new byte[] {6, 0, 0, 0, 0x2f, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 0});
    return file("bomb.webp", bytes.toByteArray());
  }

  /** A GIF whose screen is as large as one can be, 4 gigapixels. */
  public Path gifBomb() throws IOException {
    var bytes = Files.readAllBytes(gifWithTail());
    Arrays.fill(bytes, 6, 10, (byte) 0xff);
    return file("bomb.gif", bytes);
  }

  /** Small, and each of its frames covers a large screen. */
  public Path gifOfLargeFrames(int width, int height, int frames) throws IOException {
    var picture = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_BINARY), "gif", picture);
    var one = picture.toByteArray();
    int body = 13 + (3 << ((one[10] & 7) + 1));
    var all = new ByteArrayOutputStream();
    all.write(one, 0, body);
    for (int frame = 0; frame < frames; frame++) {
      all.write(one, body, one.length - body - 1);
    }
    all.write(0x3b);
    return file("frames.gif", all.toByteArray());
  }

  /**
   * A PNG with a colour profile of a hundred kilobytes that unpacks to a thousand times as much.
   */
  public Path pngOfProfileWithoutEnd(Path whole) throws IOException {
    var profile = new ByteArrayOutputStream();
    profile.writeBytes("iCCPbomb\0\0".getBytes(StandardCharsets.US_ASCII));
    var zeros = new byte[1 << 20];
    try (var packing = new DeflaterOutputStream(profile)) {
      for (int megabyte = 0; megabyte < TEXT_MEGABYTES; megabyte++) {
        packing.write(zeros);
      }
    }
    var chunk = new ByteArrayOutputStream();
    chunk(new DataOutputStream(chunk), profile.toByteArray());
    var bytes = Files.readAllBytes(whole);
    int behindHeader = 33;
    var head = joined(Arrays.copyOf(bytes, behindHeader), chunk.toByteArray());
    return file("profile.png", joined(head, Arrays.copyOfRange(bytes, behindHeader, bytes.length)));
  }

  private static int indexOf(byte[] bytes, String name) {
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(name);
    if (at < 0) {
      throw new IllegalStateException("expected " + name);
    }
    return at;
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }
}
