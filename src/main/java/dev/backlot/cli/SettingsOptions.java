package dev.backlot.cli;

import dev.backlot.json.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import tools.jackson.databind.node.ObjectNode;

/** How a batch is worked through: the same for every command that starts or changes one. */
final class SettingsOptions {
  private static final Pattern BREAKER =
      Pattern.compile("([0-9]{1,6})(?:/([0-9]{1,6}))?(?::([a-z]+))?");
  private static final Pattern TIME = Pattern.compile("([0-9]{1,6})(s|m|h|d)");

  @Spec(Target.MIXEE)
  private @Nullable CommandSpec spec;

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

  @Option(
      names = "--breaker",
      paramLabel = "N[/M][:KIND]",
      description =
          "pause when N of the latest M (20) items failed; KIND counts only transient, invalid,"
              + " refused or defect")
  private @Nullable String breaker;

  @Option(names = "--budget", paramLabel = "AMOUNT", description = "what its calls may cost")
  private @Nullable BigDecimal budget;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      description = "when it has to be over, such as 2026-12-01T18:00:00Z")
  private @Nullable String deadline;

  @Option(
      names = "--run-timeout",
      paramLabel = "TIME",
      description = "how long one item may take from its start, such as 90s, 10m, 2h, 1d")
  private @Nullable String runTimeout;

  /** What was given, by the names of the API. */
  ObjectNode body() {
    var body = Json.object();
    Optional.ofNullable(concurrency).ifPresent(given -> body.put("concurrency", given));
    Optional.ofNullable(priority).ifPresent(given -> body.put("priority", given));
    Optional.ofNullable(continueOnError).ifPresent(given -> body.put("continue_on_error", given));
    Optional.ofNullable(failuresMax).ifPresent(given -> putFailures(body, given));
    Optional.ofNullable(breaker).ifPresent(given -> putBreaker(body, given));
    Optional.ofNullable(budget).ifPresent(given -> body.put("budget", given));
    Optional.ofNullable(deadline)
        .ifPresent(given -> body.put("deadline", instant(given).toString()));
    Optional.ofNullable(runTimeout)
        .ifPresent(given -> body.put("run_timeout_ms", time(given).toMillis()));
    return body;
  }

  private void putFailures(ObjectNode body, String given) {
    try {
      if (given.endsWith("%")) {
        var share = new BigDecimal(given.substring(0, given.length() - 1).strip());
        body.put("failures_max_percent", share);
      } else {
        body.put("failures_max", Integer.parseInt(given));
      }
    } catch (NumberFormatException _) {
      throw wrong("--failures-max: expected a number or a share such as 5%, but '" + given + "'");
    }
  }

  private void putBreaker(ObjectNode body, String given) {
    var form = BREAKER.matcher(given);
    if (!form.matches()) {
      throw wrong("--breaker: expected such as 3, 3/10 or 3/10:refused, but '" + given + "'");
    }
    var node = body.putObject("breaker").put("failures", Integer.parseInt(form.group(1)));
    Optional.ofNullable(form.group(2)).ifPresent(of -> node.put("window", Integer.parseInt(of)));
    Optional.ofNullable(form.group(3)).ifPresent(kind -> node.put("kind", kind));
  }

  private Instant instant(String given) {
    try {
      return Instant.parse(given);
    } catch (DateTimeParseException _) {
      throw wrong("--deadline: expected a time such as 2026-12-01T18:00:00Z, but '" + given + "'");
    }
  }

  private Duration time(String given) {
    var form = TIME.matcher(given);
    if (!form.matches()) {
      throw wrong("--run-timeout: expected such as 90s, 10m, 2h or 1d, but '" + given + "'");
    }
    long amount = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private ParameterException wrong(String message) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
  }
}
