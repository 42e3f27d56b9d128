package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** Triggers at times: when the next one is, and what happens then. */
final class TriggerClock {
  /** Whoever comes later than this after its time has missed it. */
  private static final Duration ON_TIME = Duration.ofMinutes(1);

  private final Triggers triggers;
  private final Runs runs;

  TriggerClock(Triggers triggers, Runs runs) {
    this.triggers = triggers;
    this.runs = runs;
  }

  static Optional<Instant> next(Trigger.On on, Instant now) {
    return switch (on) {
      case Trigger.On.At(var at) -> Optional.of(at);
      case Trigger.On.Cron cron -> times(cron).after(now);
      case Trigger.On.Call _, Trigger.On.File _ -> Optional.empty();
    };
  }

  static CronTimes times(Trigger.On.Cron cron) {
    return CronTimes.of(cron.expression(), CronTimes.zone(cron.zone()).orElse(ZoneOffset.UTC));
  }

  void ring(Triggers.Entry entry, Instant now) {
    entry.changing.lock();
    try {
      var trigger = entry.trigger;
      var due = trigger.progress().nextAt().filter(at -> !now.isBefore(at));
      if (entry.gone || !trigger.enabled() || due.isEmpty()) {
        return;
      }
      switch (trigger.on()) {
        case Trigger.On.At _ ->
            triggers.fire(
                entry, trigger.progress().next(Optional.empty()), trigger.order().items(), now);
        case Trigger.On.Cron cron -> ring(entry, cron, due.get(), now);
        case Trigger.On.Call _, Trigger.On.File _ -> {
          // they have no times
        }
      }
    } finally {
      entry.changing.unlock();
    }
  }

  private void ring(Triggers.Entry entry, Trigger.On.Cron cron, Instant due, Instant now) {
    var times = times(cron);
    var last = times.last(due, now);
    var progress = entry.trigger.progress().next(times.after(now));
    boolean missed = last.plus(ON_TIME).isBefore(now);
    if (missed && !cron.catchesUp()) {
      triggers.save(entry, progress.refused("missed " + last + ": nothing was running then"));
      return;
    }
    if (!cron.overlaps() && isOpen(entry.trigger)) {
      triggers.save(
          entry,
          progress.refused(
              "left out "
                  + last
                  + ": batch "
                  + progress.lastBatch().map(BatchId::toString).orElse("")
                  + " has not ended"));
      return;
    }
    triggers.fire(entry, progress, entry.trigger.order().items(), now);
  }

  private boolean isOpen(Trigger trigger) {
    return trigger
        .progress()
        .lastBatch()
        .flatMap(id -> runs.batches().get(trigger.creator(), id))
        .filter(batch -> !batch.state().status().isFinal())
        .isPresent();
  }
}
