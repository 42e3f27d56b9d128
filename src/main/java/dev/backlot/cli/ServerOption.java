package dev.backlot.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --data}, the same for every command that asks a running server. */
final class ServerOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ".backlot",
      description = "the server's data folder (default: ${DEFAULT-VALUE})")
  private Path data = Path.of(".backlot");

  LocalServer server(Platform platform) {
    return new LocalServer(platform, data);
  }
}
