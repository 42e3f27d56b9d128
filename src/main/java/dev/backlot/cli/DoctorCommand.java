package dev.backlot.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code backlot doctor}: which engines, models and tools this machine has. */
@Command(
    name = "doctor",
    header = "Say which engines, models and tools are in use, and what is missing.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private final Platform platform;

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private ProvidersOption providers;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  DoctorCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException {
    providers.tell(platform);
    var out = spec.commandLine().getOut();
    var findings = platform.examine();
    findings.forEach(
        finding ->
            out.printf(
                "%s %-18s %s%n", finding.good() ? "✓" : "✗", finding.what(), finding.found()));
    return findings.stream().allMatch(Platform.Finding::good)
        ? ExitCodes.SUCCEEDED
        : ExitCodes.SOME_FAILED;
  }
}
