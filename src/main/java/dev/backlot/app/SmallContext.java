package dev.backlot.app;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What is reached by a step that makes one small picture: it is kept in memory. */
final class SmallContext extends LookContext {
  /** Far more than a small picture has. */
  private static final int BYTES_MAX = 16 << 20;

  private final AssetId picture;
  private volatile Optional<byte[]> made = Optional.empty();

  SmallContext(AssetId picture, Path file) {
    super(picture, file);
    this.picture = picture;
  }

  @Override
  public Asset store(Path file, String name) throws IOException {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(BYTES_MAX + 1);
      if (bytes.length > BYTES_MAX) {
        throw new IOException("expected a small picture");
      }
      made = Optional.of(bytes);
      return new Asset(picture, "application/octet-stream", bytes.length, 0, 0, name);
    }
  }

  Optional<byte[]> made() {
    return made;
  }
}
