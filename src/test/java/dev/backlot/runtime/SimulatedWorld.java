package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.BatchId;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Breaker;
import dev.backlot.model.Caller;
import dev.backlot.model.Canary;
import dev.backlot.model.GateDecision;
import dev.backlot.model.Money;
import dev.backlot.model.Priority;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.ResourceLimit;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepPath;
import dev.backlot.model.TenantId;
import dev.backlot.model.Tolerance;
import dev.backlot.model.Value;
import dev.backlot.store.sqlite.Hasty;
import dev.backlot.store.sqlite.SqliteDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A whole server, its provider and its people over several lives: while chance rules, processes
 * crash at any moment, disks refuse, answers get lost and people change their minds; then all calm
 * down, and everything has to come to its end.
 */
final class SimulatedWorld {
  private static final List<Caller> PEOPLE =
      List.of(
          new Caller(new TenantId("north"), "anna"),
          new Caller(new TenantId("north"), "ben"),
          new Caller(new TenantId("south"), "cleo"),
          new Caller(new TenantId("south"), "dan"));
  private static final int MOVES_MAX = 60_000;
  private static final Money PLENTY = new Money(Money.MICROS_MAX / 1_000);

  private final Path folder;
  private final Fate fate;
  private final SqliteDatabase database;
  private final SimulatedProvider provider;
  private final List<BatchId> promised = new ArrayList<>();
  final Truth truth = new Truth();
  private int toCreate;
  private boolean limited;
  private String refused = "";

  SimulatedWorld(Path folder, long seed) throws Exception {
    this.folder = folder;
    fate = new Fate(seed);
    database = Hasty.open(folder);
    provider = new SimulatedProvider(fate, truth);
    toCreate = 1 + fate.random.nextInt(4);
  }

  /** Plays to the end; returns the log. */
  String play() throws Exception {
    try {
      int wild = 300 + fate.random.nextInt(2_000);
      int moves = 0;
      while (!isOver()) {
        moves = live(moves, wild);
      }
      SimulatedEnd.check(views(), truth, provider, promised);
      return truth.log.toString();
    } finally {
      database.close();
    }
  }

  int crashes() {
    return fate.crashes;
  }

  int paid() {
    return truth.brought.size();
  }

  private dev.backlot.store.sqlite.SqliteViews views() {
    return new dev.backlot.store.sqlite.SqliteViews(database);
  }

  private boolean isOver() {
    return fate.isCalm()
        && !truth.batches.isEmpty()
        && truth.batches.values().stream().allMatch(batch -> batch.state.status().isFinal());
  }

  /** One process, until it crashes or all is over. */
  private int live(int before, int wild) throws Exception {
    int moves = before;
    fate.begin();
    @Nullable SimulatedServer server = null;
    try {
      server = new SimulatedServer(folder, database, fate, truth, provider);
      while (!isOver()) {
        if (++moves > wild && toCreate == 0 && !fate.isCalm()) {
          fate.calmDown();
        }
        people(server, moves);
        server.move();
        fate.rethrow();
        assertThat(moves).as("every run ends: %s", unfinished()).isLessThan(MOVES_MAX);
      }
    } catch (Fate.Crash _) {
      // the next process goes on from the journal
    } catch (dev.backlot.store.StoreException e) {
      fate.die();
    } finally {
      if (server != null) {
        server.drop();
      }
    }
    return moves;
  }

  private String unfinished() {
    var text = new StringBuilder(refused);
    truth.batches.forEach(
        (id, batch) -> {
          if (!batch.state.status().isFinal()) {
            text.append('\n').append(id).append(' ').append(batch.state);
          }
        });
    truth.runs.forEach(
        (id, run) -> {
          if (!run.status().isFinal()) {
            text.append('\n').append(id).append(' ').append(run);
          }
        });
    return text.toString();
  }

  private void people(SimulatedServer server, int moves) {
    if (fate.isCalm()) {
      if (moves % 200 == 0) {
        ask(server, () -> helpOut(server.runs));
      }
    } else if (!limited || fate.oneIn(15)) {
      ask(server, () -> interfere(server.runs, anybody()));
    }
  }

  private void ask(SimulatedServer server, Runnable client) {
    server.ask(
        () -> {
          try {
            client.run();
          } catch (AssertionError e) {
            fate.tell(e);
          }
        });
  }

  private Caller anybody() {
    return PEOPLE.get(fate.random.nextInt(PEOPLE.size()));
  }

  private void interfere(Runs runs, Caller who) {
    if (!limited) {
      // a process that dies meanwhile promised nothing: only what was acknowledged counts
      var limit = new ResourceLimit(Optional.of(SimulatedSteps.WORK_LIMIT), Optional.empty());
      limited = runs.limits().set(who, ResourceKey.ofStep("sim.work"), limit).isEmpty();
      return;
    }
    if (toCreate > 0) {
      create(runs, who);
      return;
    }
    var mine = truth.batches.keySet().stream().filter(id -> isOf(id, who)).toList();
    if (mine.isEmpty()) {
      return;
    }
    var batch = mine.get(fate.random.nextInt(mine.size()));
    var batches = runs.batches();
    switch (fate.random.nextInt(17)) {
      case 0 -> batches.pause(who, batch);
      case 1, 2, 3 -> batches.resume(who, batch);
      case 4 -> {
        if (fate.random.nextInt(6) == 0) {
          batches.cancel(who, batch);
        }
      }
      case 5, 6 -> batches.change(who, batch, this::other);
      case 7 -> redrive(runs, who, batch);
      // it may have started or not, or not be there
      case 8 -> batches.cancel(who, batch.run(1 + fate.random.nextInt(7)));
      default -> steer(runs, who, batch);
    }
  }

  private boolean isOf(BatchId id, Caller who) {
    return truth.batch(id).creator.tenant().equals(who.tenant());
  }

  private void steer(Runs runs, Caller who, BatchId batch) {
    var started = truth.runs.keySet().stream().filter(id -> id.batch().equals(batch)).toList();
    if (started.isEmpty()) {
      return;
    }
    var run = started.get(fate.random.nextInt(started.size()));
    var steps = new ArrayList<StepPath>();
    state(run).forEach((path, _) -> steps.add(path));
    var step = steps.get(fate.random.nextInt(steps.size()));
    var batches = runs.batches();
    switch (fate.random.nextInt(12)) {
      case 0 -> batches.pause(who, run);
      case 1, 2 -> batches.resume(who, run);
      case 3 -> batches.cancel(who, run);
      case 4 -> batches.hold(who, run, step);
      case 5, 6 -> batches.release(who, run, step);
      case 7 -> batches.cancel(who, run, step);
      default -> decide(runs, who, List.of(GateDecision.Verdict.values()));
    }
  }

  private RunState state(RunId run) {
    return truth.runs.getOrDefault(run, RunState.NONE);
  }

  private void decide(Runs runs, Caller who, List<GateDecision.Verdict> verdicts) {
    for (var gate : runs.reviews().open(who, Optional.empty(), Optional.empty(), 100)) {
      var verdict = verdicts.get(fate.random.nextInt(verdicts.size()));
      var decision = new GateDecision(verdict, "", List.of());
      refused =
          runs.reviews()
              .decide(who, gate.run(), gate.step(), decision, Optional.empty())
              .toString();
    }
  }

  private void create(Runs runs, Caller who) {
    var name = "w" + toCreate;
    if (!(runs.workflows().publish(who, name, RandomWorkflow.of(name, fate.random))
        instanceof Workflows.Saving.Saved(var workflow))) {
      throw new AssertionError("a bad workflow");
    }
    var items = new ArrayList<ItemInput>();
    for (int i = 0; i <= fate.random.nextInt(6); i++) {
      items.add(new ItemInput(Optional.empty(), Map.of("n", Value.of(i))));
    }
    var wanted =
        new NewBatch(
            name,
            name,
            Optional.of(workflow.version()),
            other(BatchSettings.DEFAULT),
            Optional.empty(),
            Optional.empty());
    keep(runs.batches().create(who, wanted, items));
    toCreate = Math.max(0, toCreate - 1);
  }

  private void redrive(Runs runs, Caller who, BatchId id) {
    var batch = runs.batches().get(who, id).orElseThrow();
    if (!batch.state().status().isFinal() || truth.batches.size() > 8) {
      return;
    }
    var origin = batch.origin();
    var wanted =
        new NewBatch(
            "again",
            origin.workflow(),
            Optional.of(origin.version()),
            other(batch.state().settings()),
            Optional.empty(),
            Optional.empty(),
            Optional.of(id));
    var items = runs.redrives().items(who, batch, Redrives.Selection.FAILED);
    if (items.iterator().hasNext()) {
      keep(runs.batches().create(who, wanted, items));
    }
  }

  private void keep(Batches.Creation creation) {
    if (creation instanceof Batches.Creation.Created(var batch)) {
      promised.add(batch.id());
    }
  }

  private BatchSettings other(BatchSettings now) {
    return new BatchSettings(
        1 + fate.random.nextInt(5),
        List.of(Priority.values()).get(fate.random.nextInt(3)),
        fate.random.nextInt(4) == 0
            ? new Tolerance.Failures(fate.random.nextInt(3))
            : Tolerance.any(),
        now.equals(BatchSettings.DEFAULT) && fate.random.nextInt(4) == 0
            ? Optional.of(new Canary(1 + fate.random.nextInt(3), fate.random.nextBoolean()))
            : now.canary(),
        fate.random.nextInt(4) == 0
            ? Optional.of(new Breaker(Optional.empty(), 1 + fate.random.nextInt(3), 3))
            : Optional.empty(),
        fate.random.nextInt(3) == 0
            ? Optional.of(SimulatedProvider.PRICE.times(fate.random.nextInt(8)))
            : Optional.empty(),
        fate.random.nextInt(12) == 0
            ? Optional.of(fate.now().plusSeconds(1 + fate.random.nextInt(60)))
            : Optional.empty(),
        fate.random.nextInt(6) == 0
            ? Optional.of(Duration.ofSeconds(1 + fate.random.nextInt(60)))
            : Optional.empty(),
        now.reuse());
  }

  /** In the end somebody decides, raises budgets, and lets everything go on. */
  private void helpOut(Runs runs) {
    for (var id : List.copyOf(truth.batches.keySet())) {
      var batch = truth.batch(id);
      if (batch.state.status().isFinal()) {
        continue;
      }
      if (batch.state.status() == BatchStatus.PAUSED) {
        runs.batches().change(batch.creator, id, SimulatedWorld::unlimited);
        runs.batches().resume(batch.creator, id);
      }
      for (var run : List.copyOf(truth.runs.keySet())) {
        if (run.batch().equals(id)) {
          letGo(runs, batch.creator, run);
        }
      }
    }
    PEOPLE.forEach(who -> decide(runs, who, List.of(GateDecision.Verdict.APPROVE)));
  }

  private void letGo(Runs runs, Caller who, RunId run) {
    if (state(run).status() == RunStatus.PAUSED) {
      runs.batches().resume(who, run);
    }
    state(run)
        .forEach(
            (path, step) -> {
              if (step.held()) {
                runs.batches().release(who, run, path);
              }
            });
  }

  private static BatchSettings unlimited(BatchSettings now) {
    return new BatchSettings(
        now.concurrency(),
        now.priority(),
        now.tolerance(),
        now.canary(),
        Optional.empty(),
        Optional.of(PLENTY),
        Optional.empty(),
        now.runTimeout(),
        now.reuse());
  }
}
