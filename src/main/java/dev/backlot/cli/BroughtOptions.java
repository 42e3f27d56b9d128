package dev.backlot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What operators bring for steps, the same for every command that knows it. */
final class BroughtOptions {
  @Option(
      names = "--models",
      paramLabel = "DIR",
      description =
          "a folder of your own ONNX models with their manifests (docs/models.md); if not given,"
              + " models in the data folder, where there is one")
  private Optional<Path> models = Optional.empty();

  @Option(
      names = "--fonts",
      paramLabel = "DIR",
      description =
          "a folder of your own fonts, .ttf or .otf, beside those of this machine; if not given,"
              + " fonts in the data folder, where there is one")
  private Optional<Path> fonts = Optional.empty();

  /** Tells the program where they lie, before it makes its steps. */
  void tell(Platform platform) throws IOException {
    if (models.isPresent()) {
      platform.useModels(models.get());
    }
    if (fonts.isPresent()) {
      platform.useFonts(fonts.get());
    }
  }

  /** The same, with a data folder to look into. */
  void tell(Platform platform, Path data) throws IOException {
    models = models.or(() -> usual(data, "models"));
    fonts = fonts.or(() -> usual(data, "fonts"));
    tell(platform);
  }

  private static Optional<Path> usual(Path data, String name) {
    return Optional.of(data.resolve(name)).filter(Files::isDirectory);
  }
}
