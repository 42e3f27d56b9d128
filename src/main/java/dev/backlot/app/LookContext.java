package dev.backlot.app;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.step.FilesAlone;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What is reached by a step that looks at one picture: its file, and a folder for a small copy. */
class LookContext extends FilesAlone implements AutoCloseable {
  private final AssetId picture;
  private final Path file;
  private volatile @Nullable Path scratch;

  LookContext(AssetId picture, Path file) {
    this.picture = picture;
    this.file = file;
  }

  @Override
  public Path file(AssetId asset) throws IOException {
    if (!asset.equals(picture)) {
      throw new IOException("it was not given this file");
    }
    return file;
  }

  @Override
  public synchronized Path scratch() throws IOException {
    var folder = scratch;
    if (folder == null) {
      folder = Files.createTempDirectory("backlot-look");
      scratch = folder;
    }
    return folder;
  }

  @Override
  public String itemName() {
    return "look";
  }

  @Override
  public boolean isCancelled() {
    return false;
  }

  /** The folder holds files alone. */
  @Override
  public void close() {
    var folder = scratch;
    if (folder == null) {
      return;
    }
    try (var files = Files.newDirectoryStream(folder)) {
      for (var one : files) {
        Files.deleteIfExists(one);
      }
      Files.deleteIfExists(folder);
    } catch (IOException _) {
      // a small file in the folder for such
    }
  }

  @Override
  public Asset store(Path made, String name) throws IOException {
    throw new UnsupportedOperationException("a look stores nothing");
  }
}
