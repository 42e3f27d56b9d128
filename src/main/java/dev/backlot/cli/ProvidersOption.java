package dev.backlot.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --providers}, the same for every command that knows it. */
final class ProvidersOption {
  @Option(
      names = "--providers",
      paramLabel = "FILE",
      description =
          "who may be called for money, with keys and prices (docs/providers.md); read again"
              + " whenever it changes")
  private @Nullable Path file;

  /** Tells the program who the providers are, before it makes its steps. */
  void tell(Platform platform) throws IOException {
    if (file != null) {
      platform.useProviders(file);
    }
  }
}
