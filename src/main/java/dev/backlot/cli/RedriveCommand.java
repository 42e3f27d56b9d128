package dev.backlot.cli;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import java.io.Console;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import tools.jackson.databind.JsonNode;
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
      description = "failed (default), cancelled, unfinished, rejected or all items")
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
      description = "these items by number, counted from 1, however they ended")
  private List<Integer> items = List.of();

  @Option(names = "--version", paramLabel = "N", description = "another version of the workflow")
  private @Nullable Integer version;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "an edited input of all these items; without a value it is taken away")
  private Map<String, String> edits = new LinkedHashMap<>();

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Mixin private CanaryOptions canary = new CanaryOptions();

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
    var body = settings.body();
    canary.add(body);
    if (!edits.isEmpty()) {
      var inputs = body.putObject("inputs");
      edits.forEach((name, value) -> inputs.set(name, value(value)));
    }
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
    return body;
  }

  /** JSON where it is a number, true, false, a list or an object; any other text as it is. */
  private static JsonNode value(String given) {
    var text = given == null ? "" : given.strip();
    try {
      return text.isEmpty() ? Json.MAPPER.nullNode() : Json.parse(text);
    } catch (JsonProblem _) {
      return Json.MAPPER.getNodeFactory().stringNode(given);
    }
  }
}
