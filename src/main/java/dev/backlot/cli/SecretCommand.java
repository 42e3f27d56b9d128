package dev.backlot.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code backlot secret}: secrets that lie encrypted in the folder of {@code --secrets}. */
@Command(
    name = "secret",
    header = "Keep secrets encrypted in a folder, for --secrets.",
    description = {
      "",
      "'secret key' makes a key, once. Whoever has it in BACKLOT_SECRETS_KEY (or in a file that"
          + " BACKLOT_SECRETS_KEY_FILE names) can use the secrets of the folder; for anybody else"
          + " the files are noise. A running server takes changes up at once.",
      ""
    },
    synopsisSubcommandLabel = "(key | put | list | remove)",
    mixinStandardHelpOptions = true)
final class SecretCommand implements Runnable {
  private static final int VALUE_MAX = 1 << 15;

  private final Platform platform;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before run()
  private CommandSpec spec;

  SecretCommand(Platform platform) {
    this.platform = platform;
  }

  CommandLine commandLine() {
    return new CommandLine(this)
        .addSubcommand(new MakeKey(platform))
        .addSubcommand(new Put(platform))
        .addSubcommand(new Names(platform))
        .addSubcommand(new Remove(platform));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "key, put, list or remove? see 'backlot secret --help'");
  }

  /** Where they lie and whose they are. */
  private static final class Place {
    @Option(
        names = "--secrets",
        paramLabel = "DIR",
        required = true,
        description = "the folder, as 'backlot serve' has it")
    private Path folder = Path.of("");

    @Option(names = "--tenant", paramLabel = "TENANT", description = "whose they are, if not ours")
    private Optional<String> tenant = Optional.empty();
  }

  @Command(
      name = "key",
      header = "Make a key and print it; keep it apart from the secrets.",
      mixinStandardHelpOptions = true)
  private static final class MakeKey implements Callable<Integer> {
    private final Platform platform;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    MakeKey(Platform platform) {
      this.platform = platform;
    }

    @Override
    public Integer call() {
      spec.commandLine().getOut().println(platform.newSecretKey());
      return ExitCodes.SUCCEEDED;
    }
  }

  @Command(
      name = "put",
      header = "Encrypt a secret; its value comes from the input, or is asked for unseen.",
      mixinStandardHelpOptions = true)
  private static final class Put implements Callable<Integer> {
    private final Platform platform;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    @CommandLine.Mixin private Place place = new Place();

    @Parameters(paramLabel = "NAME", description = "as workflows and the providers file call it")
    private String name = "";

    Put(Platform platform) {
      this.platform = platform;
    }

    @Override
    public Integer call() throws IOException {
      var value = value();
      if (value.isBlank() || value.length() > VALUE_MAX) {
        throw new ParameterException(
            spec.commandLine(),
            "expected a value of 1 to %d characters on the input".formatted(VALUE_MAX));
      }
      platform.secretStore(place.folder).put(place.tenant, name, value);
      spec.commandLine().getErr().println(name + " is in " + place.folder + ", encrypted");
      return ExitCodes.SUCCEEDED;
    }

    private String value() throws IOException {
      var person = Optional.ofNullable(System.console()).filter(Console::isTerminal);
      if (person.isPresent()) {
        var typed = person.get().readPassword("%s: ", name);
        return typed == null ? "" : new String(typed).strip();
      }
      var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      var text = new char[VALUE_MAX + 2];
      int length = 0;
      for (int more = in.read(text); more > 0; more = in.read(text, length, text.length - length)) {
        length += more;
      }
      return new String(text, 0, length).strip();
    }
  }

  @Command(
      name = "list",
      header = "List encrypted secrets, and whether the key that is here opens them.",
      mixinStandardHelpOptions = true)
  private static final class Names implements Callable<Integer> {
    private final Platform platform;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    @CommandLine.Mixin private Place place = new Place();

    Names(Platform platform) {
      this.platform = platform;
    }

    @Override
    public Integer call() throws IOException {
      var all = platform.secretStore(place.folder).list(place.tenant);
      all.forEach(
          (name, opens) ->
              spec.commandLine()
                  .getOut()
                  .printf("%-40s %s%n", name, opens ? "opens" : "does not open with this key"));
      return all.containsValue(false) ? ExitCodes.SOME_FAILED : ExitCodes.SUCCEEDED;
    }
  }

  @Command(name = "remove", header = "Forget an encrypted secret.", mixinStandardHelpOptions = true)
  private static final class Remove implements Callable<Integer> {
    private final Platform platform;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    @CommandLine.Mixin private Place place = new Place();

    @Parameters(paramLabel = "NAME", description = "as 'backlot secret list' shows it")
    private String name = "";

    Remove(Platform platform) {
      this.platform = platform;
    }

    @Override
    public Integer call() throws IOException {
      if (!platform.secretStore(place.folder).remove(place.tenant, name)) {
        throw new IOException("there is no encrypted secret " + name + " in " + place.folder);
      }
      spec.commandLine().getErr().println(name + " is forgotten");
      return ExitCodes.SUCCEEDED;
    }
  }
}
