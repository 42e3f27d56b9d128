package dev.backlot.runtime;

import dev.backlot.definition.Checked;
import dev.backlot.definition.InputCheck;
import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.CostRange;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.Port;
import dev.backlot.store.Views;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds out what a batch would do. */
final class DryRuns {
  private static final int LATEST_BATCHES = 50;
  private static final BatchId NOBODYS = new BatchId(1);
  private final Views views;
  private final Rehearsal rehearsal;

  DryRuns(Views views, Rehearsal rehearsal) {
    this.views = views;
    this.rehearsal = rehearsal;
  }

  static DryRun impossible(Failure.Invalid problem) {
    return new DryRun(
        0, List.of(problem), 0, Map.of(), Map.of(), Map.of(), CostRange.FREE, Optional.empty());
  }

  DryRun run(
      Caller caller,
      NewBatch wanted,
      Submission.Workload workload,
      Map<String, Port> ports,
      Iterable<ItemInput> items,
      List<Failure.Invalid> problems) {
    var reused = new Tally();
    var toRun = new Tally();
    var unsure = new Tally();
    var cost = CostRange.FREE;
    int count = 0;
    int rehearsed = 0;
    var unfit = new ArrayList<>(problems);
    for (var item : items) {
      count++;
      if (rehearsed < Batches.REHEARSED_MAX
          && InputCheck.check(ports, item.inputs()) instanceof Checked.Accepted(var inputs)) {
        rehearsed++;
        var run = NOBODYS.run(count);
        var name = item.name().orElse("item");
        var source =
            item.source().flatMap(at -> wanted.redriveOf().map(earlier -> earlier.run(at)));
        var played =
            rehearsal.play(
                caller.tenant(),
                workload.plan(run, name),
                run,
                name,
                wanted.workflow(),
                inputs,
                source,
                wanted.settings().reuse());
        reused.add(played.reused());
        toRun.add(played.toRun());
        unsure.add(played.unsure());
        cost = cost.plus(played.cost());
        var field = "items[" + (count - 1) + "]";
        played.unfit().ifPresent(why -> add(unfit, field, why));
      }
    }
    var scale = new Scale(count, Math.max(1, rehearsed));
    return new DryRun(
        count,
        List.copyOf(unfit),
        rehearsed,
        scale.of(reused.counts()),
        scale.of(toRun.counts()),
        scale.of(unsure.counts()),
        new CostRange(scale.of(cost.low()), scale.of(cost.high())),
        time(caller, wanted.workflow(), count));
  }

  private static void add(List<Failure.Invalid> problems, String item, Failure why) {
    if (problems.size() < Batches.PROBLEMS_MAX) {
      problems.add(
          why instanceof Failure.Invalid(var field, var message)
              ? new Failure.Invalid(item + ".inputs." + field, message)
              : new Failure.Invalid(item + ".inputs", why.line()));
    }
  }

  /** From the items that were played through to all of them. */
  private record Scale(long all, long played) {
    Map<String, Integer> of(Map<String, Integer> counts) {
      var scaled = new TreeMap<String, Integer>();
      counts.forEach((step, count) -> scaled.put(step, Math.toIntExact(count * all / played)));
      return scaled;
    }

    Money of(Money money) {
      return new Money(Math.multiplyExact(money.micros(), all) / played);
    }
  }

  private Optional<Duration> time(Caller caller, String workflow, int items) {
    return views
        .batches(caller.tenant(), Optional.empty(), Optional.empty(), LATEST_BATCHES)
        .stream()
        .filter(batch -> batch.origin().workflow().equals(workflow))
        .map(batch -> BatchTiming.of(batch, batch.updatedAt()))
        .filter(timing -> timing.itemsPerSecond() > 0)
        .findFirst()
        .map(timing -> Duration.ofMillis((long) (items / timing.itemsPerSecond() * 1_000)));
  }
}
