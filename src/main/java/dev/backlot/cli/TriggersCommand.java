package dev.backlot.cli;

import dev.backlot.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code backlot triggers}: what starts batches by itself on a server. */
@Command(
    name = "triggers",
    header = "List what starts batches by itself on the running server; create, switch, delete.",
    mixinStandardHelpOptions = true)
final class TriggersCommand extends ServerVerb {
  private static final String PATH = "/v1/triggers";

  @Option(names = "--json", description = "the server's answer as it is")
  private boolean json;

  TriggersCommand(Platform platform) {
    super(platform);
  }

  /** With its verbs. */
  CommandLine commandLine() {
    return new CommandLine(this)
        .addSubcommand(new Create(platform))
        .addSubcommand(new CommandLine(new Switch(platform, true)))
        .addSubcommand("disable", new Switch(platform, false))
        .addSubcommand(new Delete(platform));
  }

  @Override
  void run(LocalServer server, PrintWriter out) throws IOException, InterruptedException {
    var answer = server.ask("GET", PATH + "?limit=500", Optional.empty());
    if (json) {
      out.println(answer);
      return;
    }
    var items = LocalServer.parse(answer).path("items");
    if (items.isEmpty()) {
      out.println("nothing starts batches by itself");
    }
    items.forEach(trigger -> print(out, trigger));
  }

  private static void print(PrintWriter out, JsonNode trigger) {
    out.printf(
        "%s %s: %s%n    %s%s, started %d%s%n",
        trigger.path("id").asString(""),
        trigger.path("name").asString(""),
        trigger.path("workflow").asString(""),
        on(trigger.path("on")),
        trigger.path("enabled").asBoolean(false) ? "" : " (off)",
        trigger.path("fired").asLong(0),
        trigger.has("next_at") ? ", next " + trigger.path("next_at").asString("") : "");
    if (trigger.has("last_refusal")) {
      out.printf("    last time: %s%n", trigger.path("last_refusal").asString(""));
    }
  }

  private static String on(JsonNode on) {
    if (on.has("cron")) {
      return "at " + on.path("cron").asString("") + " " + on.path("zone").asString("");
    }
    if (on.has("at")) {
      return "at " + on.path("at").asString("");
    }
    return on.has("folder")
        ? "for each file in " + on.path("folder").asString("")
        : "when it is called";
  }

  /** {@code backlot triggers create FILE}. */
  @Command(
      name = "create",
      header = "Create a trigger from a JSON file, as POST /v1/triggers takes it.",
      mixinStandardHelpOptions = true)
  static final class Create extends ServerVerb {
    @Parameters(paramLabel = "FILE", description = "what it waits for and what it starts")
    private Path file = Path.of("");

    Create(Platform platform) {
      super(platform);
    }

    @Override
    void run(LocalServer server, PrintWriter out) throws IOException, InterruptedException {
      var body = LocalServer.parse(Files.readString(file));
      var made = LocalServer.parse(server.ask("POST", PATH, Optional.of(body)));
      out.println("created " + made.path("id").asString(""));
      if (made.has("secret")) {
        out.println("call " + made.path("url").asString("") + " with this secret, shown once:");
        out.println(made.path("secret").asString(""));
      }
    }
  }

  /** {@code backlot triggers enable|disable ID}. */
  @Command(name = "enable", header = "Switch a trigger on or off.", mixinStandardHelpOptions = true)
  static final class Switch extends ServerVerb {
    private final boolean on;

    @Parameters(paramLabel = "ID", description = "the trigger's id")
    private String id = "";

    Switch(Platform platform, boolean on) {
      super(platform);
      this.on = on;
    }

    @Override
    void run(LocalServer server, PrintWriter out) throws IOException, InterruptedException {
      var path = PATH + "/" + Urls.quote(id);
      var body = Json.object().put("enabled", on);
      print(out, LocalServer.parse(server.ask("PATCH", path, Optional.of(body))));
    }
  }

  /** {@code backlot triggers delete ID}. */
  @Command(
      name = "delete",
      header = "Delete a trigger; the batches that it started stay.",
      mixinStandardHelpOptions = true)
  static final class Delete extends ServerVerb {
    @Parameters(paramLabel = "ID", description = "the trigger's id")
    private String id = "";

    Delete(Platform platform) {
      super(platform);
    }

    @Override
    void run(LocalServer server, PrintWriter out) throws IOException, InterruptedException {
      server.ask("DELETE", PATH + "/" + Urls.quote(id), Optional.empty());
      out.println("deleted " + id);
    }
  }
}
