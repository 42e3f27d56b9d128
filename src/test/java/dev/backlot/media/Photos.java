package dev.backlot.media;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The photographs of the catalogue example, which are also the tests' own, and a few beside them.
 */
public final class Photos {
  private static final Path FOLDER = Path.of("examples/catalog/photos");

  private static final Path BESIDE = Path.of("src/test/resources/media");

  private Photos() {}

  public static Path of(String name) {
    var own = BESIDE.resolve(name);
    return Files.exists(own) ? own : FOLDER.resolve(name);
  }
}
