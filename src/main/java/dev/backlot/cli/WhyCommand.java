package dev.backlot.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backlot why}: why steps were run, or reused. */
@Command(
    name = "why",
    header = "Say of the steps of a run whether they were reused, and if not, what was different.",
    mixinStandardHelpOptions = true)
final class WhyCommand implements Callable<Integer> {
  private final Platform platform;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Mixin private ServerOption where = new ServerOption();

  @Parameters(index = "0", paramLabel = "RUN", description = "the run's id")
  private String run = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "STEP",
      description = "one of its steps; all if not given")
  private Optional<String> step = Optional.empty();

  WhyCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var server = where.server(platform);
    var path = "/v1/runs/" + Urls.quote(run);
    for (var one : steps(server, path)) {
      var why = server.get(path + "/steps/" + Urls.quote(one) + "/why");
      spec.commandLine()
          .getOut()
          .printf(
              "%-28s %-7s %s%n",
              one,
              why.path("reused").asBoolean(false) ? "reused" : "run",
              why.path("reason").asString(""));
    }
    return ExitCodes.SUCCEEDED;
  }

  private List<String> steps(LocalServer server, String path)
      throws IOException, InterruptedException {
    if (step.isPresent()) {
      return List.of(step.get());
    }
    var steps = new ArrayList<String>();
    server.get(path).path("steps").forEach(one -> steps.add(one.path("step").asString("")));
    return steps;
  }
}
