package dev.backlot.cli;

import dev.backlot.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
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

/** {@code backlot change}: other settings for a batch that is on its way. */
@Command(
    name = "change",
    header = "Change the settings of a batch while it runs; they count at once.",
    mixinStandardHelpOptions = true)
final class ChangeCommand implements Callable<Integer> {
  private final Platform platform;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Mixin private ServerOption where = new ServerOption();

  @Parameters(paramLabel = "BATCH", description = "the batch's id")
  private String batch = "";

  @Option(names = "--concurrency", paramLabel = "N", description = "items on their way at once")
  private @Nullable Integer concurrency;

  @Option(names = "--priority", paramLabel = "WORD", description = "high, normal or low")
  private @Nullable String priority;

  @Option(
      names = "--continue-on-error",
      arity = "1",
      paramLabel = "BOOL",
      description = "whether a failed item leaves the others alone")
  private @Nullable Boolean continueOnError;

  @Option(
      names = "--failures-max",
      paramLabel = "N",
      description = "failed items before the others are cancelled; or a share of them, such as 5%%")
  private @Nullable String failuresMax;

  @Option(names = "--budget", paramLabel = "AMOUNT", description = "what its calls may cost")
  private @Nullable BigDecimal budget;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "when it has to be over, such as 2026-12-01T18:00:00Z")
  private @Nullable String deadline;

  ChangeCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var body = body();
    if (body.isEmpty()) {
      throw wrong("nothing to change; see 'backlot change --help'");
    }
    var answer =
        where.server(platform).ask("PATCH", "/v1/batches/" + Urls.quote(batch), Optional.of(body));
    spec.commandLine().getOut().println(BatchLine.of(LocalServer.parse(answer)));
    return ExitCodes.SUCCEEDED;
  }

  private ObjectNode body() {
    var body = Json.object();
    if (concurrency != null) {
      body.put("concurrency", concurrency);
    }
    if (priority != null) {
      body.put("priority", priority);
    }
    if (continueOnError != null) {
      body.put("continue_on_error", continueOnError);
    }
    if (failuresMax != null) {
      putFailures(body, failuresMax);
    }
    if (budget != null) {
      body.put("budget", budget);
    }
    if (deadline != null) {
      body.put("deadline", instant(deadline).toString());
    }
    return body;
  }

  private void putFailures(ObjectNode body, String given) {
    try {
      if (given.endsWith("%")) {
        body.put(
            "failures_max_percent", new BigDecimal(given.substring(0, given.length() - 1).strip()));
      } else {
        body.put("failures_max", Integer.parseInt(given));
      }
    } catch (NumberFormatException _) {
      throw wrong("--failures-max: expected a number or a share such as 5%, but '" + given + "'");
    }
  }

  private Instant instant(String given) {
    try {
      return Instant.parse(given);
    } catch (DateTimeParseException _) {
      throw wrong("--deadline: expected a time such as 2026-12-01T18:00:00Z, but '" + given + "'");
    }
  }

  private CommandLine.ParameterException wrong(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
