package dev.backlot.media;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A file of which a few bytes are read here and there, however large it says its parts are. */
final class HeaderFile implements AutoCloseable {
  private final FileChannel channel;
  private final ByteOrder order;

  HeaderFile(Path file, ByteOrder order) throws IOException {
    this.channel = FileChannel.open(file);
    this.order = order;
  }

  long size() throws IOException {
    return channel.size();
  }

  /** Bytes beyond the end of the file read as zero: a size of nothing, which the caller refuses. */
  ByteBuffer at(long place, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length).order(order);
    while (buffer.hasRemaining() && channel.read(buffer, place + buffer.position()) >= 0) {}
    return buffer.clear().order(order);
  }

  /** As {@link #at}, but no more than there is. */
  byte[] most(long place, long length, int most) throws IOException {
    return at(place, Math.clamp(Math.min(length, size() - place), 0, most)).array();
  }

  String text(long place, int length) throws IOException {
    return new String(at(place, length).array(), StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
