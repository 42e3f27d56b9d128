package dev.backlot.cli;

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

  /** The whole command line; its {@code execute} returns the process's exit code. */
  public static CommandLine commandLine(Platform platform) {
    VERSION[0] = "backlot " + platform.version();
    return new CommandLine(new BacklotCommand())
        .addSubcommand(new RunCommand(platform))
        .addSubcommand(new ValidateCommand(platform))
        .addSubcommand(new ServeCommand(platform))
        .addSubcommand(new SubmitCommand(platform))
        .addSubcommand(new BatchesCommand(platform))
        .addSubcommand(new ShowCommand(platform))
        .addSubcommand(new DownloadCommand(platform))
        .addSubcommand(new WhyCommand(platform))
        .addSubcommand(new CostsCommand(platform))
        .addSubcommand(new WatchCommand(platform))
        .addSubcommand(new GatesCommand(platform))
        .addSubcommand(new DecideCommand(platform))
        .addSubcommand(SteerCommand.commandLine(platform, SteerCommand.Verb.PAUSE))
        .addSubcommand(SteerCommand.commandLine(platform, SteerCommand.Verb.RESUME))
        .addSubcommand(SteerCommand.commandLine(platform, SteerCommand.Verb.CANCEL))
        .addSubcommand(SteerCommand.commandLine(platform, SteerCommand.Verb.HOLD))
        .addSubcommand(SteerCommand.commandLine(platform, SteerCommand.Verb.RELEASE))
        .addSubcommand(new BulkCommand(platform))
        .addSubcommand(new ChangeCommand(platform))
        .addSubcommand(new RedriveCommand(platform))
        .addSubcommand(new TriggersCommand(platform).commandLine())
        .addSubcommand(new WebhooksCommand(platform).commandLine())
        .addSubcommand(new LimitsCommand(platform).commandLine())
        .addSubcommand(new KeyCommand(platform).commandLine())
        .addSubcommand(new StepsCommand(platform))
        .addSubcommand(new SchemaCommand())
        .addSubcommand(new VerifyCommand())
        .addSubcommand(new DoctorCommand(platform))
        .addSubcommand(new FakeProviderCommand(platform))
        .addSubcommand(new WarmUpCommand(platform))
        .addSubcommand(new CommandLine.HelpCommand())
        .setUsageHelpAutoWidth(true)
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
