package dev.backlot.json;

import dev.backlot.model.CallEnd;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.ProviderCall;
import dev.backlot.model.RunEvent;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepResult;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * A run's events as the journal keeps them and every surface shows them. Written by hand, because
 * this is the hottest text of the engine; {@link RunEventReader} reads it for ever: fields may be
 * added, never renamed.
 */
public final class RunEventJson {
  private RunEventJson() {}

  /** A group of one run's events as a JSON array. */
  public static String text(List<RunEvent> events) {
    var text = new StringWriter(events.size() * 96);
    try (var out = Json.MAPPER.createGenerator(text)) {
      out.writeStartArray();
      events.forEach(event -> write(out, event));
      out.writeEndArray();
    }
    return text.toString();
  }

  private static void write(JsonGenerator out, RunEvent event) {
    out.writeStartObject();
    out.writeStringProperty("event", name(event));
    out.writeNumberProperty("at", event.at().toEpochMilli());
    switch (event) {
      case RunEvent.RunStarted started -> write(out, started);
      case RunEvent.StepReady(var step, var attempt, _) -> step(out, step, attempt);
      case RunEvent.StepStarted(var step, var attempt, _) -> step(out, step, attempt);
      case RunEvent.StepPutBack(var step, var attempt, _) -> step(out, step, attempt);
      case RunEvent.StepSucceeded done -> write(out, done);
      case RunEvent.StepFailed(
              var step,
              var attempt,
              var failure,
              var tolerated,
              var call,
              var released,
              _) -> {
        failed(out, step, attempt, failure, call, released);
        out.writeBooleanProperty("tolerated", tolerated);
      }
      case RunEvent.RetryScheduled(
              var step,
              var attempt,
              var failure,
              var call,
              var released,
              var dueAt,
              _) -> {
        failed(out, step, attempt, failure, call, released);
        out.writeNumberProperty("due_at", dueAt.toEpochMilli());
      }
      case RunEvent.FellBack(
              var step,
              var attempt,
              var way,
              var failure,
              var call,
              var released,
              _) -> {
        failed(out, step, attempt, failure, call, released);
        out.writeNumberProperty("fallback", way);
      }
      case RunEvent.StepSkipped(var step, var reason, _) -> {
        step(out, step);
        out.writeStringProperty("reason", reason);
      }
      case RunEvent.StepCancelled(var step, var by, var call, var released, _) -> {
        step(out, step);
        text(out, "by", by);
        call(out, call, released);
      }
      case RunEvent.StepHeld(var step, _) -> step(out, step);
      case RunEvent.StepReleased(var step, _) -> step(out, step);
      case RunEvent.CallIntended(var step, var attempt, var call, _) -> {
        step(out, step, attempt);
        write(out, call);
      }
      case RunEvent.CallSubmitted(var step, var attempt, var requestId, _) -> {
        step(out, step, attempt);
        out.writeStringProperty("request", requestId);
      }
      case RunEvent.LoopStarted(var step, var locals, _) -> {
        step(out, step);
        out.writeName("iterations");
        out.writeStartArray();
        locals.forEach(local -> ValueJson.write(out, local));
        out.writeEndArray();
      }
      case RunEvent.IterationStarted(var step, var index, var body, _) -> {
        iteration(out, step, index);
        steps(out, body);
      }
      case RunEvent.IterationSucceeded(var step, var index, var outputs, _) -> {
        iteration(out, step, index);
        values(out, "outputs", outputs);
      }
      case RunEvent.IterationFailed(var step, var index, var failure, _) -> {
        iteration(out, step, index);
        out.writePOJOProperty("failure", FailureJson.node(failure));
      }
      case RunEvent.GateOpened(var step, var question, var round, _) -> {
        step(out, step);
        out.writeNumberProperty("round", round);
        out.writePOJOProperty("question", GateJson.node(question));
      }
      case RunEvent.GateVoted(var step, var by, var decision, _) -> {
        step(out, step);
        out.writeStringProperty("by", by);
        out.writePOJOProperty("decision", GateJson.node(decision));
      }
      case RunEvent.GateReminded(var step, _) -> step(out, step);
      case RunEvent.GateExpired(var step, _) -> step(out, step);
      case RunEvent.StepsReset(var gate, var steps, var note, _) -> {
        step(out, gate);
        out.writeName("steps");
        out.writeStartArray();
        steps.forEach(step -> out.writeString(step.toString()));
        out.writeEndArray();
        text(out, "note", note);
      }
      case RunEvent.RunExpired(var failure, _) ->
          out.writePOJOProperty("failure", FailureJson.node(failure));
      case RunEvent.RunSucceeded(var outputs, _) -> values(out, "outputs", outputs);
      case RunEvent.RunFailed(var step, var failure, _) -> {
        step.ifPresent(path -> step(out, path));
        out.writePOJOProperty("failure", FailureJson.node(failure));
      }
      case RunEvent.RunCancelled(var bill, _) -> {
        money(out, "cost_micros", bill.spent());
        if (bill.unknown()) {
          out.writeBooleanProperty("outcome_unknown", true);
        }
      }
      case RunEvent.RunParked _,
          RunEvent.RunWoken _,
          RunEvent.RunPaused _,
          RunEvent.RunResumed _,
          RunEvent.RunReopened _,
          RunEvent.RunCancelRequested _ -> {}
    }
    out.writeEndObject();
  }

  private static void write(JsonGenerator out, RunEvent.RunStarted started) {
    values(out, "inputs", started.inputs());
    steps(out, started.steps());
    started
        .deadline()
        .ifPresent(deadline -> out.writeNumberProperty("deadline", deadline.toEpochMilli()));
    if (!started.notes().isEmpty()) {
      out.writeName("notes");
      out.writeStartObject();
      started.notes().forEach((gate, note) -> out.writeStringProperty(gate.toString(), note));
      out.writeEndObject();
    }
  }

  private static void write(JsonGenerator out, RunEvent.StepSucceeded done) {
    StepResult result = done.result();
    step(out, done.step(), done.attempt());
    values(out, "outputs", result.outputs());
    if (result.reused()) {
      out.writeBooleanProperty("reused", true);
    }
    if (!result.consumed().isEmpty()) {
      out.writeName("consumed");
      out.writeStartArray();
      result.consumed().forEach(asset -> out.writeString(asset.toString()));
      out.writeEndArray();
    }
    result.key().ifPresent(key -> out.writeStringProperty("key", key));
    money(out, "cost_micros", result.cost());
    money(out, "released_micros", done.released());
  }

  private static void write(JsonGenerator out, ProviderCall call) {
    out.writeStringProperty("provider", call.provider());
    if (!call.model().isEmpty()) {
      out.writeStringProperty("model", call.model());
    }
    out.writeStringProperty("idempotency_key", call.idempotencyKey());
    call.requestId().ifPresent(id -> out.writeStringProperty("request", id));
    money(out, "reserved_micros", call.reserved());
  }

  private static void failed(
      JsonGenerator out,
      StepPath step,
      int attempt,
      Failure failure,
      CallEnd call,
      Money released) {
    step(out, step, attempt);
    out.writePOJOProperty("failure", FailureJson.node(failure));
    call(out, call, released);
  }

  private static void call(JsonGenerator out, CallEnd call, Money released) {
    if (!call.known()) {
      out.writeBooleanProperty("outcome_unknown", true);
    }
    money(out, "cost_micros", call.billed());
    money(out, "released_micros", released);
  }

  private static void step(JsonGenerator out, StepPath step, int attempt) {
    step(out, step);
    out.writeNumberProperty("attempt", attempt);
  }

  private static void step(JsonGenerator out, StepPath step) {
    out.writeStringProperty("step", step.toString());
  }

  private static void iteration(JsonGenerator out, StepPath step, int index) {
    step(out, step);
    out.writeNumberProperty("iteration", index);
  }

  private static void steps(JsonGenerator out, List<StepId> steps) {
    out.writeName("steps");
    out.writeStartArray();
    steps.forEach(step -> out.writeString(step.value()));
    out.writeEndArray();
  }

  private static void values(
      JsonGenerator out, String name, Map<String, dev.backlot.model.Value> values) {
    out.writeName(name);
    ValueJson.write(out, values);
  }

  private static void text(JsonGenerator out, String name, String text) {
    if (!text.isEmpty()) {
      out.writeStringProperty(name, text);
    }
  }

  private static void money(JsonGenerator out, String name, Money amount) {
    if (!amount.isNone()) {
      out.writeNumberProperty(name, amount.micros());
    }
  }

  private static String name(RunEvent event) {
    return switch (event) {
      case RunEvent.RunStarted _ -> "run_started";
      case RunEvent.StepReady _ -> "step_ready";
      case RunEvent.StepStarted _ -> "step_started";
      case RunEvent.StepPutBack _ -> "step_put_back";
      case RunEvent.StepSucceeded _ -> "step_succeeded";
      case RunEvent.StepFailed _ -> "step_failed";
      case RunEvent.RetryScheduled _ -> "retry_scheduled";
      case RunEvent.FellBack _ -> "fell_back";
      case RunEvent.StepSkipped _ -> "step_skipped";
      case RunEvent.StepCancelled _ -> "step_cancelled";
      case RunEvent.StepHeld _ -> "step_held";
      case RunEvent.StepReleased _ -> "step_released";
      case RunEvent.CallIntended _ -> "call_intended";
      case RunEvent.CallSubmitted _ -> "call_submitted";
      case RunEvent.LoopStarted _ -> "loop_started";
      case RunEvent.IterationStarted _ -> "iteration_started";
      case RunEvent.IterationSucceeded _ -> "iteration_succeeded";
      case RunEvent.IterationFailed _ -> "iteration_failed";
      case RunEvent.GateOpened _ -> "gate_opened";
      case RunEvent.GateVoted _ -> "gate_voted";
      case RunEvent.GateReminded _ -> "gate_reminded";
      case RunEvent.GateExpired _ -> "gate_expired";
      case RunEvent.StepsReset _ -> "steps_reset";
      case RunEvent.RunParked _ -> "run_waiting";
      case RunEvent.RunWoken _ -> "run_woken";
      case RunEvent.RunPaused _ -> "run_paused";
      case RunEvent.RunResumed _ -> "run_resumed";
      case RunEvent.RunReopened _ -> "run_reopened";
      case RunEvent.RunCancelRequested _ -> "run_cancel_requested";
      case RunEvent.RunExpired _ -> "run_expired";
      case RunEvent.RunSucceeded _ -> "run_succeeded";
      case RunEvent.RunFailed _ -> "run_failed";
      case RunEvent.RunCancelled _ -> "run_cancelled";
    };
  }
}
