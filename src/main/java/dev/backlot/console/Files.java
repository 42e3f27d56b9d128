package dev.backlot.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The built page, as it lies in the jar. */
final class Files {
  private static final String ROOT = "/console/";
  private static final Pattern NAME = Pattern.compile("(assets/)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9]+)+");
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "jpg", "image/jpeg");

  private Files() {}

  /**
   * One file.
   *
   * @param packed whether the bytes are compressed with gzip
   */
  // never compared
  @SuppressWarnings("ArrayRecordComponent")
  record File(String mediaType, byte[] bytes, boolean packed) {}

  /**
   * The file of this name, packed where it is there so and the client can unpack it; empty when
   * there is none, or the console was not built.
   */
  static Optional<File> named(String name, boolean packed) {
    var type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null || !NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    return Optional.of(name + ".gz")
        .filter(_ -> packed)
        .flatMap(Files::read)
        .map(bytes -> new File(type, bytes, true))
        .or(() -> read(name).map(bytes -> new File(type, bytes, false)));
  }

  private static Optional<byte[]> read(String name) {
    try (var file = Files.class.getResourceAsStream(ROOT + name)) {
      return file == null ? Optional.empty() : Optional.of(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
