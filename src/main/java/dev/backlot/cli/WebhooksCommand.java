package dev.backlot.cli;

import dev.backlot.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code backlot webhooks}: who is told what happens on a server. */
@Command(
    name = "webhooks",
    header = "List who is told what happens on the running server; create, look into, steer.",
    mixinStandardHelpOptions = true)
final class WebhooksCommand extends ServerVerb {
  private static final String PATH = "/v1/webhooks";

  @Option(names = "--json", description = "the server's answer as it is")
  private boolean json;

  WebhooksCommand(Platform platform) {
    super(platform);
  }

  /** With its verbs. */
  CommandLine commandLine() {
    return new CommandLine(this)
        .addSubcommand(new Create(platform))
        .addSubcommand(new Switch(platform, true))
        .addSubcommand("disable", new Switch(platform, false))
        .addSubcommand(new Ping(platform))
        .addSubcommand(new Deliveries(platform))
        .addSubcommand(new Redeliver(platform))
        .addSubcommand(new RotateSecret(platform))
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
      out.println("nobody is told; see backlot webhooks create");
    }
    items.forEach(webhook -> print(out, webhook));
  }

  private static void print(PrintWriter out, JsonNode webhook) {
    out.printf(
        "%s %s%n    %s%s, at event %d%n",
        webhook.path("id").asString(""),
        webhook.path("url").asString(""),
        String.join(", ", webhook.path("events").valueStream().map(JsonNode::asString).toList()),
        webhook.has("batch") ? " of batch " + webhook.path("batch").asString("") : "",
        webhook.path("cursor").asLong(0));
    if (!webhook.path("enabled").asBoolean(true)) {
      var why = webhook.path("disabled_reason").asString("");
      out.printf("    off%s%n", why.isEmpty() ? "" : ": " + why);
    } else if (webhook.path("attempts").asInt(0) > 0) {
      out.printf(
          "    the next event has failed %d times, and is tried again at %s%n",
          webhook.path("attempts").asInt(0), webhook.path("next_at").asString("once it can be"));
    }
  }

  private static void print(PrintWriter out, String verb, JsonNode delivery) {
    var answer = delivery.path("answer").asString("");
    out.printf(
        "%s %s: %s%s%s%n",
        verb,
        delivery.path("event").asString(""),
        delivery.path("taken").asBoolean(false) ? "taken" : "not taken",
        delivery.has("status") ? " (" + delivery.path("status").asString("") + ")" : "",
        answer.isEmpty() ? "" : ": " + answer);
  }

  private static void secret(PrintWriter out, JsonNode webhook) {
    if (webhook.has("secret")) {
      out.println("it signs with this secret, shown once:");
      out.println(webhook.path("secret").asString(""));
    }
  }

  /** A verb about one webhook. */
  abstract static class OfOne extends ServerVerb {
    @Parameters(paramLabel = "ID", description = "the webhook's id")
    String id = "";

    OfOne(Platform platform) {
      super(platform);
    }

    String path() {
      return PATH + "/" + Urls.quote(id);
    }
  }

  /** {@code backlot webhooks create URL}. */
  @Command(
      name = "create",
      header = "Have an address told what happens from now on.",
      mixinStandardHelpOptions = true)
  static final class Create extends ServerVerb {
    @Parameters(paramLabel = "URL", description = "http or https; it gets one POST for each event")
    private String url = "";

    @Option(
        names = "--events",
        split = ",",
        paramLabel = "EVENT",
        description = "names of events, or batch, run, step, gate for all of a kind; batch if none")
    private List<String> events = List.of();

    @Option(names = "--batch", paramLabel = "ID", description = "of this batch alone")
    private Optional<String> batch = Optional.empty();

    @Option(names = "--description", paramLabel = "TEXT", description = "what it is for")
    private Optional<String> description = Optional.empty();

    Create(Platform platform) {
      super(platform);
    }

    @Override
    void run(LocalServer server, PrintWriter out) throws IOException, InterruptedException {
      var body = Json.object().put("url", url);
      if (!events.isEmpty()) {
        events.forEach(body.putArray("events")::add);
      }
      batch.ifPresent(one -> body.put("batch", one));
      description.ifPresent(text -> body.put("description", text));
      var made = LocalServer.parse(server.ask("POST", PATH, Optional.of(body)));
      out.println("created " + made.path("id").asString(""));
      secret(out, made);
    }
  }

  /** {@code backlot webhooks enable|disable ID}. */
  @Command(
      name = "enable",
      header = "Switch a webhook on or off; it goes on where it was.",
      mixinStandardHelpOptions = true)
  static final class Switch extends OfOne {
    private final boolean on;

    Switch(Platform platform, boolean on) {
      super(platform);
      this.on = on;
    }

    @Override
    void run(LocalServer server, PrintWriter out) throws IOException, InterruptedException {
      var body = Json.object().put("enabled", on);
      print(out, LocalServer.parse(server.ask("PATCH", path(), Optional.of(body))));
    }
  }

  /** {@code backlot webhooks ping ID}. */
  @Command(
      name = "ping",
      header = "Send a test message now; when it is taken, what waits follows at once.",
      mixinStandardHelpOptions = true)
  static final class Ping extends OfOne {
    Ping(Platform platform) {
      super(platform);
    }

    @Override
    void run(LocalServer server, PrintWriter out) throws IOException, InterruptedException {
      var answer = server.ask("POST", path() + "/ping", Optional.empty());
      print(out, "sent", LocalServer.parse(answer));
    }
  }

  /** {@code backlot webhooks deliveries ID}. */
  @Command(
      name = "deliveries",
      header = "Show the latest attempts to tell, newest first.",
      mixinStandardHelpOptions = true)
  static final class Deliveries extends OfOne {
    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "20",
        description = "1 to 500 (default: ${DEFAULT-VALUE})")
    private int limit;

    Deliveries(Platform platform) {
      super(platform);
    }

    @Override
    void run(LocalServer server, PrintWriter out) throws IOException, InterruptedException {
      var items = server.get(path() + "/deliveries?limit=" + limit).path("items");
      if (items.isEmpty()) {
        out.println("nothing was sent so far");
      }
      items.forEach(one -> print(out, one.path("at").asString(""), one));
    }
  }

  /** {@code backlot webhooks redeliver ID}. */
  @Command(
      name = "redeliver",
      header = "Send one event again now, or go on after another event.",
      mixinStandardHelpOptions = true)
  static final class Redeliver extends OfOne {
    /** One event, or all after one. */
    static final class Which {
      @Option(names = "--event", paramLabel = "N", description = "the number of the one to send")
      private Optional<Long> event = Optional.empty();

      @Option(
          names = "--after",
          paramLabel = "N",
          description = "go on after this event, further back or further on")
      private Optional<Long> after = Optional.empty();

      ObjectNode body() {
        var body = Json.object();
        event.ifPresent(number -> body.put("sequence", number));
        after.ifPresent(number -> body.put("after", number));
        return body;
      }
    }

    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    Redeliver(Platform platform) {
      super(platform);
    }

    @Override
    void run(LocalServer server, PrintWriter out) throws IOException, InterruptedException {
      var answer = server.ask("POST", path() + "/redeliver", Optional.of(which.body()));
      var told = LocalServer.parse(answer);
      if (told.has("url")) {
        print(out, told);
      } else {
        print(out, "sent", told);
      }
    }
  }

  /** {@code backlot webhooks rotate-secret ID}. */
  @Command(
      name = "rotate-secret",
      header = "Sign with a new secret; the old one signs too for a day.",
      mixinStandardHelpOptions = true)
  static final class RotateSecret extends OfOne {
    RotateSecret(Platform platform) {
      super(platform);
    }

    @Override
    void run(LocalServer server, PrintWriter out) throws IOException, InterruptedException {
      var answer = server.ask("POST", path() + "/rotate-secret", Optional.empty());
      var webhook = LocalServer.parse(answer);
      out.println("the old secret signs until " + webhook.path("old_secret_until").asString(""));
      secret(out, webhook);
    }
  }

  /** {@code backlot webhooks delete ID}. */
  @Command(
      name = "delete",
      header = "Tell an address nothing more.",
      mixinStandardHelpOptions = true)
  static final class Delete extends OfOne {
    Delete(Platform platform) {
      super(platform);
    }

    @Override
    void run(LocalServer server, PrintWriter out) throws IOException, InterruptedException {
      server.ask("DELETE", path(), Optional.empty());
      out.println("deleted " + id);
    }
  }
}
