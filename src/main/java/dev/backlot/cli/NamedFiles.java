package dev.backlot.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a name of a person stands for: a file, the files of a folder, or those that a glob finds.
 */
final class NamedFiles {
  private NamedFiles() {}

  /**
   * The files, in the order of their names; at least one.
   *
   * @param folder where relative names start
   */
  static List<Path> of(Path folder, String named) throws InputItems.UnusableException, IOException {
    var path = folder.resolve(named);
    if (Files.isDirectory(path)) {
      return some(named, inputs(path));
    }
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    if (isGlob(named)) {
      return some(named, glob(folder, named));
    }
    throw new InputItems.UnusableException("there is no file or folder " + named);
  }

  static boolean isGlob(String named) {
    return named.matches(".*[*?\\[{].*");
  }

  private static List<Path> some(String named, List<Path> files)
      throws InputItems.UnusableException {
    if (files.isEmpty()) {
      throw new InputItems.UnusableException("expected files in " + named + ", but there are none");
    }
    return files;
  }

  private static List<Path> inputs(Path folder) throws IOException {
    try (var paths = Files.walk(folder)) {
      return paths.filter(NamedFiles::isInput).sorted().toList();
    }
  }

  private static boolean isInput(Path path) {
    var name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    // notes beside the photos, such as their sources, are no inputs
    return Files.isRegularFile(path)
        && !name.startsWith(".")
        && !name.endsWith(".md")
        && !name.endsWith(".txt");
  }

  private static List<Path> glob(Path folder, String glob)
      throws InputItems.UnusableException, IOException {
    boolean absolute = glob.startsWith("/");
    var base = absolute ? Path.of("/") : folder;
    for (var part : glob.split("/", -1)) {
      if (isGlob(part)) {
        break;
      }
      base = base.resolve(part);
    }
    if (!Files.isDirectory(base.toAbsolutePath())) {
      throw new InputItems.UnusableException("nothing matches " + glob);
    }
    var matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    try (var paths = Files.walk(base)) {
      return paths
          .filter(path -> matcher.matches(absolute ? path : folder.relativize(path)))
          .filter(NamedFiles::isInput)
          .sorted()
          .toList();
    }
  }
}
