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

/**
 * {@code backlot batches}: what the server on a data folder is working on, asked over its own API.
 */
@Command(
    name = "batches",
    header = "List the batches of the server that runs on a data folder.",
    description = {
      "",
      "Finds the server's address and its admin key in the data folder by itself.",
      ""
    },
    mixinStandardHelpOptions = true)
final class BatchesCommand implements Callable<Integer> {
  private final Platform platform;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Mixin private ServerOption where = new ServerOption();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "how many, newest first, 1 to 500 (default: ${DEFAULT-VALUE})")
  private int limit = 20;

  @Option(names = "--json", description = "the server's answer as it is")
  private boolean json;

  BatchesCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var answer = where.server(platform).ask("GET", "/v1/batches?limit=" + limit, Optional.empty());
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(answer);
    } else {
      out.printf("%-36s  %-20s %-11s %-10s %s%n", "BATCH", "NAME", "STATUS", "COST", "ITEMS");
      LocalServer.parse(answer).path("items").forEach(batch -> print(out, batch));
    }
    return ExitCodes.SUCCEEDED;
  }

  private static void print(PrintWriter out, JsonNode batch) {
    var counts = batch.path("counts");
    int ended =
        counts.path("succeeded").asInt(0)
            + counts.path("failed").asInt(0)
            + counts.path("cancelled").asInt(0);
    long failed = BatchLine.apart(counts, batch, BatchLine.FAILED);
    long rejected = BatchLine.apart(counts, batch, BatchLine.REJECTED);
    out.printf(
        "%-36s  %-20s %-11s %-10s %d of %d%s%s%n",
        batch.path("id").asString(""),
        batch.path("name").asString(""),
        BatchLine.status(batch),
        batch.path("cost").path("spent").asString("0"),
        ended,
        counts.path("total").asInt(0),
        failed > 0 ? ", " + failed + " failed" : "",
        rejected > 0 ? ", " + rejected + " rejected" : "");
  }
}
