package dev.backlot.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code backlot costs}: what was paid, by day. */
@Command(
    name = "costs",
    header = "Say what was paid to providers, by day (UTC).",
    mixinStandardHelpOptions = true)
final class CostsCommand implements Callable<Integer> {
  private final Platform platform;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Mixin private ServerOption where = new ServerOption();

  @Option(names = "--from", paramLabel = "DAY", description = "such as 2026-11-01")
  private Optional<String> from = Optional.empty();

  @Option(names = "--to", paramLabel = "DAY", description = "that day is included")
  private Optional<String> to = Optional.empty();

  CostsCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var query = new StringJoiner("&", "?", "").setEmptyValue("");
    from.ifPresent(day -> query.add("from=" + Urls.quote(day)));
    to.ifPresent(day -> query.add("to=" + Urls.quote(day)));
    var costs = where.server(platform).get("/v1/costs" + query);
    var out = spec.commandLine().getOut();
    for (var day : costs.path("days")) {
      out.printf("%s  %s%n", day.path("day").asString(""), day.path("spent").asString("0"));
    }
    out.printf(
        "%s to %s: %s%n",
        costs.path("from").asString(""),
        costs.path("to").asString(""),
        costs.path("spent").asString("0"));
    return ExitCodes.SUCCEEDED;
  }
}
