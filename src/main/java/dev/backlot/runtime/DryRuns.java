package dev.backlot.runtime;

import dev.backlot.definition.Checked;
import dev.backlot.definition.InputCheck;
import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.CostRange;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.Port;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Finds out what a batch would do. */
final class DryRuns {
  /** Steps that are played through at most, whatever the number of items. */
  private static final int REHEARSED_STEPS_MAX = 20_000;

  private static final Pattern PLACE = Pattern.compile("items\\[(\\d{1,7})]");
  private static final BatchId NOBODYS = new BatchId(1);
  private final Rehearsal rehearsal;
  private final TimeEstimate times;

  DryRuns(Rehearsal rehearsal, TimeEstimate times) {
    this.rehearsal = rehearsal;
    this.times = times;
  }

  static DryRun impossible(Failure.Invalid problem) {
    return new DryRun(
        0,
        0,
        List.of(problem),
        List.of(),
        0,
        Map.of(),
        Map.of(),
        Map.of(),
        CostRange.FREE,
        Optional.empty());
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
    int steps = 0;
    var demand = new Demand();
    var selected = new ArrayList<DryRun.Chosen>();
    var unfit = new ArrayList<>(problems);
    var invalid = named(problems);
    for (var item : items) {
      count++;
      if (selected.size() < DryRun.SELECTED_MAX) {
        item.source().map(at -> new DryRun.Chosen(at, item.name())).ifPresent(selected::add);
      }
      if (!(InputCheck.check(ports, item.inputs()) instanceof Checked.Accepted(var inputs))) {
        invalid.add(count - 1);
      } else if (rehearsed < Batches.REHEARSED_MAX && steps < REHEARSED_STEPS_MAX) {
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
        demand.add(played.demand());
        steps += played.steps();
        var field = "items[" + (count - 1) + "]";
        if (played.unfit().isPresent()) {
          invalid.add(count - 1);
          add(unfit, field, played.unfit().get());
        }
      }
    }
    var scale = new Scale(count, Math.max(1, rehearsed));
    return new DryRun(
        count,
        invalid.size(),
        List.copyOf(unfit),
        List.copyOf(selected),
        rehearsed,
        scale.of(reused.counts()),
        scale.of(toRun.counts()),
        scale.of(unsure.counts()),
        scale.of(cost),
        times.of(caller, wanted, count, demand, scale.factor()));
  }

  /** The places of the items that problems name, counted from 0. */
  private static Set<Integer> named(List<Failure.Invalid> problems) {
    var places = new HashSet<Integer>();
    for (var problem : problems) {
      var place = PLACE.matcher(problem.field());
      if (place.lookingAt()) {
        places.add(Integer.parseInt(place.group(1)));
      }
    }
    return places;
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
    double factor() {
      return (double) all / played;
    }

    Map<String, Integer> of(Map<String, Integer> counts) {
      var scaled = new TreeMap<String, Integer>();
      counts.forEach(
          (step, count) ->
              scaled.put(step, (int) Math.min(Integer.MAX_VALUE, count * all / played)));
      return scaled;
    }

    CostRange of(CostRange cost) {
      var whole = cost.times(all);
      return new CostRange(
          new Money(whole.low().micros() / played), new Money(whole.high().micros() / played));
    }
  }
}
