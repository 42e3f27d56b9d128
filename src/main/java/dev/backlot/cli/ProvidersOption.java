package dev.backlot.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --providers} and {@code --secrets}, the same for every command that knows them. */
final class ProvidersOption {
  @Option(
      names = "--providers",
      paramLabel = "FILE",
      description =
          "who may be called for money, with keys and prices (docs/providers.md); read again"
              + " whenever it changes")
  private @Nullable Path file;

  @Option(
      names = "--secrets",
      paramLabel = "DIR",
      description =
          "a folder of secrets, one file for each; besides it BACKLOT_SECRET_NAME stands for NAME"
              + " (docs/publishing.md)")
  private @Nullable Path secrets;

  /** Tells the program who the providers are and where secrets lie, before it makes its steps. */
  void tell(Platform platform) throws IOException {
    if (secrets != null) {
      platform.useSecrets(secrets);
    }
    if (file != null) {
      platform.useProviders(file);
    }
  }
}
