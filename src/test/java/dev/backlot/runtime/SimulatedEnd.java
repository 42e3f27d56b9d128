package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.engine.RunApplier;
import dev.backlot.model.BatchId;
import dev.backlot.model.CallEnd;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunState;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepState;
import dev.backlot.model.TenantId;
import dev.backlot.model.Value;
import dev.backlot.store.Pace;
import dev.backlot.store.RunFilter;
import dev.backlot.store.StepStanding;
import dev.backlot.store.Views;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What must hold when all has ended: store, log, ledger and books say the same. */
final class SimulatedEnd {
  private SimulatedEnd() {}

  static void check(Views views, Truth truth, SimulatedProvider provider, List<BatchId> promised) {
    assertThat(truth.batches.keySet()).as("what was acknowledged is there").containsAll(promised);
    truth.batches.forEach((id, batch) -> batch(views, truth, id, batch));
    events(views, truth);
    money(views, truth, provider);
    memory(truth);
  }

  private static void batch(Views views, Truth truth, BatchId id, Truth.Batch batch) {
    var stored = views.batch(id).orElseThrow().state();
    assertThat(stored.counts()).isEqualTo(batch.state.counts());
    assertThat(stored.counts().ended()).as("every item ended").isEqualTo(stored.counts().total());
    var counted = new HashMap<String, Integer>();
    var ended = new long[1];
    var rejected = new int[1];
    for (var run : views.runs(batch.creator.tenant(), id, RunFilter.ALL, 0, 1_000)) {
      assertThat(run.status().isFinal()).as("%s: %s", run.id(), run.status()).isTrue();
      counted.merge(run.status().name(), 1, Integer::sum);
      var folded = RunState.NONE;
      for (var event : views.events(run.id())) {
        folded = RunApplier.apply(folded, event);
        ended[0] += event instanceof RunEvent.CallIntended ? 1 : 0;
      }
      rejected[0] += isRejection(folded.status() == RunStatus.FAILED, folded.failure()) ? 1 : 0;
      folded.forEach((_, step) -> ended[0] -= step.call().isPresent() ? 1 : 0);
      assertThat(folded).isEqualTo(truth.runs.getOrDefault(run.id(), RunState.NONE));
    }
    assertThat(views.batch(id).orElseThrow().rejected()).isEqualTo(rejected[0]);
    steps(views, truth, id, batch);
    assertThat(
            views.providerStandings(batch.creator.tenant(), id).stream()
                .mapToLong(one -> one.took().count() + one.failed())
                .sum())
        .as("calls of %s that have ended", id)
        .isEqualTo(ended[0]);
    assertThat(counted.getOrDefault("SUCCEEDED", 0)).isEqualTo(stored.counts().succeeded());
    assertThat(counted.getOrDefault("FAILED", 0)).isEqualTo(stored.counts().failed());
    assertThat(counted.getOrDefault("CANCELLED", 0)).isEqualTo(stored.counts().cancelled());
  }

  /** What was counted on the way is what counting the ends finds. */
  private static void steps(Views views, Truth truth, BatchId id, Truth.Batch batch) {
    var expected = new TreeMap<String, Integer>();
    truth.runs.forEach(
        (run, state) -> {
          if (run.batch().equals(id)) {
            count("", state.steps(), expected);
          }
        });
    var found = new TreeMap<String, Integer>();
    var tenant = batch.creator.tenant();
    for (var step : views.standings(tenant, id)) {
      step.counts()
          .forEach((phase, many) -> found.put(step.step() + " " + phase, Math.toIntExact(many)));
      if (step.rejected() > 0) {
        found.put(step.step() + " rejected", Math.toIntExact(step.rejected()));
      }
    }
    assertThat(found).as("the steps of %s", id).isEqualTo(expected);
    var pace = views.pace(tenant, id);
    assertThat(pace.stream().mapToLong(Pace::succeeded).sum())
        .isEqualTo(batch.state.counts().succeeded());
    assertThat(pace.stream().map(Pace::spent).reduce(Money.NONE, Money::plus))
        .isEqualTo(batch.state.progress().spent());
    assertThat(
            views.standings(tenant, id).stream()
                .map(StepStanding::spent)
                .reduce(Money.NONE, Money::plus))
        .isEqualTo(batch.state.progress().spent());
  }

  private static void count(
      String within, Map<StepId, StepState> steps, Map<String, Integer> counts) {
    steps.forEach(
        (id, step) -> {
          counts.merge(within + id + " " + step.phase(), 1, Integer::sum);
          if (isRejection(step.phase() == StepPhase.FAILED, step.failure())) {
            counts.merge(within + id + " rejected", 1, Integer::sum);
          }
          step.iterations().forEach(round -> count(within + id + ".", round.steps(), counts));
        });
  }

  private static boolean isRejection(boolean hasFailed, Optional<Failure> why) {
    return hasFailed && why.filter(Failure.Rejected.class::isInstance).isPresent();
  }

  private static void events(Views views, Truth truth) {
    var numbers = new ArrayList<Long>();
    for (var tenant : tenants(truth)) {
      long after = 0;
      for (var page = views.events(tenant, Optional.empty(), after, 500);
          !page.isEmpty();
          page = views.events(tenant, Optional.empty(), after, 500)) {
        page.forEach(event -> numbers.add(event.sequence()));
        after = page.getLast().sequence();
      }
    }
    numbers.sort(null);
    assertThat(numbers).as("the log without gaps").hasSize((int) truth.last);
    assertThat(numbers.getLast()).isEqualTo(truth.last);
    assertThat(numbers).doesNotHaveDuplicates();
  }

  private static Set<TenantId> tenants(Truth truth) {
    var tenants = new java.util.LinkedHashSet<TenantId>();
    truth.batches.values().forEach(batch -> tenants.add(batch.creator.tenant()));
    return tenants;
  }

  private static void money(Views views, Truth truth, SimulatedProvider provider) {
    var spent = new HashMap<BatchId, Money>();
    truth.calls.forEach(
        (key, call) -> {
          var entry = provider.ledger.get(key);
          call.end.ifPresent(
              end -> {
                var bill = entry == null ? Money.NONE : entry.bill();
                assertThat(end.billed()).as("the bill of %s", key).isEqualTo(bill);
                spent.merge(call.run.batch(), end.billed(), Money::plus);
              });
          if (entry != null && entry.succeeds && !entry.cancelled) {
            boolean accounted =
                truth.brought.contains(entry.id) || entry.cancelAsked || isUnknown(call);
            assertThat(accounted)
                .as("a result that was paid for is lost: %s of %s", entry.id, call.step)
                .isTrue();
          }
        });
    truth.batches.forEach(
        (id, batch) ->
            assertThat(batch.state.progress().spent())
                .as("what %s spent", id)
                .isEqualTo(spent.getOrDefault(id, Money.NONE)));
    var day = LocalDate.EPOCH;
    for (var tenant : tenants(truth)) {
      var booked =
          views.costs(tenant, day, LocalDate.of(2030, 1, 1)).stream()
              .map(Views.DayCost::spent)
              .reduce(Money.NONE, Money::plus);
      var expected =
          truth.batches.values().stream()
              .filter(batch -> batch.creator.tenant().equals(tenant))
              .map(batch -> batch.state.progress().spent())
              .reduce(Money.NONE, Money::plus);
      assertThat(booked).as("what %s paid by day", tenant).isEqualTo(expected);
    }
  }

  private static boolean isUnknown(Truth.Booked call) {
    return call.end.filter(CallEnd::known).isEmpty();
  }

  /** A pure step's result is that of its own input, wherever it came from. */
  private static void memory(Truth truth) {
    truth.runs.forEach(
        (_, run) ->
            run.forEach(
                (path, step) -> {
                  if (step.outputs().get("value") instanceof Value.Text(var text)
                      && text.startsWith("pure ")
                      && run.inputs().get("n") instanceof Value.Int(var n)) {
                    assertThat(text).as("%s", path).isEqualTo("pure k" + n % 3);
                  }
                }));
  }
}
