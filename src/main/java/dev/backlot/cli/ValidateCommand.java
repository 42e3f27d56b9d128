package dev.backlot.cli;

import dev.backlot.definition.Problem;
import dev.backlot.definition.Reading;
import dev.backlot.definition.WorkflowReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backlot validate}: tells every mistake of workflow files at once; runs nothing. */
@Command(
    name = "validate",
    header = "Check workflow files: every mistake at once, with its place.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  private final Platform platform;

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private ProvidersOption providers;

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private BroughtOptions brought;

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private GraphOptions graphs;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "WORKFLOW",
      description = "workflow files, or folders with workflow.yaml")
  private List<Path> workflows = List.of();

  ValidateCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException {
    graphs.tell(platform);
    providers.tell(platform);
    brought.tell(platform);
    var reader = new WorkflowReader(platform.steps());
    int worst = ExitCodes.SUCCEEDED;
    for (var named : workflows) {
      var file = WorkflowFile.find(named);
      switch (reader.read(file.shown(), Files.readAllBytes(file.file()))) {
        case Reading.Valid(var definition) ->
            spec.commandLine()
                .getOut()
                .println(
                    "%s: ok, workflow '%s' with %d steps"
                        .formatted(
                            file.shown(),
                            definition.workflow().name(),
                            definition.workflow().steps().size()));
        case Reading.Broken(var problems) -> {
          print(spec.commandLine().getErr(), problems);
          worst = ExitCodes.NOT_STARTED;
        }
      }
    }
    return worst;
  }

  static void print(PrintWriter err, List<Problem> problems) {
    problems.forEach(err::println);
    err.println(
        problems.size() == 1
            ? "1 mistake; nothing was started"
            : problems.size() + " mistakes; nothing was started");
  }
}
