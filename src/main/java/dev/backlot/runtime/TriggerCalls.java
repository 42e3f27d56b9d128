package dev.backlot.runtime;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.json.ValueJson;
import dev.backlot.model.BatchId;
import dev.backlot.model.Failure;
import dev.backlot.model.StandardSignature;
import dev.backlot.model.Value;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/** Calls from outside that start batches: who may, with what, and once for each message. */
final class TriggerCalls {
  private final Triggers triggers;
  private final Runs runs;
  private final InstantSource clock;

  TriggerCalls(Triggers triggers, Runs runs, InstantSource clock) {
    this.triggers = triggers;
    this.runs = runs;
    this.clock = clock;
  }

  /** Durable on return. */
  Triggers.Called take(Triggers.Entry entry, Triggers.Message message) {
    if (!(entry.trigger().on() instanceof Trigger.On.Call(var secret))
        || !isOurs(secret, message)) {
      return new Triggers.Called.Stranger();
    }
    var trigger = entry.trigger();
    if (!trigger.enabled()) {
      return new Triggers.Called.Refused(
          new Failure.Refused("disabled", "the trigger is switched off"));
    }
    if (message.messageId().isEmpty()) {
      return started(entry, message, Optional.empty());
    }
    // spaces keep it apart from what clients may use as keys
    var key = "trigger " + trigger.id() + " " + message.messageId().get();
    return switch (runs.idempotencyKeys().claim(trigger.creator(), key, "trigger")) {
      case IdempotencyKeys.Claiming.Granted(var claim) -> {
        try (claim) {
          yield started(entry, message, Optional.of(claim));
        }
      }
      case IdempotencyKeys.Claiming.Done(var first) ->
          BatchId.parse(first.resource())
              .<Triggers.Called>map(Triggers.Called.Started::new)
              .orElseGet(Triggers.Called.Stranger::new);
      case IdempotencyKeys.Claiming.Mistaken(),
          IdempotencyKeys.Claiming.UnderWay(),
          IdempotencyKeys.Claiming.TooMany() ->
          new Triggers.Called.Refused(
              new Failure.Transient("the message is being taken; send it again"));
    };
  }

  private boolean isOurs(String secret, Triggers.Message message) {
    if (message.token().isPresent()) {
      return StandardSignature.same(secret, message.token().get());
    }
    return message.messageId().isPresent()
        && message.timestamp().isPresent()
        && message.signature().isPresent()
        && StandardSignature.fits(
            secret,
            message.messageId().get(),
            message.timestamp().get(),
            message.signature().get(),
            message.body(),
            clock.instant());
  }

  private Triggers.Called started(
      Triggers.Entry entry, Triggers.Message message, Optional<Claim> claim) {
    var trigger = entry.trigger();
    var inputs = new LinkedHashMap<>(trigger.order().inputs());
    try {
      var body = trigger.order().from().isEmpty() ? Json.object() : Json.parse(message.body());
      trigger.order().from().forEach((input, place) -> inputs.put(input, value(body, place)));
    } catch (JsonProblem e) {
      return new Triggers.Called.Refused(
          new Failure.Invalid("body", String.valueOf(e.getMessage())));
    }
    var items = List.of(new ItemInput(Optional.empty(), inputs));
    var now = clock.instant();
    entry.changing.lock();
    try {
      var after = entry.trigger.with(entry.trigger.progress().fired(now), now);
      return switch (triggers.create(trigger, items, TriggerJson.document(after), claim)) {
        case Triggers.Result.Done<BatchId>(var batch) -> {
          entry.trigger = after.with(after.progress().started(batch), now);
          yield new Triggers.Called.Started(batch);
        }
        case Triggers.Result.Refused<BatchId>(var why) -> {
          triggers.refused(entry, why.line());
          yield new Triggers.Called.Refused(why);
        }
      };
    } finally {
      entry.changing.unlock();
    }
  }

  /** Text that is an address stands for the file behind it, as everywhere. */
  private static Value value(JsonNode body, String pointer) {
    var node = body.at(JsonPointer.compile(pointer));
    if (node.isMissingNode()) {
      return Value.none();
    }
    var value = ValueJson.read(node);
    return value instanceof Value.Text(var text) && new Value.Source(text).isAddress()
        ? new Value.Source(text)
        : value;
  }
}
