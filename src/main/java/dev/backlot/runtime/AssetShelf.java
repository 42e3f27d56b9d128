package dev.backlot.runtime;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.PortType;
import dev.backlot.store.Blobs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

  /** The file as {@link #put} would describe it; its bytes are read and not kept. */
  Asset look(Path file, String name) throws IOException {
    try (var in = new DigestInputStream(Files.newInputStream(file), sha256())) {
      long bytes = in.transferTo(OutputStream.nullOutputStream());
      var id = new AssetId(HexFormat.of().formatHex(in.getMessageDigest().digest()));
      var facts = inspector.inspect(file);
      return new Asset(id, facts.mediaType(), bytes, facts.width(), facts.height(), name);
    }
  }

  /** Why a file cannot be what an input expects; empty when it can. */
  Optional<String> refuse(Path file, PortType expected) throws IOException {
    return inspector.refuse(file, expected);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
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
