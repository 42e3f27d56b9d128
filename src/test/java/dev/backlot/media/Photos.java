package dev.backlot.media;

import java.nio.file.Path;

/** The photographs of the catalogue example, which are also the tests' own. */
public final class Photos {
  private static final Path FOLDER = Path.of("examples/catalog/photos");

  private Photos() {}

  public static Path of(String name) {
    return FOLDER.resolve(name);
  }
}
