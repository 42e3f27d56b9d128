package dev.backlot.json;

import dev.backlot.model.AssetId;
import dev.backlot.model.BatchEvent;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.RunEvent;
import dev.backlot.model.StepId;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * Events as the journal keeps them and every surface shows them. Written by hand, because this is
 * the hottest text of the engine, and read leniently for ever: fields may be added, never renamed.
 */
public final class EventJson {
  private EventJson() {}

  /** A group of one run's events as a JSON array. */
  public static String runEvents(List<RunEvent> events) {
    var text = new StringWriter(events.size() * 96);
    try (var out = Json.MAPPER.createGenerator(text)) {
      out.writeStartArray();
      events.forEach(event -> write(out, event));
      out.writeEndArray();
    }
    return text.toString();
  }

  /** A group of one batch's own events as a JSON array. */
  public static String batchEvents(List<BatchEvent> events) {
    var text = new StringWriter(events.size() * 96);
    try (var out = Json.MAPPER.createGenerator(text)) {
      out.writeStartArray();
      events.forEach(event -> write(out, event));
      out.writeEndArray();
    }
    return text.toString();
  }

  public static List<RunEvent> readRunEvents(JsonNode array) {
    var events = new ArrayList<RunEvent>(array.size());
    array.forEach(node -> events.add(readRunEvent(node)));
    return events;
  }

  public static List<BatchEvent> readBatchEvents(JsonNode array) {
    var events = new ArrayList<BatchEvent>(array.size());
    array.forEach(node -> events.add(readBatchEvent(node)));
    return events;
  }

  private static void write(JsonGenerator out, RunEvent event) {
    out.writeStartObject();
    out.writeStringProperty("event", name(event));
    out.writeNumberProperty("at", event.at().toEpochMilli());
    switch (event) {
      case RunEvent.RunStarted(var inputs, var steps, _) -> {
        out.writeName("inputs");
        ValueJson.write(out, inputs);
        out.writeName("steps");
        out.writeStartArray();
        steps.forEach(step -> out.writeString(step.value()));
        out.writeEndArray();
      }
      case RunEvent.StepReady(var step, var attempt, _) -> step(out, step, attempt);
      case RunEvent.StepStarted(var step, var attempt, _) -> step(out, step, attempt);
      case RunEvent.StepSucceeded done -> succeeded(out, done);
      case RunEvent.StepFailed(var step, var attempt, var failure, var tolerated, _) -> {
        step(out, step, attempt);
        out.writePOJOProperty("failure", FailureJson.node(failure));
        out.writeBooleanProperty("tolerated", tolerated);
      }
      case RunEvent.RetryScheduled(var step, var attempt, var failure, var dueAt, _) -> {
        step(out, step, attempt);
        out.writePOJOProperty("failure", FailureJson.node(failure));
        out.writeNumberProperty("due_at", dueAt.toEpochMilli());
      }
      case RunEvent.StepSkipped(var step, var reason, _) -> {
        out.writeStringProperty("step", step.value());
        out.writeStringProperty("reason", reason);
      }
      case RunEvent.StepCancelled(var step, _) -> out.writeStringProperty("step", step.value());
      case RunEvent.RunSucceeded(var outputs, _) -> {
        out.writeName("outputs");
        ValueJson.write(out, outputs);
      }
      case RunEvent.RunFailed(var step, var failure, _) -> {
        out.writeStringProperty("step", step.value());
        out.writePOJOProperty("failure", FailureJson.node(failure));
      }
      case RunEvent.RunPaused _,
          RunEvent.RunResumed _,
          RunEvent.RunCancelRequested _,
          RunEvent.RunCancelled _ -> {}
    }
    out.writeEndObject();
  }

  private static void step(JsonGenerator out, StepId step, int attempt) {
    out.writeStringProperty("step", step.value());
    out.writeNumberProperty("attempt", attempt);
  }

  private static void succeeded(JsonGenerator out, RunEvent.StepSucceeded done) {
    step(out, done.step(), done.attempt());
    out.writeName("outputs");
    ValueJson.write(out, done.outputs());
    if (done.reused()) {
      out.writeBooleanProperty("reused", true);
    }
    if (!done.consumed().isEmpty()) {
      out.writeName("consumed");
      out.writeStartArray();
      done.consumed().forEach(asset -> out.writeString(asset.toString()));
      out.writeEndArray();
    }
  }

  private static String name(RunEvent event) {
    return switch (event) {
      case RunEvent.RunStarted _ -> "run_started";
      case RunEvent.StepReady _ -> "step_ready";
      case RunEvent.StepStarted _ -> "step_started";
      case RunEvent.StepSucceeded _ -> "step_succeeded";
      case RunEvent.StepFailed _ -> "step_failed";
      case RunEvent.RetryScheduled _ -> "retry_scheduled";
      case RunEvent.StepSkipped _ -> "step_skipped";
      case RunEvent.StepCancelled _ -> "step_cancelled";
      case RunEvent.RunPaused _ -> "run_paused";
      case RunEvent.RunResumed _ -> "run_resumed";
      case RunEvent.RunCancelRequested _ -> "run_cancel_requested";
      case RunEvent.RunSucceeded _ -> "run_succeeded";
      case RunEvent.RunFailed _ -> "run_failed";
      case RunEvent.RunCancelled _ -> "run_cancelled";
    };
  }

  private static RunEvent readRunEvent(JsonNode node) {
    var at = Instant.ofEpochMilli(node.path("at").asLong());
    var step = new StepId(node.path("step").asString("none"));
    int attempt = node.path("attempt").asInt(0);
    return switch (node.path("event").asString("")) {
      case "run_started" ->
          new RunEvent.RunStarted(
              ValueJson.fields(node.path("inputs")),
              node.path("steps").valueStream().map(id -> new StepId(id.stringValue())).toList(),
              at);
      case "step_ready" -> new RunEvent.StepReady(step, attempt, at);
      case "step_started" -> new RunEvent.StepStarted(step, attempt, at);
      case "step_succeeded" ->
          new RunEvent.StepSucceeded(
              step,
              attempt,
              ValueJson.fields(node.path("outputs")),
              node.path("reused").asBoolean(false),
              node.path("consumed")
                  .valueStream()
                  .flatMap(id -> AssetId.parse(id.asString("")).stream())
                  .toList(),
              at);
      case "step_failed" ->
          new RunEvent.StepFailed(
              step,
              attempt,
              FailureJson.read(node.path("failure")),
              node.path("tolerated").asBoolean(false),
              at);
      case "retry_scheduled" ->
          new RunEvent.RetryScheduled(
              step,
              attempt,
              FailureJson.read(node.path("failure")),
              Instant.ofEpochMilli(node.path("due_at").asLong()),
              at);
      case "step_skipped" -> new RunEvent.StepSkipped(step, node.path("reason").asString(""), at);
      case "step_cancelled" -> new RunEvent.StepCancelled(step, at);
      case "run_paused" -> new RunEvent.RunPaused(at);
      case "run_resumed" -> new RunEvent.RunResumed(at);
      case "run_cancel_requested" -> new RunEvent.RunCancelRequested(at);
      case "run_succeeded" -> new RunEvent.RunSucceeded(ValueJson.fields(node.path("outputs")), at);
      case "run_failed" -> new RunEvent.RunFailed(step, FailureJson.read(node.path("failure")), at);
      case "run_cancelled" -> new RunEvent.RunCancelled(at);
      default ->
          throw new IllegalStateException(
              "unknown run event in the journal: " + node.path("event"));
    };
  }

  private static void write(JsonGenerator out, BatchEvent event) {
    out.writeStartObject();
    out.writeStringProperty("event", name(event));
    out.writeNumberProperty("at", event.at().toEpochMilli());
    switch (event) {
      case BatchEvent.BatchCreated(var workflow, var version, var settings, _) -> {
        out.writeStringProperty("workflow", workflow);
        out.writeNumberProperty("version", version);
        settings(out, settings);
      }
      case BatchEvent.ItemsAdded(var count, _) -> out.writeNumberProperty("count", count);
      case BatchEvent.PendingCancelled(var from, var to, _) -> {
        out.writeNumberProperty("from", from);
        out.writeNumberProperty("to", to);
      }
      case BatchEvent.BatchFinished(var status, _) ->
          out.writeStringProperty("status", status.word());
      case BatchEvent.BatchPaused(var why, _) -> {
        out.writeStringProperty("cause", why.cause().word());
        if (!why.message().isEmpty()) {
          out.writeStringProperty("message", why.message());
        }
      }
      case BatchEvent.SettingsChanged(var settings, _) -> settings(out, settings);
      case BatchEvent.BatchCancelRequested(var reason, _) -> {
        if (!reason.isEmpty()) {
          out.writeStringProperty("reason", reason);
        }
      }
      case BatchEvent.BatchSealed _,
          BatchEvent.BatchResumed _,
          BatchEvent.CanaryPassed _,
          BatchEvent.BatchReopened _,
          BatchEvent.BatchStopped _ -> {}
    }
    out.writeEndObject();
  }

  private static void settings(JsonGenerator out, BatchSettings settings) {
    for (var field : BatchJson.node(settings).properties()) {
      out.writePOJOProperty(field.getKey(), field.getValue());
    }
  }

  private static String name(BatchEvent event) {
    return switch (event) {
      case BatchEvent.BatchCreated _ -> "batch_created";
      case BatchEvent.ItemsAdded _ -> "items_added";
      case BatchEvent.BatchSealed _ -> "batch_started";
      case BatchEvent.BatchPaused _ -> "batch_paused";
      case BatchEvent.BatchResumed _ -> "batch_resumed";
      case BatchEvent.BatchCancelRequested _ -> "batch_cancel_requested";
      case BatchEvent.CanaryPassed _ -> "canary_passed";
      case BatchEvent.SettingsChanged _ -> "settings_changed";
      case BatchEvent.BatchReopened _ -> "batch_reopened";
      case BatchEvent.BatchStopped _ -> "batch_stopped";
      case BatchEvent.PendingCancelled _ -> "pending_cancelled";
      case BatchEvent.BatchFinished _ -> "batch_finished";
    };
  }

  private static BatchEvent readBatchEvent(JsonNode node) {
    var at = Instant.ofEpochMilli(node.path("at").asLong());
    return switch (node.path("event").asString("")) {
      case "batch_created" ->
          new BatchEvent.BatchCreated(
              node.path("workflow").asString(""),
              node.path("version").asInt(0),
              BatchJson.settings(node),
              at);
      case "items_added" -> new BatchEvent.ItemsAdded(node.path("count").asInt(0), at);
      case "batch_started" -> new BatchEvent.BatchSealed(at);
      case "batch_paused" -> new BatchEvent.BatchPaused(BatchJson.pause(node), at);
      case "batch_resumed" -> new BatchEvent.BatchResumed(at);
      case "batch_cancel_requested" ->
          new BatchEvent.BatchCancelRequested(node.path("reason").asString(""), at);
      case "canary_passed" -> new BatchEvent.CanaryPassed(at);
      case "settings_changed" -> new BatchEvent.SettingsChanged(BatchJson.settings(node), at);
      case "batch_reopened" -> new BatchEvent.BatchReopened(at);
      case "batch_stopped" -> new BatchEvent.BatchStopped(at);
      case "pending_cancelled" ->
          new BatchEvent.PendingCancelled(node.path("from").asInt(), node.path("to").asInt(), at);
      case "batch_finished" ->
          new BatchEvent.BatchFinished(
              BatchStatus.parse(node.path("status").asString("")).orElse(BatchStatus.FAILED), at);
      default ->
          throw new IllegalStateException(
              "unknown batch event in the journal: " + node.path("event"));
    };
  }
}
