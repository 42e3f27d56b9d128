package dev.backlot.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --models}, the same for every command that knows it. */
final class ModelsOption {
  private static final String USUAL = "models";

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description =
          "a folder of your own ONNX models with their manifests (docs/models.md); if not given,"
              + " models in the data folder, where there is one")
  private Optional<Path> folder = Optional.empty();

  /** Tells the program where models lie, before it makes its steps. */
  void tell(Platform platform) throws IOException {
    if (folder.isPresent()) {
      platform.useModels(folder.get());
    }
  }

  /** The same, with a data folder to look into. */
  void tell(Platform platform, Path data) throws IOException {
    var usual = data.resolve(USUAL);
    if (folder.isEmpty() && Files.isDirectory(usual)) {
      platform.useModels(usual);
    } else {
      tell(platform);
    }
  }
}
