package dev.backlot.cli;

import dev.backlot.model.BatchId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code backlot submit}: hands a batch to a running server. */
@Command(
    name = "submit",
    header = "Hand a batch to the running server.",
    description = {
      "",
      "WORKFLOW is a file or folder, which is published on the server unless it has exactly this"
          + " one, or NAME or NAME@VERSION of one that is there. Files of this machine are"
          + " uploaded, each once.",
      ""
    },
    mixinStandardHelpOptions = true)
final class SubmitCommand implements Callable<Integer> {
  private static final Duration WATCH_PATIENCE = Duration.ofMinutes(10);
  private final Platform platform;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Mixin private ServerOption where = new ServerOption();

  @Parameters(index = "0", paramLabel = "WORKFLOW", description = "a file, a folder, or a name")
  private String workflow = "";

  @Parameters(
      index = "1..*",
      paramLabel = "INPUT",
      description = "files, folders, globs, .jsonl or .csv")
  private List<String> inputs = List.of();

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private GivenInputs given;

  @Option(names = "--name", paramLabel = "TEXT", description = "of the batch, for people")
  private @Nullable String name;

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Mixin private CanaryOptions canary = new CanaryOptions();

  @Option(
      names = "--dry-run",
      description = "only say what would be run, reused and paid (files are uploaded)")
  private boolean dryRun;

  @Option(
      names = "--watch",
      description = "stay until the batch has ended; its end is the exit code")
  private boolean watch;

  SubmitCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var err = spec.commandLine().getErr();
    var out = spec.commandLine().getOut();
    var server = where.server(platform);
    try {
      var chosen = new ServerWorkflows(server, platform.steps()).choose(workflow);
      var items = given.items(chosen.graph(), inputs, chosen.photos()).items();
      var terminal = Terminal.detect(out, System.getenv());
      var request =
          new BatchRequest(server, terminal, chosen.graph().name(), chosen.version(), settings());
      if (dryRun) {
        var found = request.look(items);
        DryRunTable.print(out, found);
        return found.problems().isEmpty() ? ExitCodes.SUCCEEDED : ExitCodes.NOT_STARTED;
      }
      var batch = request.send(items);
      out.println(batch);
      out.flush();
      return watch ? watch(server, BatchId.parse(batch).orElseThrow()) : ExitCodes.SUCCEEDED;
    } catch (InputItems.UnusableException e) {
      err.println("backlot: " + e.getMessage());
      return ExitCodes.NOT_STARTED;
    }
  }

  private int watch(LocalServer server, BatchId batch) throws IOException, InterruptedException {
    var view = new WatchView.Plain(spec.commandLine().getOut(), spec.commandLine().getErr(), false);
    return new Watch(server, Optional.of(batch), "0", WATCH_PATIENCE, view).run();
  }

  private ObjectNode settings() {
    var body = settings.body();
    canary.add(body);
    if (name != null) {
      body.put("name", name);
    }
    return body;
  }
}
