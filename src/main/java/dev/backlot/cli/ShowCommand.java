package dev.backlot.cli;

import dev.backlot.model.BatchId;
import dev.backlot.model.RunId;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code backlot show}: a batch with its steps and items, or a run with its steps. */
@Command(
    name = "show",
    header = "Show a batch with its steps and items, or a run with its steps.",
    description = {
      "",
      "Of a batch it tells how each step stands over all items, how long it takes and what it cost."
          + " Of a run every step is shown, those within loops too, with what it put out, what it"
          + " cost and which fallback did it.",
      ""
    },
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  private static final int WIDTH_MAX = 160;
  private final Platform platform;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Mixin private ServerOption where = new ServerOption();

  @Parameters(paramLabel = "ID", description = "the id of a batch or of a run")
  private String id = "";

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "only items that stand so, such as failed")
  private Optional<String> status = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "items at most, up to 500 (default: ${DEFAULT-VALUE})")
  private int limit = 50;

  @Option(
      names = "--after",
      paramLabel = "N",
      description = "items after this number (default: ${DEFAULT-VALUE})")
  private int after;

  @Option(names = "--json", description = "the server's answer as it is")
  private boolean json;

  ShowCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var server = where.server(platform);
    var out = spec.commandLine().getOut();
    if (RunId.parse(id).isPresent()) {
      var answer = server.get("/v1/runs/" + id);
      if (json) {
        out.println(answer);
      } else {
        printRun(out, answer);
      }
    } else if (BatchId.parse(id).isPresent()) {
      showBatch(server, out);
    } else {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "expected the id of a batch or of a run, but '" + id + "'");
    }
    return ExitCodes.SUCCEEDED;
  }

  private void showBatch(LocalServer server, PrintWriter out)
      throws IOException, InterruptedException {
    var path = "/v1/batches/" + id;
    var only = status.map(word -> "&status=" + Urls.quote(word)).orElse("");
    var items = server.get(path + "/items?limit=" + limit + "&after=" + after + only);
    if (json) {
      out.println(items);
      return;
    }
    out.println(BatchLine.of(server.get(path)));
    for (var step : server.get(path + "/steps").path("items")) {
      out.println("  " + StepLine.of(step));
    }
    for (var run : items.path("items")) {
      out.printf(
          "%7d  %s  %s%n",
          run.path("item").asInt(0), run.path("id").asString(""), BatchLine.ofRun(run));
    }
    if (items.has("next")) {
      out.println("there are more: --after " + items.path("next").asString());
    }
  }

  private static void printRun(PrintWriter out, JsonNode run) {
    out.println(BatchLine.ofRun(run) + cost(run));
    for (var step : run.path("steps")) {
      out.printf(
          "  %-28s %-10s %s%n",
          step.path("step").asString(""), step.path("status").asString(""), words(step));
    }
  }

  private static String words(JsonNode step) {
    var parts = new ArrayList<String>();
    if (step.has("progress")) {
      parts.add(progress(step.path("progress")));
    }
    if (step.path("reused").asBoolean(false)) {
      parts.add("reused");
    }
    if (step.path("attempt").asInt(0) > 1) {
      parts.add("attempt " + step.path("attempt").asInt());
    }
    if (step.has("fallback")) {
      parts.add("by fallback " + step.path("fallback").asInt());
    }
    if (step.has("iterations")) {
      parts.add(iterations(step.path("iterations")));
    }
    if (step.path("held").asBoolean(false)) {
      parts.add("held");
    }
    if (step.has("cost")) {
      parts.add(step.path("cost").asString() + " spent");
    }
    if (step.path("outcome_unknown").asBoolean(false)) {
      parts.add("its call has no known end and may be billed yet");
    }
    var why = step.path("failure").path("message").asString(step.path("note").asString(""));
    if (!why.isEmpty()) {
      parts.add(why);
    }
    if (!step.path("outputs").isEmpty()) {
      parts.add(shortened(step.path("outputs").toString()));
    }
    return String.join("; ", parts);
  }

  private static String progress(JsonNode said) {
    long percent = Math.round(100 * said.path("fraction").asDouble(0));
    return percent + " %" + (said.has("text") ? " (" + said.path("text").asString() + ")" : "");
  }

  private static String iterations(JsonNode rounds) {
    var counts = new TreeMap<String, Integer>();
    rounds.forEach(round -> counts.merge(round.path("status").asString(""), 1, Integer::sum));
    var words = new ArrayList<String>();
    counts.forEach((status, count) -> words.add(count + " " + status));
    return "iterations: " + String.join(", ", words);
  }

  private static String cost(JsonNode run) {
    return run.path("cost").asDouble(0) > 0 ? "; " + run.path("cost").asString() + " spent" : "";
  }

  private static String shortened(String text) {
    return text.length() <= WIDTH_MAX ? text : text.substring(0, WIDTH_MAX) + "…";
  }
}
