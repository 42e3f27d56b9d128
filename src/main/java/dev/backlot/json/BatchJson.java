package dev.backlot.json;

import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchState;
import dev.backlot.model.Breaker;
import dev.backlot.model.Canary;
import dev.backlot.model.Cancellations;
import dev.backlot.model.Money;
import dev.backlot.model.PauseReason;
import dev.backlot.model.Priority;
import dev.backlot.model.Tolerance;
import dev.backlot.model.Withdrawn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A batch's settings and memory as JSON: for the journal's rows and its events. */
public final class BatchJson {
  private BatchJson() {}

  public static ObjectNode node(BatchSettings settings) {
    var node = Json.object();
    node.put("concurrency", settings.concurrency());
    node.put("priority", settings.priority().word());
    node.put("continue_on_error", settings.continueOnError());
    switch (settings.tolerance()) {
      case Tolerance.Any _ -> {}
      case Tolerance.Failures(var most) -> node.put("failures_max", most);
      case Tolerance.Percent(var most) -> node.put("failures_max_percent", most);
    }
    settings
        .canary()
        .ifPresent(
            canary ->
                node.putObject("canary").put("items", canary.items()).put("wait", canary.waits()));
    settings.breaker().ifPresent(breaker -> node.set("breaker", node(breaker)));
    settings.budget().ifPresent(budget -> node.put("budget", budget.amount()));
    settings.deadline().ifPresent(deadline -> node.put("deadline", deadline.toString()));
    settings.runTimeout().ifPresent(timeout -> node.put("run_timeout_ms", timeout.toMillis()));
    node.put("reuse", settings.reuse());
    return node;
  }

  private static ObjectNode node(Breaker breaker) {
    var node = Json.object();
    breaker.kind().ifPresent(kind -> node.put("kind", kind));
    return node.put("failures", breaker.failures()).put("window", breaker.window());
  }

  /** Reads what {@link #node(BatchSettings)} wrote, now or years ago. */
  public static BatchSettings settings(JsonNode node) {
    return new BatchSettings(
        node.path("concurrency").asInt(1),
        Priority.parse(node.path("priority").asString("")).orElse(Priority.NORMAL),
        tolerance(node),
        Optional.of(node.path("canary"))
            .filter(JsonNode::isObject)
            .map(
                canary ->
                    new Canary(
                        canary.path("items").asInt(1), canary.path("wait").asBoolean(false))),
        Optional.of(node.path("breaker")).filter(JsonNode::isObject).map(BatchJson::breaker),
        Optional.of(node.path("budget"))
            .filter(JsonNode::isNumber)
            .flatMap(amount -> Money.of(amount.decimalValue())),
        Optional.of(node.path("deadline"))
            .filter(JsonNode::isString)
            .map(text -> Instant.parse(text.stringValue())),
        Optional.of(node.path("run_timeout_ms"))
            .filter(JsonNode::isNumber)
            .map(millis -> Duration.ofMillis(millis.longValue())),
        node.path("reuse").asBoolean(true));
  }

  private static Tolerance tolerance(JsonNode node) {
    if (node.path("failures_max").isNumber()) {
      return new Tolerance.Failures(node.path("failures_max").intValue());
    }
    if (node.path("failures_max_percent").isNumber()) {
      return new Tolerance.Percent(node.path("failures_max_percent").doubleValue());
    }
    return node.path("continue_on_error").asBoolean(true) ? Tolerance.any() : Tolerance.none();
  }

  private static Breaker breaker(JsonNode node) {
    return new Breaker(
        Optional.of(node.path("kind")).filter(JsonNode::isString).map(JsonNode::stringValue),
        node.path("failures").asInt(1),
        node.path("window").asInt(1));
  }

  public static ObjectNode node(BatchState.Progress progress) {
    var node = Json.object();
    progress.pause().ifPresent(pause -> node.set("pause", node(pause)));
    if (progress.canaryPassed()) {
      node.put("canary_passed", true);
    }
    if (!progress.recent().isEmpty()) {
      var recent = node.putArray("recent");
      progress.recent().forEach(recent::add);
    }
    if (!progress.spent().isNone()) {
      node.put("spent", progress.spent().micros());
    }
    if (!progress.reserved().isNone()) {
      node.put("reserved", progress.reserved().micros());
    }
    if (progress.cancelled().all() > 0) {
      node.set("cancelled", node(progress.cancelled()));
    }
    if (!progress.withdrawn().items().isEmpty()) {
      var withdrawn = node.putArray("withdrawn");
      progress.withdrawn().items().forEach(withdrawn::add);
    }
    return node;
  }

  private static ObjectNode node(Cancellations cancelled) {
    return Json.object()
        .put("before_start", cancelled.beforeStart())
        .put("unbilled", cancelled.unbilled())
        .put("billed", cancelled.billed())
        .put("unknown", cancelled.unknown())
        .put("spent", cancelled.spent().micros());
  }

  private static Cancellations cancelled(JsonNode node) {
    return new Cancellations(
        node.path("before_start").asInt(0),
        node.path("unbilled").asInt(0),
        node.path("billed").asInt(0),
        node.path("unknown").asInt(0),
        new Money(node.path("spent").asLong(0)));
  }

  public static BatchState.Progress progress(JsonNode node) {
    var recent = new ArrayList<Boolean>();
    node.path("recent").forEach(counted -> recent.add(counted.asBoolean(false)));
    var withdrawn = new ArrayList<Integer>();
    node.path("withdrawn").forEach(item -> withdrawn.add(item.asInt(0)));
    return new BatchState.Progress(
        Optional.of(node.path("pause")).filter(JsonNode::isObject).map(BatchJson::pause),
        node.path("canary_passed").asBoolean(false),
        recent,
        new Money(node.path("spent").asLong(0)),
        new Money(node.path("reserved").asLong(0)),
        cancelled(node.path("cancelled")),
        new Withdrawn(withdrawn));
  }

  public static ObjectNode node(PauseReason pause) {
    return Json.object().put("cause", pause.cause().word()).put("message", pause.message());
  }

  public static PauseReason pause(JsonNode node) {
    var word = node.path("cause").asString("");
    for (var cause : PauseReason.Cause.values()) {
      if (cause.word().equals(word)) {
        return new PauseReason(cause, node.path("message").asString(""));
      }
    }
    return PauseReason.PERSON;
  }
}
