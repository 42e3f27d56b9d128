package dev.backlot.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

  @Mixin private SettingsOptions settings = new SettingsOptions();

  ChangeCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var body = settings.body();
    if (body.isEmpty()) {
      throw wrong("nothing to change; see 'backlot change --help'");
    }
    var answer =
        where.server(platform).ask("PATCH", "/v1/batches/" + Urls.quote(batch), Optional.of(body));
    spec.commandLine().getOut().println(BatchLine.of(LocalServer.parse(answer)));
    return ExitCodes.SUCCEEDED;
  }

  private CommandLine.ParameterException wrong(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
