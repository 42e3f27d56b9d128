package dev.backlot.cli;

import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code backlot}: the root command. */
@Command(
    name = "backlot",
    header =
        "Creative production that nothing stops: workflows over photos, from ten to a million.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = BacklotCommand.Version.class,
    footerHeading = "%nStart here:%n",
    footer = {
      "  backlot run examples/catalog          run the sample over its photos",
      "  backlot run examples/catalog my/*.jpg run it over yours",
      "  backlot steps                         what a workflow can do",
      "  backlot doctor                        what this machine can do",
    })
public final class BacklotCommand implements Runnable {
  private static final String[] VERSION = {"backlot"};

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before run()
  private CommandSpec spec;

  /** The version line, known once the platform is. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return VERSION.clone();
    }
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "which command? see 'backlot --help'");
  }

  /**
   * The command line that understands the arguments; its {@code execute}, given the same ones,
   * returns the process's exit code.
   */
  public static CommandLine commandLine(Platform platform, String... arguments) {
    VERSION[0] = "backlot " + platform.version();
    var root = new CommandLine(new BacklotCommand());
    new Commands(platform).addTo(root, Stream.of(arguments).findFirst());
    return root.setUsageHelpAutoWidth(true)
        .setAbbreviatedOptionsAllowed(false)
        .setExecutionExceptionHandler(
            (e, commandLine, _) -> {
              commandLine
                  .getErr()
                  .println("backlot: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
              return ExitCodes.NOT_STARTED;
            });
  }
}
