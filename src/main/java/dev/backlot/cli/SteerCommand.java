package dev.backlot.cli;

import dev.backlot.model.BatchId;
import dev.backlot.model.RunId;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Steering what a server works on: {@code pause}, {@code resume}, {@code cancel}, and so on. */
@Command(mixinStandardHelpOptions = true)
final class SteerCommand implements Callable<Integer> {
  private final Platform platform;
  private final Verb verb;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Mixin private ServerOption where = new ServerOption();

  @Parameters(index = "0", paramLabel = "ID", description = "the id of a batch or of a run")
  private String id = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "STEP",
      description = "with a run's id: one of its steps")
  private @Nullable String step;

  /** What can be done. */
  enum Verb {
    PAUSE("Let a batch or a run start nothing more; what runs comes to its end."),
    RESUME("Let a paused batch or run go on; a failed run starts again from its last good step."),
    CANCEL("Cancel a batch, a run, or one step of a run; what it calls is told."),
    HOLD("Keep one step of a run from starting."),
    RELEASE("Let a step that was held start.");

    private final String help;

    Verb(String help) {
      this.help = help;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean takesStep() {
      return this == CANCEL || this == HOLD || this == RELEASE;
    }

    boolean takesWhole() {
      return this == PAUSE || this == RESUME || this == CANCEL;
    }
  }

  private SteerCommand(Platform platform, Verb verb) {
    this.platform = platform;
    this.verb = verb;
  }

  static CommandLine commandLine(Platform platform, Verb verb) {
    var command = new CommandLine(new SteerCommand(platform, verb));
    command.setCommandName(verb.word());
    command.getCommandSpec().usageMessage().header(verb.help);
    return command;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var path = path();
    var answer =
        LocalServer.parse(
            where.server(platform).ask("POST", path + "/" + verb.word(), Optional.empty()));
    var line = answer.has("counts") ? BatchLine.of(answer) : BatchLine.ofRun(answer);
    spec.commandLine().getOut().println(line);
    return ExitCodes.SUCCEEDED;
  }

  private String path() {
    var named = step;
    if (named == null && !verb.takesWhole()) {
      throw wrong("expected a step after the run's id: backlot " + verb.word() + " RUN STEP");
    }
    if (named != null && !verb.takesStep()) {
      throw wrong(
          "a single step cannot be told to " + verb.word() + "; hold, release or cancel it");
    }
    if (RunId.parse(id).isPresent()) {
      return "/v1/runs/" + id + (named == null ? "" : "/steps/" + Urls.quote(named));
    }
    if (BatchId.parse(id).isPresent() && named == null) {
      return "/v1/batches/" + id;
    }
    throw wrong(
        named == null
            ? "expected the id of a batch or of a run, but '" + id + "'"
            : "expected the id of a run before a step, but '" + id + "'");
  }

  private CommandLine.ParameterException wrong(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
