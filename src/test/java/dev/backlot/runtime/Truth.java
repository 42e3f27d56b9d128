package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.engine.BatchApplier;
import dev.backlot.engine.RunApplier;
import dev.backlot.json.BatchEventJson;
import dev.backlot.json.RunEventJson;
import dev.backlot.model.BatchEvent;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchState;
import dev.backlot.model.CallEnd;
import dev.backlot.model.Caller;
import dev.backlot.model.Money;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.StepPath;
import dev.backlot.model.TenantId;
import dev.backlot.model.Value;
import dev.backlot.model.Workflow;
import dev.backlot.store.BatchOrigin;
import dev.backlot.store.Commit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What has become durable, folded once more beside the server, and every promise about it. */
final class Truth {
  final Map<BatchId, Batch> batches = new TreeMap<>((a, b) -> Long.compare(a.number(), b.number()));
  final Map<RunId, RunState> runs = new LinkedHashMap<>();
  private final Set<RunId> neverStarted = new LinkedHashSet<>();
  final Map<String, Booked> calls = new LinkedHashMap<>();
  final Set<String> brought = new LinkedHashSet<>();
  final Map<TenantId, Money> paid = new HashMap<>();
  final StringBuilder log = new StringBuilder();
  long last;
  int reused;

  /** A batch as its log says. */
  static final class Batch {
    final Caller creator;
    final BatchOrigin origin;
    BatchState state = BatchState.NONE;

    Batch(Commit.NewBatch created) {
      creator = created.caller();
      origin = created.origin();
    }
  }

  /** A call, and its end as the log has it. */
  static final class Booked {
    final RunId run;
    final StepPath step;
    Optional<CallEnd> end = Optional.empty();

    Booked(RunId run, StepPath step) {
      this.run = run;
      this.step = step;
    }
  }

  /** Whose providers were called in the group at hand, with the budget of that moment. */
  private final Map<BatchId, Optional<Money>> called = new HashMap<>();

  void take(Commit group) {
    group.newBatches.forEach(created -> batches.put(created.batch(), new Batch(created)));
    var rows = new TreeMap<Long, Runnable>();
    for (var row : group.batchEvents) {
      rows.put(row.sequence(), () -> row.events().forEach(event -> happen(row.batch(), event)));
    }
    for (var row : group.runEvents) {
      rows.put(row.sequence(), () -> row.events().forEach(event -> happen(row.run(), event)));
    }
    rows.forEach(
        (sequence, row) -> {
          assertThat(sequence).as("events have numbers without gaps").isEqualTo(last + 1);
          row.run();
        });
    checkBudgets(group);
    for (var row : group.paid) {
      paid.merge(row.tenant(), row.amount(), Money::plus);
    }
    for (var change : group.runs) {
      assertThat(change.state())
          .as("the live state of %s is the fold of its log", change.run())
          .isEqualTo(runs.get(change.run()));
    }
    for (var change : group.batches) {
      check(change);
    }
  }

  private void check(Commit.BatchChange change) {
    var mine = batch(change.batch()).state;
    var live = change.state();
    assertThat(live.counts()).as("counts of %s", change.batch()).isEqualTo(mine.counts());
    assertThat(live.status()).isEqualTo(mine.status());
    assertThat(live.cursor()).isEqualTo(mine.cursor());
    assertThat(live.settings()).isEqualTo(mine.settings());
    assertThat(live.progress().withdrawn()).isEqualTo(mine.progress().withdrawn());
    assertThat(live.progress().cancelled()).isEqualTo(mine.progress().cancelled());
    assertThat(live.progress().spent()).isEqualTo(mine.progress().spent());
    assertThat(live.progress().reserved()).isEqualTo(mine.progress().reserved());
    assertThat(live.counts().running()).isNotNegative();
  }

  Batch batch(BatchId id) {
    var batch = batches.get(id);
    if (batch == null) {
      throw new AssertionError("events of a batch that nobody created: " + id);
    }
    return batch;
  }

  private void happen(BatchId id, BatchEvent event) {
    last++;
    log.append(BatchEventJson.text(List.of(event)));
    var batch = batch(id);
    boolean opens =
        event instanceof BatchEvent.BatchReopened || event instanceof BatchEvent.SettingsChanged;
    assertThat(batch.state.status().isFinal() && !opens)
        .as("nothing happens to an ended batch: %s", event)
        .isFalse();
    if (event instanceof BatchEvent.PendingCancelled(var from, var to, _)) {
      for (int item = from; item <= to; item++) {
        assertThat(runs).as("cancelled before start").doesNotContainKey(id.run(item));
        assertThat(neverStarted.add(id.run(item))).as("item %d ends once", item).isTrue();
      }
    }
    batch.state = BatchApplier.apply(batch.state, event);
  }

  /** How graphs are found: the server that lives at present knows them. */
  interface Graphs {
    Optional<Workflow> find(TenantId tenant, String workflow, int version);
  }

  Graphs graphs = (_, _, _) -> Optional.empty();

  private void checkNeeds(Batch batch, RunState state, StepPath path) {
    var origin = batch.origin;
    var graph = graphs.find(batch.creator.tenant(), origin.workflow(), origin.version());
    graph
        .map(known -> known.steps().get(path.step()))
        .filter(_ -> path.frames().isEmpty())
        .ifPresent(
            spec ->
                spec.needs()
                    .forEach(
                        need ->
                            assertThat(state.step(need).phase().isFinal())
                                .as("%s needs %s", path, need)
                                .isTrue()));
  }

  private void happen(RunId id, RunEvent event) {
    last++;
    log.append(RunEventJson.text(List.of(event)));
    var before = runs.getOrDefault(id, RunState.NONE);
    assertThat(neverStarted).as("a cancelled item starts").doesNotContain(id);
    boolean again = event instanceof RunEvent.RunReopened || event instanceof RunEvent.StepsReset;
    assertThat(before.status().isFinal() && !again)
        .as("nothing happens to an ended run: %s", event)
        .isFalse();
    var after = RunApplier.apply(before, event);
    runs.put(id, after);
    before.forEach(
        (path, step) -> {
          if (step.phase().isFinal() && !again) {
            assertThat(after.step(path)).as("final stays final: %s", path).isEqualTo(step);
          }
        });
    var batch = batch(id.batch());
    if (event instanceof RunEvent.StepReady(var step, _, _)) {
      checkNeeds(batch, before, step);
    }
    book(id, before, event);
    batch.state = BatchApplier.apply(batch.state, id.item(), event);
    if (event instanceof RunEvent.RunStarted) {
      assertThat(batch.state.counts().running())
          .as("items at once")
          .isLessThanOrEqualTo(batch.state.settings().concurrency());
    }
    if (event instanceof RunEvent.CallIntended) {
      called.putIfAbsent(id.batch(), budget(batch));
    }
  }

  private static Optional<Money> budget(Batch batch) {
    return batch.state.settings().budget();
  }

  /**
   * What is held back and spent fits into the budget once a group is whole: within it the events of
   * each run stand together, whatever the order in which they were decided.
   */
  private void checkBudgets(Commit group) {
    called.forEach(
        (id, before) -> {
          var progress = batch(id).state.progress();
          boolean changed =
              group.batchEvents.stream()
                  .filter(row -> row.batch().equals(id))
                  .flatMap(row -> row.events().stream())
                  .anyMatch(BatchEvent.SettingsChanged.class::isInstance);
          before
              .filter(_ -> !changed)
              .ifPresent(
                  budget ->
                      assertThat(progress.spent().plus(progress.reserved()))
                          .as("the budget")
                          .isLessThanOrEqualTo(budget));
        });
    called.clear();
  }

  /** What an event says about money and memory. */
  private void book(RunId run, RunState before, RunEvent event) {
    switch (event) {
      case RunEvent.CallIntended(var step, _, var call, _) -> {
        assertThat(before.step(step).call()).as("one call of a step at a time").isEmpty();
        assertThat(calls.put(call.idempotencyKey(), new Booked(run, step))).isNull();
      }
      case RunEvent.StepSucceeded(var step, _, var result, _, _) -> {
        end(before, step, new CallEnd(true, result.cost()));
        reused += result.reused() ? 1 : 0;
        if (result.outputs().get("request") instanceof Value.Text(var request)) {
          brought.add(request);
        }
      }
      case RunEvent.StepFailed(var step, _, _, _, var call, _, _) -> end(before, step, call);
      case RunEvent.RetryScheduled(var step, _, _, var call, _, _, _) -> end(before, step, call);
      case RunEvent.FellBack(var step, _, _, _, var call, _, _) -> end(before, step, call);
      case RunEvent.StepCancelled(var step, _, var call, _, _) -> end(before, step, call);
      default -> {}
    }
  }

  private void end(RunState before, StepPath step, CallEnd end) {
    var call = before.step(step).call();
    if (end.known() && call.isPresent()) {
      var booked = calls.get(call.get().idempotencyKey());
      if (booked == null) {
        throw new AssertionError("the end of a call that nobody intended: " + call.get());
      }
      booked.end = Optional.of(end);
    } else {
      assertThat(end.billed()).as("a bill without a call: %s", step).isEqualTo(Money.NONE);
    }
  }
}
