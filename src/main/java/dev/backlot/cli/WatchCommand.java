package dev.backlot.cli;

import dev.backlot.model.BatchId;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backlot watch}: the event log of a running server as it grows. */
@Command(
    name = "watch",
    header = "Watch a batch of the running server, or all of them.",
    description = {
      "",
      "Shows a batch from its first event on and ends with it; without BATCH, what happens from now"
          + " on. When the connection breaks it says so, connects again and misses nothing, also"
          + " when the server was started anew.",
      "",
      "Exit code: 0 the batch succeeded, 1 it failed or was cancelled, 2 there is no such batch or"
          + " no server, 130 Ctrl-C (the batch goes on).",
      ""
    },
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
  private final Platform platform;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Parameters(index = "0", arity = "0..1", paramLabel = "BATCH", description = "the batch's id")
  private Optional<String> batch = Optional.empty();

  @Mixin private ServerOption where = new ServerOption();

  @Option(
      names = "--after",
      paramLabel = "NUMBER",
      description = "only events with a greater number")
  private Optional<Long> after = Optional.empty();

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "how long to look for a server that has gone (default: ${DEFAULT-VALUE})")
  private int patience = 600;

  @Option(names = "--json", description = "each event as one line of JSON")
  private boolean json;

  WatchCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var id = batch.map(this::batchId);
    if (after.filter(number -> number < 0).isPresent() || patience < 0) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--after and --patience: expected 0 or more");
    }
    var from = after.map(String::valueOf).orElse(id.isPresent() ? "0" : "now");
    var server = where.server(platform);
    var watch = new Watch(server, id, from, Duration.ofSeconds(patience), view(id.isEmpty()));
    return watch.run();
  }

  private BatchId batchId(String text) {
    return BatchId.parse(text)
        .orElseThrow(
            () ->
                new CommandLine.ParameterException(
                    spec.commandLine(), "BATCH: expected the id of a batch, but '" + text + "'"));
  }

  private WatchView view(boolean withBatch) {
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    if (json) {
      return new WatchView.AsJson(out, err);
    }
    var terminal = Terminal.detect(out, System.getenv());
    return terminal.live()
        ? new WatchView.Live(terminal, withBatch)
        : new WatchView.Plain(out, err, withBatch);
  }
}
