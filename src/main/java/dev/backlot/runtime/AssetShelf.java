package dev.backlot.runtime;

import dev.backlot.model.Asset;
import dev.backlot.model.PortType;
import dev.backlot.store.Blobs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** Puts bytes into the asset store together with the facts that their content tells. */
final class AssetShelf {
  /** The largest file that is taken in. */
  static final long BYTES_MAX = 2L << 30;

  private final Blobs blobs;
  private final Inspector inspector;

  AssetShelf(Blobs blobs, Inspector inspector) {
    this.blobs = blobs;
    this.inspector = inspector;
  }

  Blobs blobs() {
    return blobs;
  }

  Asset put(InputStream content, String name) throws IOException {
    return describe(blobs.put(content, BYTES_MAX), name);
  }

  Asset adopt(Path file, String name) throws IOException {
    return describe(blobs.adopt(file), name);
  }

  /** Why a stored file cannot be what an input expects; empty when it can. */
  Optional<String> refuse(Asset asset, PortType expected) throws IOException {
    var file = blobs.file(asset.id());
    return file.isEmpty()
        ? Optional.of("its bytes are gone")
        : inspector.refuse(file.get(), expected);
  }

  private Asset describe(Blobs.Stored stored, String name) throws IOException {
    var file =
        blobs
            .file(stored.id())
            .orElseThrow(() -> new IOException("stored bytes vanished: " + stored.id()));
    var facts = inspector.inspect(file);
    return new Asset(
        stored.id(), facts.mediaType(), stored.bytes(), facts.width(), facts.height(), name);
  }
}
