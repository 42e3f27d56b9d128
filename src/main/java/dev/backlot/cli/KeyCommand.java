package dev.backlot.cli;

import dev.backlot.json.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code backlot key}: who may ask the server of a data folder, and for what. */
@Command(
    name = "key",
    header = "Make, list and revoke keys of the server that runs on a data folder.",
    description = {
      "",
      "A viewer looks; an operator starts and steers work and decides at gates; an editor also"
          + " publishes workflows and says what starts by itself; an admin also has keys and"
          + " webhooks.",
      ""
    },
    synopsisSubcommandLabel = "(create | list | revoke)",
    mixinStandardHelpOptions = true)
final class KeyCommand implements Runnable {
  private static final Pattern SPAN = Pattern.compile("(\\d{1,5})([mhd])");

  private final Platform platform;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before run()
  private CommandSpec spec;

  KeyCommand(Platform platform) {
    this.platform = platform;
  }

  CommandLine commandLine() {
    return new CommandLine(this)
        .addSubcommand(new CreateKey(platform))
        .addSubcommand(new ListKeys(platform))
        .addSubcommand(new RevokeKey(platform));
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "create, list or revoke? see 'backlot key --help'");
  }

  private static String query(Optional<String> tenant) {
    return tenant
        .map(name -> "?tenant=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
        .orElse("");
  }

  @Command(
      name = "create",
      header = "Make a key and print it; it is not shown again.",
      mixinStandardHelpOptions = true)
  private static final class CreateKey implements Callable<Integer> {
    private final Platform platform;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    @CommandLine.Mixin private ServerOption where = new ServerOption();

    @Parameters(paramLabel = "NAME", description = "what it is for, such as 'nightly import'")
    private String name = "";

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        required = true,
        description = "viewer, operator, editor or admin")
    private String role = "";

    @Option(
        names = "--user",
        paramLabel = "USER",
        description = "who acts with it; the name, if not given")
    private Optional<String> user = Optional.empty();

    @Option(names = "--tenant", paramLabel = "TENANT", description = "whose it is, if not ours")
    private Optional<String> tenant = Optional.empty();

    @Option(
        names = "--expires",
        paramLabel = "SPAN",
        description = "after so long, such as 12h or 90d; never, if not given")
    private Optional<String> expires = Optional.empty();

    @Option(
        names = "--requests-per-minute",
        paramLabel = "N",
        description = "how often it may ask; as 'backlot serve' says, if not given")
    private Optional<Integer> requests = Optional.empty();

    @Option(
        names = "--items-per-day",
        paramLabel = "N",
        description = "how many items it may start a day (UTC); any number, if not given")
    private Optional<Integer> items = Optional.empty();

    CreateKey(Platform platform) {
      this.platform = platform;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
      var body = Json.object().put("name", name).put("role", role);
      user.ifPresent(given -> body.put("user", given));
      tenant.ifPresent(given -> body.put("tenant", given));
      requests.ifPresent(given -> body.put("requests_per_minute", given));
      items.ifPresent(given -> body.put("items_per_day", given));
      expires.ifPresent(given -> body.put("expires_after_minutes", span(given).toMinutes()));
      var server = where.server(platform);
      var made = LocalServer.parse(server.ask("POST", "/v1/keys", Optional.of(body)));
      var commandLine = spec.commandLine();
      // the key alone on the output, so that a script can take it
      commandLine.getOut().println(made.path("key").asString(""));
      commandLine
          .getErr()
          .println(
              "key "
                  + made.path("id").asString("")
                  + " for "
                  + made.path("user").asString("")
                  + " ("
                  + made.path("role").asString("")
                  + ") of "
                  + made.path("tenant").asString("")
                  + ": keep it, it is not shown again");
      return ExitCodes.SUCCEEDED;
    }

    private Duration span(String text) {
      var match = SPAN.matcher(text);
      if (!match.matches()) {
        throw new ParameterException(
            spec.commandLine(),
            "--expires: expected a time such as 12h or 90d, but '" + text + "'");
      }
      long number = Long.parseLong(match.group(1));
      return switch (match.group(2)) {
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
    }
  }

  @Command(
      name = "list",
      header = "List keys, without their secrets.",
      mixinStandardHelpOptions = true)
  private static final class ListKeys implements Callable<Integer> {
    private static final String LINE = "%-18s %-24s %-20s %-9s %-16s %-21s %s%n";

    private final Platform platform;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    @CommandLine.Mixin private ServerOption where = new ServerOption();

    @Option(names = "--tenant", paramLabel = "TENANT", description = "whose, if not ours")
    private Optional<String> tenant = Optional.empty();

    ListKeys(Platform platform) {
      this.platform = platform;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
      var out = spec.commandLine().getOut();
      out.printf(LINE, "KEY", "NAME", "USER", "ROLE", "ITEMS TODAY", "EXPIRES", "LAST USED");
      for (var key : where.server(platform).get("/v1/keys" + query(tenant)).path("items")) {
        out.printf(
            LINE,
            key.path("id").asString(""),
            key.path("name").asString(""),
            key.path("user").asString(""),
            key.path("role").asString(""),
            items(key),
            second(key.path("expires_at").asString("never")),
            second(key.path("used_at").asString("-")));
      }
      return ExitCodes.SUCCEEDED;
    }

    private static String items(JsonNode key) {
      var limit = key.path("items_per_day");
      return limit.isNumber() ? key.path("items_today").asLong(0) + " of " + limit : "-";
    }

    private static String second(String time) {
      int dot = time.indexOf('.');
      return dot < 0 ? time : time.substring(0, dot) + "Z";
    }
  }

  @Command(
      name = "revoke",
      header = "Revoke a key; it opens nothing from now on.",
      mixinStandardHelpOptions = true)
  private static final class RevokeKey implements Callable<Integer> {
    private final Platform platform;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    @CommandLine.Mixin private ServerOption where = new ServerOption();

    @Parameters(paramLabel = "KEY", description = "its id, as 'backlot key list' shows it")
    private String id = "";

    @Option(names = "--tenant", paramLabel = "TENANT", description = "whose it is, if not ours")
    private Optional<String> tenant = Optional.empty();

    RevokeKey(Platform platform) {
      this.platform = platform;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
      var name = URLEncoder.encode(id, StandardCharsets.UTF_8);
      where.server(platform).ask("DELETE", "/v1/keys/" + name + query(tenant), Optional.empty());
      spec.commandLine().getOut().println("key " + id + " is revoked");
      return ExitCodes.SUCCEEDED;
    }
  }
}
