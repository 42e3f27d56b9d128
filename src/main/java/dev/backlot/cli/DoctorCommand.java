package dev.backlot.cli;

import dev.backlot.definition.Reading;
import dev.backlot.definition.SecretReferences;
import dev.backlot.definition.WorkflowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
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

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private BroughtOptions brought;

  @Parameters(
      arity = "0..*",
      paramLabel = "WORKFLOW",
      description = "workflow files or folders whose secrets are looked for")
  private List<Path> workflows = List.of();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  DoctorCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException {
    providers.tell(platform);
    brought.tell(platform);
    var out = spec.commandLine().getOut();
    var findings = new ArrayList<>(platform.examine());
    findings.addAll(platform.examineSecrets(named()));
    findings.forEach(
        finding ->
            out.printf(
                "%s %-18s %s%n", finding.good() ? "✓" : "✗", finding.what(), finding.found()));
    return findings.stream().allMatch(Platform.Finding::good)
        ? ExitCodes.SUCCEEDED
        : ExitCodes.SOME_FAILED;
  }

  /** The secrets that the workflows name. */
  private Set<String> named() throws IOException {
    var names = new TreeSet<String>();
    var reader = new WorkflowReader(platform.steps());
    for (var workflow : workflows) {
      var file = WorkflowFile.find(workflow);
      switch (reader.read(file.shown(), Files.readAllBytes(file.file()))) {
        case Reading.Valid(var definition) ->
            names.addAll(SecretReferences.of(definition.workflow()));
        case Reading.Broken(var problems) -> throw new IOException(problems.getFirst().toString());
      }
    }
    return names;
  }
}
