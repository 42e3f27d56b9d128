package dev.backlot.store.blob;

import dev.backlot.store.Blobs;
import dev.backlot.store.BlobsContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class FolderBlobsTest extends BlobsContract {
  @Override
  protected Blobs open(Path root) throws IOException {
    return new FolderBlobs(root);
  }

  @Override
  protected long files() throws IOException {
    try (var paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).count();
    }
  }
}
