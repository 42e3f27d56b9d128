package dev.backlot.cli;

import dev.backlot.json.Json;
import java.io.Console;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code backlot redrive}: the unfinished items of a batch again, looked at first. */
@Command(
    name = "redrive",
    header = "Take up the failed items of a batch again, as a new batch.",
    description = {
      "",
      "Shows what would be run, reused and paid, then asks; every step that had finished and whose"
          + " key is unchanged is reused. --version takes them up with a corrected workflow.",
      ""
    },
    mixinStandardHelpOptions = true)
final class RedriveCommand implements Callable<Integer> {
  private final Platform platform;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Mixin private ServerOption where = new ServerOption();

  @Parameters(paramLabel = "BATCH", description = "the batch's id")
  private String batch = "";

  @Option(
      names = "--select",
      paramLabel = "WHICH",
      description = "failed (default), cancelled, unfinished or rejected items")
  private @Nullable String select;

  @Option(
      names = "--step",
      paramLabel = "STEP",
      description = "only items that failed in this step")
  private @Nullable String step;

  @Option(
      names = "--items",
      paramLabel = "N",
      split = ",",
      description = "these items by number, counted from 1")
  private List<Integer> items = List.of();

  @Option(names = "--version", paramLabel = "N", description = "another version of the workflow")
  private @Nullable Integer version;

  @Option(names = "--budget", paramLabel = "AMOUNT", description = "what its calls may cost")
  private @Nullable BigDecimal budget;

  @Option(names = "--dry-run", description = "only show what would be done")
  private boolean dryRun;

  @Option(names = "--yes", description = "start without asking")
  private boolean yes;

  RedriveCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var server = where.server(platform);
    var path = "/v1/batches/" + Urls.quote(batch) + "/redrive";
    var body = body();
    var out = spec.commandLine().getOut();
    var answer = server.ask("POST", path + "/dry-run", Optional.of(body));
    var look = DryRunTable.read(LocalServer.parse(answer));
    DryRunTable.print(out, look);
    if (!look.problems().isEmpty()) {
      return ExitCodes.NOT_STARTED;
    }
    if (dryRun) {
      return ExitCodes.SUCCEEDED;
    }
    if (!yes && !agreed()) {
      out.println("nothing was started");
      return ExitCodes.NOT_STARTED;
    }
    var started = LocalServer.parse(server.ask("POST", path, Optional.of(body)));
    out.println("started " + started.path("id").asString(""));
    return ExitCodes.SUCCEEDED;
  }

  private boolean agreed() {
    var console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    if (console.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "nobody is there to be asked: say --yes to start, or --dry-run");
    }
    var answer = console.get().readLine("Start? [y/N] ");
    return answer != null && answer.strip().toLowerCase(java.util.Locale.ROOT).startsWith("y");
  }

  private ObjectNode body() {
    var body = Json.object();
    if (select != null) {
      body.put("select", select);
    }
    if (step != null) {
      body.put("step", step);
    }
    if (!items.isEmpty()) {
      var chosen = body.putArray("items");
      items.forEach(chosen::add);
    }
    if (version != null) {
      body.put("version", version);
    }
    if (budget != null) {
      body.put("budget", budget);
    }
    return body;
  }
}
