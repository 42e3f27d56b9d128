package dev.backlot.surface.backlot;

import dev.backlot.http.Fields;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchState;
import dev.backlot.model.Breaker;
import dev.backlot.model.Canary;
import dev.backlot.model.Money;
import dev.backlot.model.Priority;
import dev.backlot.model.Tolerance;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a batch's settings: what is not given stays as it is. */
final class ParseSettings {
  /** What may be changed while a batch runs. */
  static final List<String> LIVE =
      List.of(
          "concurrency",
          "priority",
          "continue_on_error",
          "failures_max",
          "failures_max_percent",
          "breaker",
          "budget",
          "deadline",
          "run_timeout_ms");

  /** What a new batch may be given beside that. */
  static final List<String> FIXED = List.of("canary", "reuse");

  private static final List<String> KINDS = List.of("transient", "invalid", "refused", "defect");

  /** All of them as they stand in a query. */
  static final List<String> QUERY =
      List.of(
          "concurrency",
          "priority",
          "continue_on_error",
          "failures_max",
          "failures_max_percent",
          "breaker.kind",
          "breaker.failures",
          "breaker.window",
          "budget",
          "deadline",
          "run_timeout_ms",
          "canary.items",
          "canary.wait",
          "reuse");

  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,15}");
  private static final Pattern AMOUNT = Pattern.compile("-?\\d{1,15}\\.\\d{1,15}");
  private final Fields fields;
  private final List<Refusal.Field> mistakes;

  private ParseSettings(Fields fields, List<Refusal.Field> mistakes) {
    this.fields = fields;
    this.mistakes = mistakes;
  }

  static BatchSettings of(Fields fields, List<Refusal.Field> mistakes, BatchSettings usual) {
    return new ParseSettings(fields, mistakes).read(usual);
  }

  /** Of a batch whose items come as lines: the same by the same names, {@code canary.items=3}. */
  static BatchSettings of(Query query) {
    var body = Json.object();
    for (var name : QUERY) {
      query.text(name).ifPresent(text -> put(body, name, literal(text)));
    }
    var mistakes = new ArrayList<Refusal.Field>();
    var known = Stream.of(LIVE, FIXED).flatMap(List::stream).toArray(String[]::new);
    var fields = Fields.of(body, "", mistakes, known);
    var settings = of(fields, mistakes, BatchSettings.DEFAULT);
    Parse.refuseIfAny(mistakes);
    return settings;
  }

  private static void put(ObjectNode body, String name, JsonNode value) {
    int dot = name.indexOf('.');
    if (dot < 0) {
      body.set(name, value);
    } else {
      body.withObjectProperty(name.substring(0, dot)).set(name.substring(dot + 1), value);
    }
  }

  /** A number, true or false where it looks like one; any other text as it is. */
  private static JsonNode literal(String text) {
    if (WHOLE.matcher(text).matches()) {
      return Json.MAPPER.getNodeFactory().numberNode(Long.parseLong(text));
    }
    if (AMOUNT.matcher(text).matches()) {
      return Json.MAPPER.getNodeFactory().numberNode(new BigDecimal(text));
    }
    return switch (text) {
      case "true", "false" -> Json.MAPPER.getNodeFactory().booleanNode(text.equals("true"));
      default -> Json.MAPPER.getNodeFactory().stringNode(text);
    };
  }

  static BatchSettings changes(JsonNode body, BatchSettings current) {
    var mistakes = new ArrayList<Refusal.Field>();
    var fields = Fields.of(body, "", mistakes, LIVE.toArray(String[]::new));
    var settings = of(fields, mistakes, current);
    Parse.refuseIfAny(mistakes);
    return settings;
  }

  private BatchSettings read(BatchSettings usual) {
    return new BatchSettings(
        fields.number("concurrency", 1, BatchSettings.CONCURRENCY_MAX).orElse(usual.concurrency()),
        fields.word("priority", "high, normal or low", Priority::parse).orElse(usual.priority()),
        tolerance().orElse(usual.tolerance()),
        fields.object("canary").map(this::canary).or(usual::canary),
        fields.object("breaker").map(this::breaker).or(usual::breaker),
        fields.decimal("budget", "an amount with at most 6 decimals", Money::of).or(usual::budget),
        fields.instant("deadline").or(usual::deadline),
        fields
            .number("run_timeout_ms", 1, (int) Duration.ofDays(20).toMillis())
            .map(millis -> Duration.ofMillis(millis))
            .or(usual::runTimeout),
        fields.bool("reuse").orElse(usual.reuse()));
  }

  private Optional<Tolerance> tolerance() {
    var most = fields.number("failures_max", 0, BatchState.ITEMS_MAX);
    var percent = fields.decimal("failures_max_percent", "0 to 100", ParseSettings::percent);
    var goesOn = fields.bool("continue_on_error");
    if (most.isPresent() && percent.isPresent()) {
      mistakes.add(
          new Refusal.Field(
              "failures_max_percent", "expected either a number of failures or a share of them"));
    }
    return percent
        .<Tolerance>map(Tolerance.Percent::new)
        .or(() -> most.map(Tolerance.Failures::new))
        .or(() -> goesOn.map(on -> on ? Tolerance.any() : Tolerance.none()));
  }

  private static Optional<Double> percent(BigDecimal given) {
    return Optional.of(given.doubleValue()).filter(value -> value >= 0 && value <= 100);
  }

  private Canary canary(JsonNode node) {
    var inner = Fields.of(node, "canary", mistakes, "items", "wait");
    var items = inner.required("items", inner.number("items", 1, Canary.ITEMS_MAX));
    return new Canary(items.orElse(1), inner.bool("wait").orElse(false));
  }

  private Breaker breaker(JsonNode node) {
    var inner = Fields.of(node, "breaker", mistakes, "kind", "failures", "window");
    var kind =
        inner.word(
            "kind",
            "transient, invalid, refused or defect",
            word -> Optional.of(word).filter(KINDS::contains));
    int window = inner.number("window", 1, Breaker.WINDOW_MAX).orElse(20);
    int failures =
        inner.required("failures", inner.number("failures", 1, Breaker.WINDOW_MAX)).orElse(1);
    if (failures > window) {
      mistakes.add(
          new Refusal.Field(
              "breaker.failures", "expected at most the window of " + window + " items"));
      return new Breaker(kind, 1, window);
    }
    return new Breaker(kind, failures, window);
  }
}
