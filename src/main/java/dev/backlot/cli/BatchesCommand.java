package dev.backlot.cli;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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
  private static final int UNAUTHORISED = 401;

  private final Platform platform;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ".backlot",
      description = "the server's data folder (default: ${DEFAULT-VALUE})")
  private Path data = Path.of(".backlot");

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
    var answer = platform.ask(read("server.url") + "/v1/batches?limit=" + limit, read("admin.key"));
    if (answer.status() != 200) {
      var reason =
          answer.status() == UNAUTHORISED ? "it does not know the key in " + data : answer.text();
      throw new IOException("the server answered " + answer.status() + ": " + reason);
    }
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(answer.text());
    } else {
      print(out, answer.text());
    }
    return ExitCodes.SUCCEEDED;
  }

  private String read(String name) throws IOException {
    try {
      return Files.readString(data.resolve(name)).strip();
    } catch (NoSuchFileException e) {
      throw new IOException(
          "no server runs on " + data + "; start one with 'backlot serve --data " + data + "'", e);
    }
  }

  private static void print(PrintWriter out, String text) throws IOException {
    try {
      var batches = Json.parse(text).path("items");
      out.printf("%-36s  %-20s %-11s %s%n", "BATCH", "NAME", "STATUS", "ITEMS");
      batches.forEach(batch -> print(out, batch));
    } catch (JsonProblem e) {
      throw new IOException("the server's answer is no JSON", e);
    }
  }

  private static void print(PrintWriter out, JsonNode batch) {
    var counts = batch.path("counts");
    int ended =
        counts.path("succeeded").asInt(0)
            + counts.path("failed").asInt(0)
            + counts.path("cancelled").asInt(0);
    int failed = counts.path("failed").asInt(0);
    out.printf(
        "%-36s  %-20s %-11s %d of %d%s%n",
        batch.path("id").asString(""),
        batch.path("name").asString(""),
        batch.path("status").asString(""),
        ended,
        counts.path("total").asInt(0),
        failed > 0 ? ", " + failed + " failed" : "");
  }
}
