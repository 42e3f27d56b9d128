package dev.backlot.media.credit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Looks into a file here and there. */
final class Bytes implements AutoCloseable {
  private final FileChannel channel;

  Bytes(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.READ);
  }

  long size() throws IOException {
    return channel.size();
  }

  /** So many bytes, in network order. */
  ByteBuffer at(long position, int count) throws IOException, Container.BrokenException {
    var buffer = ByteBuffer.allocate(count).order(ByteOrder.BIG_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new Container.BrokenException("the file ends at " + channel.size());
      }
    }
    return buffer.flip();
  }

  /** What stands there as Latin text. */
  String text(long position, int count) throws IOException, Container.BrokenException {
    return new String(at(position, count).array(), StandardCharsets.ISO_8859_1);
  }

  boolean startsWith(long position, String text) throws IOException, Container.BrokenException {
    return size() >= position + text.length() && text(position, text.length()).equals(text);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
