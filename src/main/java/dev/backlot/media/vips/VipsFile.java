package dev.backlot.media.vips;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds the libvips library: a configured file, then the one npm brought, then the system's. */
final class VipsFile {
  static final String PROPERTY = "backlot.vips";

  private VipsFile() {}

  /**
   * Nothing if there is no libvips; a configured file that cannot be loaded is an error, not a
   * reason to look on.
   */
  static Optional<SymbolLookup> find(Path home) {
    var configured = System.getProperty(PROPERTY);
    if (configured != null) {
      return Optional.of(load(Path.of(configured)));
    }
    return installed(home).map(VipsFile::load).or(VipsFile::system);
  }

  private static Optional<Path> installed(Path home) {
    var packages = home.resolve("native/node_modules/@img");
    if (!Files.isDirectory(packages)) {
      return Optional.empty();
    }
    // npm installs only the package of this machine's system and processor, so the first one found
    // is right.
    try (var files =
        Files.find(
            packages, 3, (file, _) -> file.getFileName().toString().startsWith("libvips-cpp."))) {
      return files.sorted().findFirst();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @SuppressWarnings("restricted")
  private static SymbolLookup load(Path file) {
    try {
      return SymbolLookup.libraryLookup(file.toAbsolutePath(), Arena.global()).or(gobject());
    } catch (IllegalArgumentException notLoadable) {
      throw new IllegalStateException(
          "expected a libvips library for this machine, but " + file + " cannot be loaded",
          notLoadable);
    }
  }

  @SuppressWarnings("restricted")
  private static Optional<SymbolLookup> system() {
    try {
      return Optional.of(SymbolLookup.libraryLookup("libvips.so.42", Arena.global()).or(gobject()));
    } catch (IllegalArgumentException absent) {
      return Optional.empty();
    }
  }

  /** Distributions keep GObject in a library of its own; npm's build has it inside. */
  @SuppressWarnings("restricted")
  private static SymbolLookup gobject() {
    try {
      var global = Arena.global();
      return SymbolLookup.libraryLookup("libgobject-2.0.so.0", global)
          .or(SymbolLookup.libraryLookup("libglib-2.0.so.0", global));
    } catch (IllegalArgumentException absent) {
      return _ -> Optional.empty();
    }
  }
}
