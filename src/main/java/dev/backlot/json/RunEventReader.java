package dev.backlot.json;

import dev.backlot.model.AssetId;
import dev.backlot.model.Bill;
import dev.backlot.model.CallEnd;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.ProviderCall;
import dev.backlot.model.RunEvent;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepResult;
import dev.backlot.model.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads what {@link RunEventJson} wrote, now or years ago: what is missing has its default. */
public final class RunEventReader {
  private static final StepPath NO_STEP = StepPath.of(new StepId("none"));
  private final JsonNode node;
  private final Instant at;

  private RunEventReader(JsonNode node) {
    this.node = node;
    this.at = instant("at");
  }

  public static List<RunEvent> read(JsonNode array) {
    var events = new ArrayList<RunEvent>(array.size());
    array.forEach(node -> events.add(new RunEventReader(node).event()));
    return events;
  }

  private RunEvent event() {
    return switch (text("event")) {
      case "run_started" ->
          new RunEvent.RunStarted(
              values("inputs"),
              ids("steps"),
              node.has("deadline") ? Optional.of(instant("deadline")) : Optional.empty(),
              notes(),
              at);
      case "step_ready" -> new RunEvent.StepReady(step(), attempt(), at);
      case "step_started" -> new RunEvent.StepStarted(step(), attempt(), at);
      case "step_put_back" -> new RunEvent.StepPutBack(step(), attempt(), at);
      case "step_succeeded" -> succeeded();
      case "step_failed" ->
          new RunEvent.StepFailed(
              step(),
              attempt(),
              failure(),
              node.path("tolerated").asBoolean(false),
              call(),
              money("released_micros"),
              at);
      case "retry_scheduled" ->
          new RunEvent.RetryScheduled(
              step(),
              attempt(),
              failure(),
              call(),
              money("released_micros"),
              instant("due_at"),
              at);
      case "fell_back" ->
          new RunEvent.FellBack(
              step(),
              attempt(),
              node.path("fallback").asInt(1),
              failure(),
              call(),
              money("released_micros"),
              at);
      case "step_skipped" -> new RunEvent.StepSkipped(step(), text("reason"), at);
      case "step_cancelled" ->
          new RunEvent.StepCancelled(step(), text("by"), call(), money("released_micros"), at);
      case "step_held" -> new RunEvent.StepHeld(step(), at);
      case "step_released" -> new RunEvent.StepReleased(step(), at);
      case "call_intended" -> new RunEvent.CallIntended(step(), attempt(), providerCall(), at);
      case "call_submitted" -> new RunEvent.CallSubmitted(step(), attempt(), text("request"), at);
      case "loop_started", "iteration_started", "iteration_succeeded", "iteration_failed" -> loop();
      case "gate_opened", "gate_voted", "gate_reminded", "gate_expired", "steps_reset" -> gate();
      default -> run();
    };
  }

  private RunEvent succeeded() {
    var consumed =
        node.path("consumed")
            .valueStream()
            .flatMap(id -> AssetId.parse(id.asString("")).stream())
            .toList();
    var result =
        new StepResult(
            values("outputs"),
            node.path("reused").asBoolean(false),
            consumed,
            money("cost_micros"),
            Optional.of(text("key")).filter(key -> !key.isEmpty()));
    return new RunEvent.StepSucceeded(step(), attempt(), result, money("released_micros"), at);
  }

  private RunEvent loop() {
    int index = node.path("iteration").asInt(0);
    return switch (text("event")) {
      case "loop_started" ->
          new RunEvent.LoopStarted(
              step(), node.path("iterations").valueStream().map(ValueJson::fields).toList(), at);
      case "iteration_started" -> new RunEvent.IterationStarted(step(), index, ids("steps"), at);
      case "iteration_succeeded" ->
          new RunEvent.IterationSucceeded(step(), index, values("outputs"), at);
      default -> new RunEvent.IterationFailed(step(), index, failure(), at);
    };
  }

  private RunEvent gate() {
    return switch (text("event")) {
      case "gate_opened" ->
          new RunEvent.GateOpened(
              step(), GateJson.question(node.path("question")), node.path("round").asInt(1), at);
      case "gate_voted" ->
          new RunEvent.GateVoted(step(), text("by"), GateJson.decision(node.path("decision")), at);
      case "gate_reminded" -> new RunEvent.GateReminded(step(), at);
      case "gate_expired" -> new RunEvent.GateExpired(step(), at);
      default ->
          new RunEvent.StepsReset(
              step(),
              node.path("steps").valueStream().map(path -> path(path.asString(""))).toList(),
              text("note"),
              at);
    };
  }

  private RunEvent run() {
    return switch (text("event")) {
      case "run_waiting" -> new RunEvent.RunParked(at);
      case "run_woken" -> new RunEvent.RunWoken(at);
      case "run_paused" -> new RunEvent.RunPaused(at);
      case "run_resumed" -> new RunEvent.RunResumed(at);
      case "run_reopened" -> new RunEvent.RunReopened(at);
      case "run_cancel_requested" -> new RunEvent.RunCancelRequested(at);
      case "run_expired" -> new RunEvent.RunExpired(failure(), at);
      case "run_succeeded" -> new RunEvent.RunSucceeded(values("outputs"), at);
      case "run_failed" ->
          new RunEvent.RunFailed(
              node.has("step") ? Optional.of(step()) : Optional.empty(), failure(), at);
      case "run_cancelled" -> new RunEvent.RunCancelled(bill(), at);
      default ->
          throw new IllegalStateException(
              "unknown run event in the journal: " + node.path("event"));
    };
  }

  private StepPath step() {
    return node.has("step") ? path(text("step")) : NO_STEP;
  }

  private static StepPath path(String text) {
    return StepPath.parse(text)
        .orElseThrow(
            () -> new IllegalStateException("no place of a step in the journal: '" + text + "'"));
  }

  private int attempt() {
    return node.path("attempt").asInt(0);
  }

  private ProviderCall providerCall() {
    return new ProviderCall(
        text("provider"),
        text("model"),
        text("idempotency_key"),
        Optional.of(text("request")).filter(id -> !id.isEmpty()),
        money("reserved_micros"));
  }

  private CallEnd call() {
    return new CallEnd(!node.path("outcome_unknown").asBoolean(false), money("cost_micros"));
  }

  private Bill bill() {
    return new Bill(money("cost_micros"), node.path("outcome_unknown").asBoolean(false));
  }

  private Money money(String name) {
    return new Money(node.path(name).asLong(0));
  }

  private Failure failure() {
    return FailureJson.read(node.path("failure"));
  }

  private Map<String, Value> values(String name) {
    return ValueJson.fields(node.path(name));
  }

  private Map<StepPath, String> notes() {
    var notes = new LinkedHashMap<StepPath, String>();
    node.path("notes")
        .properties()
        .forEach(note -> notes.put(path(note.getKey()), note.getValue().asString("")));
    return Collections.unmodifiableMap(notes);
  }

  private List<StepId> ids(String name) {
    return node.path(name).valueStream().map(id -> new StepId(id.stringValue())).toList();
  }

  private String text(String name) {
    return node.path(name).asString("");
  }

  private Instant instant(String name) {
    return Instant.ofEpochMilli(node.path(name).asLong());
  }
}
