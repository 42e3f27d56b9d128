package dev.backlot.json;

import dev.backlot.model.BatchEvent;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchStatus;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/**
 * A batch's own events as the journal keeps them and every surface shows them. Read leniently for
 * ever: fields may be added, never renamed.
 */
public final class BatchEventJson {
  private BatchEventJson() {}

  /** A group of one batch's own events as a JSON array. */
  public static String text(List<BatchEvent> events) {
    var text = new StringWriter(events.size() * 96);
    try (var out = Json.MAPPER.createGenerator(text)) {
      out.writeStartArray();
      events.forEach(event -> write(out, event));
      out.writeEndArray();
    }
    return text.toString();
  }

  public static List<BatchEvent> read(JsonNode array) {
    var events = new ArrayList<BatchEvent>();
    array.forEach(node -> events.add(event(node)));
    return events;
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

  private static BatchEvent event(JsonNode node) {
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
