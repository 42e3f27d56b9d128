package dev.backlot.runtime;

import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import java.time.Instant;
import java.util.Optional;

/** What is wrong with a trigger as somebody wants it. */
final class TriggerCheck {
  private final Runs runs;
  private final TriggerFolders folders;

  TriggerCheck(Runs runs, TriggerFolders folders) {
    this.runs = runs;
    this.folders = folders;
  }

  Optional<Failure> wrong(Caller caller, Triggers.NewTrigger wanted, Instant now) {
    var order = wanted.order();
    if (order
        .version()
        .or(() -> runs.batches().newestPublished(caller, order.workflow()))
        .isEmpty()) {
      return invalid("workflow", "there is no published workflow '" + order.workflow() + "'");
    }
    return switch (wanted.on()) {
      case Trigger.On.Cron cron -> wrong(cron, now);
      case Trigger.On.At(var at) ->
          at.isAfter(now) ? Optional.empty() : invalid("at", "expected a time to come, but " + at);
      case Trigger.On.Call _ -> Optional.empty();
      case Trigger.On.File file -> folders.wrong(file).flatMap(why -> invalid("folder", why));
    };
  }

  private static Optional<Failure> wrong(Trigger.On.Cron cron, Instant now) {
    if (CronTimes.zone(cron.zone()).isEmpty()) {
      return invalid("zone", "expected a time zone such as Europe/Berlin, but " + cron.zone());
    }
    try {
      return TriggerClock.times(cron).after(now).isPresent()
          ? Optional.empty()
          : invalid("cron", "it never comes true");
    } catch (IllegalArgumentException e) {
      return invalid("cron", String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Failure> invalid(String field, String message) {
    return Optional.of(new Failure.Invalid(field, message));
  }
}
