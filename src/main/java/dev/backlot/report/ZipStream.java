package dev.backlot.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes a ZIP of any number of files while it is sent. The directory at its end is gathered on
 * disk, where the one of {@code java.util.zip} would grow in memory. Entries are as the caller
 * gives them, up to 4 GiB each, all of one date, so that the same files give the same bytes;
 * APPNOTE 6.3.10, with ZIP64 where a number needs it.
 */
public final class ZipStream implements AutoCloseable {
  private static final long INT_MAX = 0xffff_ffffL;
  private static final int SHORT_MAX = 0xffff;

  /** Sizes follow the bytes (bit 3); names are UTF-8 (bit 11). */
  private static final short FLAGS = 0x0808;

  private static final short DEFLATED = 8;
  private static final short PLAIN_VERSION = 20;
  private static final short ZIP64_VERSION = 45;
  private static final short MADE_ON_UNIX = (3 << 8) | ZIP64_VERSION;
  private static final int FIRST_YEAR = 1980;
  private static final int READABLE_FILE = 0100644 << 16;

  private final Counting out;
  private final Path directoryFile;
  private final Counting directory;
  private final Deflater stored = new Deflater(Deflater.NO_COMPRESSION, true);
  private final Deflater squeezed = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
  private final int date;
  private long entries;

  /**
   * Starts a ZIP.
   *
   * @param out stays the caller's to close
   * @param scratch a folder for the directory while it grows
   * @param when the date of all entries, which a ZIP keeps without a time zone, from 1980 on and to
   *     two seconds
   */
  public ZipStream(OutputStream out, Path scratch, LocalDateTime when) throws IOException {
    this(out, scratch, when, 0);
  }

  /**
   * A ZIP that follows on other bytes.
   *
   * @param before how many
   */
  ZipStream(OutputStream out, Path scratch, LocalDateTime when, long before) throws IOException {
    this.date = date(when);
    this.out = new Counting(out);
    this.out.count = before;
    directoryFile = Files.createTempFile(scratch, "zip", ".part");
    directory = new Counting(new BufferedOutputStream(Files.newOutputStream(directoryFile)));
  }

  /** The MS-DOS form of a date, by its bits. */
  private static int date(LocalDateTime when) {
    int day =
        Math.max(0, when.getYear() - FIRST_YEAR) << 9
            | when.getMonthValue() << 5
            | when.getDayOfMonth();
    return day << 16 | when.getHour() << 11 | when.getMinute() << 5 | when.getSecond() / 2;
  }

  /** What an entry holds. */
  public interface Content {
    void write(OutputStream to) throws IOException;
  }

  /** Adds a file as it is: pictures and videos do not get smaller. */
  public void add(String name, Path file) throws IOException {
    add(name, stored, to -> Files.copy(file, to));
  }

  /** Adds text, which gets smaller. */
  public void addText(String name, Content text) throws IOException {
    add(name, squeezed, text);
  }

  private void add(String name, Deflater deflater, Content content) throws IOException {
    var utf8 = name.getBytes(StandardCharsets.UTF_8);
    long offset = out.count;
    out.write(
        block(30)
            .putInt(0x0403_4b50)
            .putShort(PLAIN_VERSION)
            .putShort(FLAGS)
            .putShort(DEFLATED)
            .putInt(date)
            .putInt(0)
            .putInt(0)
            .putInt(0)
            .putShort((short) utf8.length)
            .putShort((short) 0));
    out.write(utf8);
    long start = out.count;
    deflater.reset();
    var packing = new DeflaterOutputStream(out, deflater, 1 << 16);
    var plain = new Counting(packing);
    content.write(plain);
    packing.finish();
    long packed = out.count - start;
    if (plain.count > INT_MAX || packed > INT_MAX) {
      throw new IOException(name + " is too large for an entry of a ZIP");
    }
    int crc = (int) plain.crc.getValue();
    out.write(
        block(16).putInt(0x0807_4b50).putInt(crc).putInt((int) packed).putInt((int) plain.count));
    register(utf8, crc, packed, plain.count, offset);
    entries++;
  }

  private void register(byte[] name, int crc, long packed, long plain, long offset)
      throws IOException {
    boolean far = offset >= INT_MAX;
    directory.write(
        block(46)
            .putInt(0x0201_4b50)
            .putShort(MADE_ON_UNIX)
            .putShort(far ? ZIP64_VERSION : PLAIN_VERSION)
            .putShort(FLAGS)
            .putShort(DEFLATED)
            .putInt(date)
            .putInt(crc)
            .putInt((int) packed)
            .putInt((int) plain)
            .putShort((short) name.length)
            .putShort((short) (far ? 12 : 0))
            .putShort((short) 0)
            .putShort((short) 0)
            .putShort((short) 0)
            .putInt(READABLE_FILE)
            .putInt((int) Math.min(offset, INT_MAX)));
    directory.write(name);
    if (far) {
      directory.write(block(12).putShort((short) 1).putShort((short) 8).putLong(offset));
    }
  }

  /** Writes the directory: only now it is a ZIP. */
  public void finish() throws IOException {
    directory.close();
    long start = out.count;
    Files.copy(directoryFile, out);
    long size = out.count - start;
    if (entries >= SHORT_MAX || size >= INT_MAX || start >= INT_MAX) {
      zip64End(start, size);
    }
    short shown = (short) Math.min(entries, SHORT_MAX);
    out.write(
        block(22)
            .putInt(0x0605_4b50)
            .putInt(0)
            .putShort(shown)
            .putShort(shown)
            .putInt((int) Math.min(size, INT_MAX))
            .putInt((int) Math.min(start, INT_MAX))
            .putShort((short) 0));
    out.flush();
  }

  private void zip64End(long start, long size) throws IOException {
    long end = out.count;
    out.write(
        block(56)
            .putInt(0x0606_4b50)
            .putLong(44)
            .putShort(MADE_ON_UNIX)
            .putShort(ZIP64_VERSION)
            .putLong(0)
            .putLong(entries)
            .putLong(entries)
            .putLong(size)
            .putLong(start));
    out.write(block(20).putInt(0x0706_4b50).putInt(0).putLong(end).putInt(1));
  }

  private static ByteBuffer block(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    stored.end();
    squeezed.end();
    directory.close();
    Files.deleteIfExists(directoryFile);
  }

  /** Counts what goes through, and its checksum; flushing is left to the end. */
  private static final class Counting extends OutputStream {
    private final OutputStream to;
    private final CRC32 crc = new CRC32();
    private long count;

    Counting(OutputStream to) {
      this.to = to;
    }

    void write(ByteBuffer block) throws IOException {
      var bytes = new byte[block.capacity()];
      block.get(0, bytes);
      write(bytes, 0, bytes.length);
    }

    @Override
    public void write(int one) throws IOException {
      to.write(one);
      crc.update(one);
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      to.write(bytes, offset, length);
      crc.update(bytes, offset, length);
      count += length;
    }

    @Override
    public void flush() throws IOException {
      to.flush();
    }

    @Override
    public void close() throws IOException {
      to.close();
    }
  }
}
