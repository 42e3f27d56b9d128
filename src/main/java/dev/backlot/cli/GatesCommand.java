package dev.backlot.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code backlot gates}: what waits for people on a server. */
@Command(
    name = "gates",
    header = "List what waits for a person's decision on the running server.",
    description = {"", "Decide with 'backlot decide RUN STEP approve|reject|regenerate'.", ""},
    mixinStandardHelpOptions = true)
final class GatesCommand implements Callable<Integer> {
  private final Platform platform;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Mixin private ServerOption where = new ServerOption();

  @Option(names = "--batch", paramLabel = "BATCH", description = "only of this batch")
  private Optional<String> batch = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "how many, oldest first, 1 to 500 (default: ${DEFAULT-VALUE})")
  private int limit = 50;

  @Option(names = "--json", description = "the server's answer as it is")
  private boolean json;

  GatesCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var only = batch.map(id -> "&batch=" + Urls.quote(id)).orElse("");
    var answer =
        where.server(platform).ask("GET", "/v1/gates?limit=" + limit + only, Optional.empty());
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(answer);
      return ExitCodes.SUCCEEDED;
    }
    var page = LocalServer.parse(answer);
    if (page.path("items").isEmpty()) {
      out.println("nothing waits for a person");
    }
    page.path("items").forEach(gate -> print(out, gate));
    if (page.has("next")) {
      out.println("there are more; --limit shows up to 500");
    }
    return ExitCodes.SUCCEEDED;
  }

  private static void print(PrintWriter out, JsonNode gate) {
    var question = gate.path("question");
    var title = question.path("title").asString("");
    out.printf(
        "%s %s%n    %s: %s%s%n",
        gate.path("run").asString(""),
        gate.path("step").asString(""),
        gate.path("name").asString(""),
        title.isEmpty() ? "to be approved" : title,
        limits(gate, question));
    int place = 0;
    for (var candidate : question.path("candidates")) {
      out.printf("      %d: %s%n", place++, shown(candidate));
    }
    if (question.has("before")) {
      out.printf("      made from: %s%n", shown(question.path("before")));
    }
  }

  private static String limits(JsonNode gate, JsonNode question) {
    var words = new StringBuilder();
    var select = question.path("select");
    if (!select.isMissingNode()) {
      words
          .append(" (keep ")
          .append(select.path("min").asInt(1))
          .append(" to ")
          .append(select.path("max").asInt(1))
          .append(')');
    }
    if (question.path("approvals").asInt(1) > 1) {
      words.append(" (").append(question.path("approvals").asInt(1)).append(" have to approve)");
    }
    if (!question.path("assignees").isEmpty()) {
      var names = question.path("assignees").valueStream().map(JsonNode::asString).toList();
      words.append(" (for ").append(String.join(", ", names)).append(')');
    }
    if (gate.path("round").asInt(1) > 1) {
      words.append(" (version ").append(gate.path("round").asInt(1)).append(')');
    }
    if (question.has("expires_at")) {
      words.append(" (until ").append(question.path("expires_at").asString()).append(')');
    }
    return words.toString();
  }

  /** An asset's address on the server, or the value itself. */
  private static String shown(JsonNode candidate) {
    if (candidate.has("asset")) {
      return "/v1/assets/" + candidate.path("asset").asString("") + "/content";
    }
    var text = candidate.isString() ? candidate.stringValue() : candidate.toString();
    return text.length() <= 200 ? text : text.substring(0, 200) + "…";
  }
}
