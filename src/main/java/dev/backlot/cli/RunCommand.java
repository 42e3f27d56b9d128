package dev.backlot.cli;

import dev.backlot.definition.Reading;
import dev.backlot.definition.WorkflowReader;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.Workflow;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backlot run}: takes a workflow over files, in this process, durably. */
@Command(
    name = "run",
    header = "Take a workflow over photos or other inputs, and come back with results.",
    description = {
      "",
      "WORKFLOW is a workflow file, or a folder that holds workflow.yaml; such a folder's photos/"
          + " are the inputs when none are named. INPUT is a file, a folder, a glob, or a list of"
          + " inputs as .jsonl or .csv (file names in it are relative to it). Where a file may"
          + " stand, an http(s) address may too.",
      "",
      "Results go to a folder for each item, with manifest.json for programs and index.html to look"
          + " at. Ctrl-C stops safely: the same command goes on where it was. A finished batch run"
          + " again starts a new one, which reuses every step whose inputs did not change.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "  0:every item succeeded",
      "  1:some items failed",
      "  2:not started: bad usage, a bad workflow, or a folder that cannot be used",
      "130:interrupted; the same command resumes"
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
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

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private MemoOptions memo;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "WORKFLOW",
      description = "a workflow file, or a folder with workflow.yaml")
  @SuppressWarnings("NullAway.Init") // mandatory
  private Path workflow;

  @Parameters(
      index = "1..*",
      paramLabel = "INPUT",
      description = "files, folders, globs, .jsonl or .csv")
  private List<String> inputs = List.of();

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private GivenInputs given;

  @Option(names = "--out", paramLabel = "DIR", description = "where results go (default: out/NAME)")
  private @Nullable Path out;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ".backlot",
      description = "where progress is kept (default: ${DEFAULT-VALUE})")
  private Path data = Path.of(".backlot");

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "items on their way at once (default: 2 for each core)")
  private @Nullable Integer concurrency;

  @Option(
      names = "--continue-on-error",
      arity = "0..1",
      paramLabel = "BOOL",
      defaultValue = "true",
      fallbackValue = "true",
      description = "whether a failed item leaves the others alone (default: ${DEFAULT-VALUE})")
  private boolean continueOnError = true;

  @Option(names = "--fresh", description = "do all the work again; reuse nothing")
  private boolean fresh;

  @Option(
      names = "--dry-run",
      description = "only say what would be run, reused and paid; starts and keeps nothing")
  private boolean dryRun;

  @Option(names = "--json", description = "tell progress and the end as JSON, one object a line")
  private boolean json;

  RunCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var err = spec.commandLine().getErr();
    try {
      return start(err);
    } catch (InputItems.UnusableException e) {
      err.println("backlot: " + e.getMessage());
      return ExitCodes.NOT_STARTED;
    }
  }

  private int start(PrintWriter err)
      throws IOException, InterruptedException, InputItems.UnusableException {
    graphs.tell(platform);
    providers.tell(platform);
    brought.tell(platform, data);
    memo.tell(platform);
    var file = WorkflowFile.find(workflow);
    var source = Files.readAllBytes(file.file());
    return switch (new WorkflowReader(platform.steps()).read(file.shown(), source)) {
      case Reading.Broken(var problems) -> {
        ValidateCommand.print(err, problems);
        yield ExitCodes.NOT_STARTED;
      }
      case Reading.Valid(var definition) -> {
        var items = given.items(definition.workflow(), inputs, file.photos());
        var text = new String(source, StandardCharsets.UTF_8);
        var session = session(file, text, definition.workflow(), items);
        yield dryRun ? session.look(spec.commandLine().getOut()) : session.run();
      }
    };
  }

  private RunSession session(WorkflowFile file, String source, Workflow graph, InputItems items) {
    int atOnce = concurrency == null ? 2 * Runtime.getRuntime().availableProcessors() : concurrency;
    var settings = batchSettings(atOnce);
    var folder = (out == null ? Path.of("out", graph.name()) : out).toAbsolutePath().normalize();
    var job =
        new RunSession.Job(
            file.shown(), source, graph.name(), items.items(), settings, folder, data);
    var writer = spec.commandLine().getOut();
    var terminal = Terminal.detect(writer, System.getenv());
    return new RunSession(platform, job, terminal, json);
  }

  private BatchSettings batchSettings(int atOnce) {
    try {
      return new BatchSettings(atOnce, continueOnError, !fresh);
    } catch (IllegalArgumentException e) {
      throw new picocli.CommandLine.ParameterException(
          spec.commandLine(), "--concurrency: " + e.getMessage(), e);
    }
  }
}
