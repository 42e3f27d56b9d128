package dev.backlot.cli;

import dev.backlot.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code backlot limits}: who gets how much of what, on the server of a data folder. */
@Command(
    name = "limits",
    header = "See and change limits and shares of the server that runs on a data folder.",
    description = {
      "",
      "A name with a colon is a resource: step:http.request is every attempt of this step type,"
          + " provider:NAME every call of this provider. Any other name is a tenant.",
      "Changes count at once; what runs goes on.",
      ""
    },
    synopsisSubcommandLabel = "(list | set | remove)",
    mixinStandardHelpOptions = true)
final class LimitsCommand implements Runnable {
  private final Platform platform;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before run()
  private CommandSpec spec;

  LimitsCommand(Platform platform) {
    this.platform = platform;
  }

  CommandLine commandLine() {
    return new CommandLine(this)
        .addSubcommand(new ListLimits(platform))
        .addSubcommand(new SetLimit(platform))
        .addSubcommand(new RemoveLimit(platform));
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "list, set or remove? see 'backlot limits --help'");
  }

  private static String path(String name) {
    return "/v1/limits/" + (name.indexOf(':') >= 0 ? "resources/" : "tenants/") + name;
  }

  @Command(
      name = "list",
      header = "List all limits with how much of them is used.",
      mixinStandardHelpOptions = true)
  private static final class ListLimits implements Callable<Integer> {
    private static final int PAGE = 500;
    private final Platform platform;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    @CommandLine.Mixin private ServerOption where = new ServerOption();

    ListLimits(Platform platform) {
      this.platform = platform;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
      var server = where.server(platform);
      var out = spec.commandLine().getOut();
      var page = server.get("/v1/limits?limit=" + PAGE);
      out.printf("%-32s %-10s %-22s %-7s %s%n", "RESOURCE", "AT ONCE", "RATE", "IN USE", "WAITING");
      page.path("resources").forEach(resource -> printResource(out, resource));
      out.printf(
          "%n%-32s %-7s %-14s %-14s %-14s %s%n",
          "TENANT", "WEIGHT", "ITEMS", "BATCHES", "STEPS", "WAITING");
      page.path("tenants").forEach(tenant -> printTenant(out, tenant));
      for (var next = page.path("next").asString(""); !next.isEmpty(); ) {
        var more = server.get("/v1/limits?limit=" + PAGE + "&after=" + next);
        more.path("tenants").forEach(tenant -> printTenant(out, tenant));
        next = more.path("next").asString("");
      }
      return ExitCodes.SUCCEEDED;
    }

    private static void printResource(PrintWriter out, JsonNode resource) {
      var rate = resource.path("rate");
      var words =
          rate.isMissingNode()
              ? "-"
              : rate.path("starts").asString()
                  + " in "
                  + time(rate.path("per_ms").longValue())
                  + ", burst "
                  + rate.path("burst").asString();
      out.printf(
          "%-32s %-10s %-22s %-7s %s%n",
          resource.path("key").asString(""),
          resource.path("concurrent").asString("-"),
          words,
          resource.path("in_use").asString(""),
          resource.path("waiting").asString(""));
    }

    private static String time(long millis) {
      return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }

    private static void printTenant(PrintWriter out, JsonNode tenant) {
      out.printf(
          "%-32s %-7s %-14s %-14s %-14s %s%n",
          tenant.path("tenant").asString(""),
          tenant.path("weight").asString(""),
          quota(tenant, "items"),
          quota(tenant, "batches"),
          quota(tenant, "steps"),
          tenant.path("use").path("waiting").asString(""));
    }

    private static String quota(JsonNode tenant, String what) {
      return tenant.path("use").path(what).asString("")
          + " of "
          + tenant.path(what).asString("any");
    }
  }

  @Command(
      name = "set",
      header = "Limit a resource, or say a tenant's share and quotas.",
      description = {"", "Replaces what was set before: what is not given is unlimited.", ""},
      mixinStandardHelpOptions = true)
  private static final class SetLimit implements Callable<Integer> {
    private static final Pattern RATE = Pattern.compile("([0-9]{1,7})/([0-9]{0,8})(ms|s|m|h)");
    private final Platform platform;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli fills it before call()
    private CommandSpec spec;

    @CommandLine.Mixin private ServerOption where = new ServerOption();

    @Parameters(paramLabel = "NAME", description = "a resource or a tenant")
    private String name = "";

    @Option(
        names = "--concurrent",
        paramLabel = "N",
        description = "of a resource: attempts at once")
    private @Nullable Integer concurrent;

    @Option(
        names = "--rate",
        paramLabel = "N/TIME",
        description = "of a resource: attempts that start within a time, such as 60/m or 5/10s")
    private @Nullable String rate;

    @Option(
        names = "--burst",
        paramLabel = "N",
        description = "with --rate: how many may start at once after a quiet time (default: 1)")
    private @Nullable Integer burst;

    @Option(
        names = "--weight",
        paramLabel = "N",
        description = "of a tenant: turns in relation to others, 1 to 1000 (default: 100)")
    private @Nullable Integer weight;

    @Option(
        names = "--items",
        paramLabel = "N",
        description = "of a tenant: items on their way at once")
    private @Nullable Integer items;

    @Option(
        names = "--batches",
        paramLabel = "N",
        description = "of a tenant: open batches at once")
    private @Nullable Integer batches;

    @Option(names = "--steps", paramLabel = "N", description = "of a tenant: attempts at once")
    private @Nullable Integer steps;

    @Option(
        names = "--budget-day",
        paramLabel = "AMOUNT",
        description = "of a tenant: what its providers' calls may cost on a day (UTC)")
    private @Nullable BigDecimal budgetDay;

    @Option(
        names = "--budget-month",
        paramLabel = "AMOUNT",
        description = "of a tenant: what they may cost in a calendar month (UTC)")
    private @Nullable BigDecimal budgetMonth;

    SetLimit(Platform platform) {
      this.platform = platform;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
      var body = Json.object();
      put(body, "concurrent", concurrent);
      put(body, "weight", weight);
      put(body, "items", items);
      put(body, "batches", batches);
      put(body, "steps", steps);
      put(body, "budget_day", budgetDay);
      put(body, "budget_month", budgetMonth);
      var text = rate;
      if (text != null) {
        var given = rate(text);
        put(given, "burst", burst);
        body.set("rate", given);
      } else if (burst != null) {
        throw new CommandLine.ParameterException(
            spec.commandLine(), "expected --rate with --burst, but --burst alone");
      }
      where.server(platform).ask("PUT", path(name), Optional.of(body));
      return ExitCodes.SUCCEEDED;
    }

    private static void put(ObjectNode body, String field, @Nullable Integer value) {
      if (value != null) {
        body.put(field, value);
      }
    }

    private static void put(ObjectNode body, String field, @Nullable BigDecimal value) {
      if (value != null) {
        body.put(field, value);
      }
    }

    private ObjectNode rate(String text) {
      var form = RATE.matcher(text);
      if (!form.matches()) {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            "--rate: expected a number and a time such as 60/m or 5/10s, but '" + text + "'");
      }
      long count = form.group(2).isEmpty() ? 1 : Long.parseLong(form.group(2));
      var unit =
          switch (form.group(3)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
          };
      return Json.object()
          .put("starts", Integer.parseInt(form.group(1)))
          .put("per_ms", unit.toMillis());
    }
  }

  @Command(
      name = "remove",
      header = "Lift the limit of a resource, or give a tenant the usual share without quotas.",
      mixinStandardHelpOptions = true)
  private static final class RemoveLimit implements Callable<Integer> {
    private final Platform platform;

    @CommandLine.Mixin private ServerOption where = new ServerOption();

    @Parameters(paramLabel = "NAME", description = "a resource or a tenant")
    private String name = "";

    RemoveLimit(Platform platform) {
      this.platform = platform;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
      where.server(platform).ask("DELETE", path(name), Optional.empty());
      return ExitCodes.SUCCEEDED;
    }
  }
}
