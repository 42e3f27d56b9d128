package dev.backlot.cli;

import dev.backlot.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code backlot bulk}: one command to many runs or gates of a batch. */
@Command(
    name = "bulk",
    header = "Tell many items or gates of a batch the same thing.",
    description = {
      "",
      "approve, reject and regenerate decide at open gates; pause, resume and cancel steer items.",
      "The server does it, also when this command is ended; --dry-run says how many it would be.",
      ""
    },
    mixinStandardHelpOptions = true)
final class BulkCommand implements Callable<Integer> {
  private static final String PATH = "/v1/bulk-actions";
  private static final int LOOK_EVERY_MS = 200;

  private final Platform platform;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Mixin private ServerOption where = new ServerOption();

  @Parameters(
      index = "0",
      paramLabel = "ACTION",
      description = "approve, reject, regenerate, pause, resume or cancel")
  private String action = "";

  @Parameters(index = "1", paramLabel = "BATCH", description = "the batch's id")
  private String batch = "";

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      split = ",",
      description = "only items that stand so: pending, running, waiting, paused, failed")
  private List<String> statuses = List.of();

  @Option(
      names = "--step",
      paramLabel = "STEP",
      description = "only this gate, or only items that failed in this step")
  private Optional<String> step = Optional.empty();

  @Option(names = "--note", paramLabel = "TEXT", description = "why; for decisions")
  private Optional<String> note = Optional.empty();

  @Option(names = "--dry-run", description = "only say how many it would be")
  private boolean dryRun;

  @Option(names = "--detach", description = "do not wait until all are done")
  private boolean detach;

  BulkCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var server = where.server(platform);
    var out = spec.commandLine().getOut();
    if (dryRun) {
      var look = LocalServer.parse(server.ask("POST", PATH + "/dry-run", Optional.of(body())));
      out.println("it would be " + look.path("selected").asLong(0));
      return ExitCodes.SUCCEEDED;
    }
    var state = LocalServer.parse(server.ask("POST", PATH, Optional.of(body())));
    var place = PATH + "/" + Urls.quote(state.path("id").asString(""));
    while (!detach && isRunning(state)) {
      Thread.sleep(LOOK_EVERY_MS);
      state = server.get(place);
    }
    print(out, state);
    return state.path("counts").path("refused").asLong(0) == 0
        ? ExitCodes.SUCCEEDED
        : ExitCodes.SOME_FAILED;
  }

  private static boolean isRunning(JsonNode state) {
    return state.path("status").asString("").equals("running");
  }

  private static void print(PrintWriter out, JsonNode state) {
    var counts = state.path("counts");
    out.printf(
        "%s %s: %d of %d done, %d refused%n",
        state.path("id").asString(""),
        state.path("status").asString(""),
        counts.path("done").asLong(0),
        counts.path("selected").asLong(0),
        counts.path("refused").asLong(0));
    for (var refusal : state.path("refusals")) {
      out.printf(
          "  %s: %s%n", refusal.path("run").asString(""), refusal.path("reason").asString(""));
    }
  }

  private ObjectNode body() {
    var body = Json.object().put("action", action).put("batch", batch);
    if (!statuses.isEmpty()) {
      var chosen = body.putArray("statuses");
      statuses.forEach(chosen::add);
    }
    step.ifPresent(id -> body.put("step", id));
    note.ifPresent(text -> body.put("note", text));
    return body;
  }
}
