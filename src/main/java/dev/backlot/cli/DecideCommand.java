package dev.backlot.cli;

import dev.backlot.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backlot decide}: a person's decision at a gate. */
@Command(
    name = "decide",
    header = "Decide at a gate of the running server; 'backlot gates' lists them.",
    mixinStandardHelpOptions = true)
final class DecideCommand implements Callable<Integer> {
  private final Platform platform;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Mixin private ServerOption where = new ServerOption();

  @Parameters(index = "0", paramLabel = "RUN", description = "the run's id")
  private String run = "";

  @Parameters(index = "1", paramLabel = "STEP", description = "the gate")
  private String step = "";

  @Parameters(
      index = "2",
      paramLabel = "DECISION",
      description = "approve, reject, or regenerate (have the producing step run again)")
  private String decision = "";

  @Option(
      names = "--note",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "why, or what to do otherwise; kept in the log")
  private String note = "";

  @Option(
      names = "--select",
      paramLabel = "N",
      split = ",",
      description = "which candidates to keep, by their places counted from 0")
  private List<Integer> selected = List.of();

  DecideCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var body = Json.object().put("decision", decision);
    if (!note.isEmpty()) {
      body.put("note", note);
    }
    if (!selected.isEmpty()) {
      var places = body.putArray("selected");
      selected.forEach(places::add);
    }
    var path = "/v1/runs/" + Urls.quote(run) + "/steps/" + Urls.quote(step) + "/decision";
    var answer = where.server(platform).ask("POST", path, Optional.of(body));
    spec.commandLine().getOut().println(BatchLine.ofRun(LocalServer.parse(answer)));
    return ExitCodes.SUCCEEDED;
  }
}
