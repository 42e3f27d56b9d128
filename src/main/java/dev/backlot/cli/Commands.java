package dev.backlot.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;

/**
 * The commands by name, in the order of the help. Describing them all to picocli takes longer than
 * most of them run, so only what is called is made.
 */
final class Commands {
  private final Map<String, Supplier<Object>> all = new LinkedHashMap<>();

  Commands(Platform platform) {
    all.put("run", () -> new RunCommand(platform));
    all.put("validate", () -> new ValidateCommand(platform));
    all.put("serve", () -> new ServeCommand(platform));
    all.put("submit", () -> new SubmitCommand(platform));
    all.put("batches", () -> new BatchesCommand(platform));
    all.put("show", () -> new ShowCommand(platform));
    all.put("download", () -> new DownloadCommand(platform));
    all.put("why", () -> new WhyCommand(platform));
    all.put("costs", () -> new CostsCommand(platform));
    all.put("watch", () -> new WatchCommand(platform));
    all.put("gates", () -> new GatesCommand(platform));
    all.put("decide", () -> new DecideCommand(platform));
    for (var verb : SteerCommand.Verb.values()) {
      all.put(verb.word(), () -> SteerCommand.commandLine(platform, verb));
    }
    all.put("bulk", () -> new BulkCommand(platform));
    all.put("change", () -> new ChangeCommand(platform));
    all.put("redrive", () -> new RedriveCommand(platform));
    all.put("triggers", () -> new TriggersCommand(platform).commandLine());
    all.put("webhooks", () -> new WebhooksCommand(platform).commandLine());
    all.put("limits", () -> new LimitsCommand(platform).commandLine());
    all.put("key", () -> new KeyCommand(platform).commandLine());
    all.put("secret", () -> new SecretCommand(platform).commandLine());
    all.put("steps", () -> new StepsCommand(platform));
    all.put("schema", SchemaCommand::new);
    all.put("verify", VerifyCommand::new);
    all.put("doctor", () -> new DoctorCommand(platform));
    all.put("fake-provider", () -> new FakeProviderCommand(platform));
    all.put("warm-up", () -> new WarmUpCommand(platform));
    // not a method reference: the class cache of JDK 25 cannot hold one to a class as old as this
    all.put("help", () -> new CommandLine.HelpCommand());
  }

  /**
   * Adds the command that the first argument names; where it names none (or asks for help), all.
   *
   * @param first the first argument, if there is one
   */
  void addTo(CommandLine root, Optional<String> first) {
    var name = first.orElse("help");
    var called = name.equals("help") ? null : all.get(name);
    if (called == null) {
      all.forEach((each, command) -> root.addSubcommand(each, command.get()));
    } else {
      root.addSubcommand(name, called.get());
    }
  }
}
