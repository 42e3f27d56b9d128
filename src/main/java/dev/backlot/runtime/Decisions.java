package dev.backlot.runtime;

import dev.backlot.engine.BatchDecider;
import dev.backlot.engine.RunDecider;
import dev.backlot.model.BatchCommand;
import dev.backlot.model.BatchEffect;
import dev.backlot.model.BatchEvent;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchState;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.CallEnd;
import dev.backlot.model.Caller;
import dev.backlot.model.Decision;
import dev.backlot.model.Failure;
import dev.backlot.model.RunCommand;
import dev.backlot.model.RunEffect;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.RunStatus;
import dev.backlot.store.Commit;
import dev.backlot.store.LimitSetting;
import dev.backlot.store.Views;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns submissions into a group of events and rows: asks the deciders, moves the live states, and
 * says what must happen once the group is durable. Owned by the engine thread.
 */
final class Decisions {
  private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);
  private static final int CANCEL_CHUNK = 10_000;
  private static final int CANCEL_WAITING = 500;
  private static final int STARTS_PER_TURN = 1_024;

  private final Engine.Effects effects;
  private final Scheduler scheduler;
  private final TenantLoads loads;
  private final Budgets budgets;
  private final Map<BatchId, LiveBatch> batches = new HashMap<>();

  /**
   * What the engine asks of itself: beside its bounded queue, because it must never wait for its
   * own room.
   */
  private final List<Submission> followUps = new ArrayList<>();

  private volatile boolean holding;

  Decisions(Engine.Effects effects, TenantLoads loads) {
    this.effects = effects;
    this.loads = loads;
    this.budgets = new Budgets(loads);
    this.scheduler = new Scheduler(loads, effects::readPage);
  }

  /** Takes over what was paid this month before; oldest first. */
  void adopt(List<Views.DayCost> paid) {
    budgets.adopt(paid);
  }

  /** Takes over what recovery read. */
  void adopt(LiveBatch batch) {
    open(batch);
  }

  private void open(LiveBatch batch) {
    batches.put(batch.id, batch);
    loads.addBatches(batch.creator.tenant(), 1);
    budgets.open(batch);
  }

  private void close(LiveBatch batch) {
    scheduler.forget(batch);
    batches.remove(batch.id);
    loads.addBatches(batch.creator.tenant(), -1);
    budgets.close(batch);
  }

  /** Releases what was outstanding when the last process ended. */
  void releaseOutstanding() {
    loads.limits().keySet().forEach(scheduler::limitsChanged);
    batches.values().forEach(this::releaseOutstanding);
    follow(new Submission.Wake());
  }

  private void releaseOutstanding(LiveBatch batch) {
    scheduler.changed(batch);
    for (var run : batch.runs.values()) {
      effects.run(batch, run, run.state, RunDecider.outstanding(run.plan, run.state));
    }
    batch.state.settings().deadline().ifPresent(at -> effects.wakeBatch(batch, at));
    for (var effect : BatchDecider.outstanding(batch.state)) {
      if (!schedule(batch, effect)) {
        release(batch, effect);
      }
    }
  }

  /** Starts no more items; any thread may say so. */
  void hold() {
    holding = true;
  }

  /** What was asked of the engine by itself since the last call. */
  List<Submission> takeFollowUps() {
    var taken = List.copyOf(followUps);
    followUps.clear();
    return taken;
  }

  /** Decides one submission into the group; tells why it was refused, if it was. */
  Optional<Failure> decide(Submission submission, Group group, Instant now) {
    return switch (submission) {
      case Submission.ToRun toRun -> decideRun(toRun, group, now);
      case Submission.PageRead(var batch, var items) -> {
        scheduler.pageRead(batch, items);
        yield Optional.<Failure>empty();
      }
      case Submission.Wake _ -> Optional.<Failure>empty();
      case Submission.ToBatch(var caller, var batch, var command) ->
          decideBatch(caller, batches.get(batch), command, group, now);
      case Submission.CancelWaiting(var batch) -> cancelWaiting(batch, group, now);
      case Submission.NewBatch created -> create(created, group, now);
      case Submission.MoreItems(var caller, var batch, var items) -> {
        var refusal =
            decideBatch(
                caller, batches.get(batch), new BatchCommand.AddItems(items.size()), group, now);
        if (refusal.isEmpty()) {
          group.rows().items.addAll(items);
        }
        yield refusal;
      }
      case Submission.OfRows rows -> {
        PlainRows.add(rows, group.rows(), now);
        yield Optional.<Failure>empty();
      }
      case Submission.SetLimit set -> limit(set, group, now);
      case Submission.Keyed keyed -> {
        var refusal = decide(keyed.submission(), group, now);
        if (refusal.isEmpty()) {
          group.rows().keysUsed.add(keyed.claim().used(keyed.resource(), now));
        }
        yield refusal;
      }
    };
  }

  private Optional<Failure> limit(Submission.SetLimit set, Group group, Instant now) {
    group.rows().limits.add(new Commit.LimitSet(set.caller(), set.limit(), now));
    if (set.limit() instanceof LimitSetting.OfTenant(var tenant, var limits)) {
      loads.limit(tenant, limits);
      scheduler.limitsChanged(tenant);
    }
    group.afterwards(() -> effects.limited(set.limit()));
    return Optional.empty();
  }

  private Optional<Failure> create(Submission.NewBatch created, Group group, Instant now) {
    var refusal = loads.refuseBatch(created.caller().tenant());
    if (refusal.isPresent()) {
      return refusal;
    }
    var batch =
        new LiveBatch(created.batch(), created.caller(), created.origin(), created.workload());
    batch.keepFirstItems(created.items());
    open(batch);
    group
        .rows()
        .newBatches
        .add(new Commit.NewBatch(batch.id, created.caller(), created.origin(), now));
    created.document().ifPresent(group.rows().documents::add);
    created
        .webhook()
        .ifPresent(
            webhook ->
                group
                    .rows()
                    .webhooks
                    .add(
                        new Commit.WebhookSaved(
                            webhook, Optional.empty(), Webhooks.DELIVERIES_KEPT)));
    group.rows().items.addAll(created.items());
    var commands = new ArrayList<BatchCommand>();
    commands.add(
        new BatchCommand.CreateBatch(
            created.origin().workflow(), created.origin().version(), created.settings()));
    if (!created.items().isEmpty()) {
      commands.add(new BatchCommand.AddItems(created.items().size()));
    }
    if (created.complete()) {
      commands.add(new BatchCommand.SealBatch());
    }
    for (var command : commands) {
      var rejection = decideBatch(created.caller(), batch, command, group, now);
      if (rejection.isPresent()) {
        throw new IllegalStateException("a new batch was refused: " + rejection.get().line());
      }
    }
    return Optional.empty();
  }

  private Optional<Failure> decideBatch(
      Caller caller, @Nullable LiveBatch batch, BatchCommand command, Group group, Instant now) {
    if (batch == null) {
      return Optional.of(
          new Failure.Invalid(
              "batch", "the batch has already ended, or there is none with this id"));
    }
    return switch (BatchDecider.decide(batch.state, command, now)) {
      case Decision.Rejected<BatchState, BatchEvent, BatchEffect>(var why) -> Optional.of(why);
      case Decision.Accepted<BatchState, BatchEvent, BatchEffect>(
              var state,
              var events,
              var released) -> {
        group.batchEvents(batch, caller, events);
        FollowingRows.ofBatch(batch.id, events, group);
        batch.state = state;
        for (var effect : released) {
          if (!schedule(batch, effect) && !tellRuns(batch, effect, group, now)) {
            group.afterwards(() -> release(batch, effect));
          }
        }
        wakeAtDeadline(batch, events, group);
        if (state.status().isFinal()) {
          close(batch);
        }
        yield Optional.empty();
      }
    };
  }

  private void wakeAtDeadline(LiveBatch batch, List<BatchEvent> events, Group group) {
    boolean mayBeNew =
        events.stream()
            .anyMatch(
                event ->
                    event instanceof BatchEvent.BatchCreated
                        || event instanceof BatchEvent.SettingsChanged);
    if (mayBeNew) {
      batch
          .state
          .settings()
          .deadline()
          .ifPresent(at -> group.afterwards(() -> effects.wakeBatch(batch, at)));
    }
  }

  /**
   * Items start in the very commit that made room for them, in order: a cursor tells which have
   * not.
   */
  void startItems(Group group, Instant now) {
    if (holding) {
      return;
    }
    int started = 0;
    for (var turn = scheduler.next(); turn.isPresent(); turn = scheduler.next()) {
      startItem(turn.get().batch(), turn.get().item(), group, now);
      scheduler.changed(turn.get().batch());
      if (++started >= STARTS_PER_TURN) {
        follow(new Submission.Wake());
        return;
      }
    }
  }

  private void startItem(LiveBatch batch, Views.PendingItem item, Group group, Instant now) {
    var run = batch.newRun(item.run(), item.name(), item.source());
    batch.runs.put(run.id, run);
    var start =
        new RunCommand.StartRun(
            item.inputs(),
            batch.state.settings().runTimeout().map(now::plus),
            run.source.filter(_ -> run.plan.takesNotes()).map(effects::notes).orElse(Map.of()));
    decideRun(new Submission.ToRun(batch.engine, run.id, start, Optional.empty()), group, now)
        .ifPresent(why -> LOG.error("run {} was not started: {}", run.id, why.line()));
  }

  private Optional<Failure> decideRun(Submission.ToRun ask, Group group, Instant now) {
    if (ask.command() instanceof RunCommand.CancelRun && isPending(ask.run())) {
      return cancelPending(ask, group, now);
    }
    var refusal = takeUp(ask, group, now);
    if (refusal.isPresent()) {
      return refusal;
    }
    var batch = batches.get(ask.run().batch());
    var run = batch == null ? null : batch.runs.get(ask.run());
    if (batch == null || run == null) {
      return Optional.of(
          new Failure.Invalid(
              "run",
              isPending(ask.run())
                  ? "the run has not started yet; cancel it, or pause its batch"
                  : "the run has already ended"));
    }
    var overBudget = overBudget(batch, ask, group, now);
    if (overBudget.isPresent()) {
      return overBudget;
    }
    boolean waited = run.state.status() == RunStatus.WAITING;
    return switch (RunDecider.decide(run.plan, run.id, run.state, ask.command(), now)) {
      case Decision.Rejected<RunState, RunEvent, RunEffect>(var why) -> {
        if (waited) {
          forgetWhileWaiting(batch, run, group);
        }
        yield Optional.of(why);
      }
      case Decision.Accepted<RunState, RunEvent, RunEffect>(
              var state,
              var events,
              var released) -> {
        group.runEvents(
            run,
            ask.command() instanceof RunCommand.LookAtClock ? batch.engine : ask.caller(),
            events);
        batch.overview.changed(run.id, run.state, state, now);
        group.overviewChanged(batch);
        run.state = state;
        var before = batch.state.progress();
        events.forEach(event -> FollowingRows.ofRun(batch, run, event, ask.memo(), group, now));
        budgets.account(batch, before, group, now);
        if (batch.state.counts().running() != batch.scheduled) {
          scheduler.changed(batch);
        }
        if (!released.isEmpty()) {
          group.afterwards(() -> effects.run(batch, run, state, released));
        }
        if (state.status().isFinal()) {
          end(batch, run, group, now);
        } else if (state.status() == RunStatus.WAITING) {
          park(batch, run, waited, group, now);
        } else if (waited && batch.state.status() == BatchStatus.PAUSED) {
          var pause = new RunCommand.PauseRun();
          decideRun(
              new Submission.ToRun(batch.engine, run.id, pause, Optional.empty()), group, now);
        }
        yield Optional.empty();
      }
    };
  }

  private boolean isPending(RunId run) {
    var batch = batches.get(run.batch());
    return batch != null && batch.state.isPending(run.item());
  }

  /** A run that has not started is its batch's alone. */
  private Optional<Failure> cancelPending(Submission.ToRun ask, Group group, Instant now) {
    var batch = batches.get(ask.run().batch());
    var command = new BatchCommand.CancelItem(ask.run().item());
    var refusal = decideBatch(ask.caller(), batch, command, group, now);
    if (batch != null && refusal.isEmpty()) {
      scheduler.changed(batch);
    }
    return refusal;
  }

  /** A run that waits for people leaves the memory as soon as its events are durable. */
  private void park(
      LiveBatch batch, LiveBatch.LiveRun run, boolean waited, Group group, Instant now) {
    forgetWhileWaiting(batch, run, group);
    if (!waited) {
      scheduler.changed(batch);
      decideBatch(batch.engine, batch, new BatchCommand.Review(), group, now);
    }
  }

  private static void forgetWhileWaiting(LiveBatch batch, LiveBatch.LiveRun run, Group group) {
    group.afterwards(
        () -> {
          if (run.state.status() == RunStatus.WAITING) {
            batch.runs.remove(run.id, run);
          }
        });
  }

  /**
   * Brings back a run that left the memory, where the command may mean something to it: one that
   * waits for people, or one that failed and is to be taken up again. Reads the store at once: it
   * is rare, and nothing else may come in between.
   */
  private Optional<Failure> takeUp(Submission.ToRun ask, Group group, Instant now) {
    var command = ask.command();
    boolean again = command instanceof RunCommand.ResumeRun;
    boolean mayWake = again || concernsWaiting(command);
    var known = batches.get(ask.run().batch());
    if (!mayWake || (known != null && known.runs.containsKey(ask.run()))) {
      return Optional.empty();
    }
    if (group.concerns(ask.run()) || (known == null && group.concerns(ask.run().batch()))) {
      return Optional.of(new Failure.Transient("the run is just ending; ask again"));
    }
    var stored = effects.run(ask.run());
    if (stored.isEmpty()
        || !(stored.get().run().status() == RunStatus.WAITING
            || (again && stored.get().run().status() == RunStatus.FAILED))) {
      return Optional.empty();
    }
    var batch = known == null ? effects.batch(ask.run().batch()).orElse(null) : known;
    if (batch == null) {
      return Optional.of(
          new Failure.Invalid("run", "this Backlot cannot read the workflow of the run"));
    }
    if (known == null) {
      open(batch);
    }
    if (again && stored.get().run().status() == RunStatus.FAILED) {
      var refusal = decideBatch(ask.caller(), batch, new BatchCommand.ReopenBatch(), group, now);
      if (refusal.isPresent()) {
        if (known == null) {
          close(batch);
        }
        return refusal;
      }
    }
    var run = batch.revive(stored.get());
    batch.runs.put(run.id, run);
    return Optional.empty();
  }

  /** What people and the clock may say to a run that waits; steps of it have nothing to say. */
  private static boolean concernsWaiting(RunCommand command) {
    return switch (command) {
      case RunCommand.DecideGate _,
          RunCommand.LookAtClock _,
          RunCommand.PauseRun _,
          RunCommand.CancelRun _,
          RunCommand.HoldStep _,
          RunCommand.ReleaseStep _,
          RunCommand.CancelStep _ ->
          true;
      default -> false;
    };
  }

  /** A provider is called only while its price fits into what is left of the budget. */
  private Optional<Failure> overBudget(
      LiveBatch batch, Submission.ToRun ask, Group group, Instant now) {
    if (!(ask.command() instanceof RunCommand.IntendCall(var step, var attempt, var call))) {
      return Optional.empty();
    }
    var refusal = budgets.refuse(batch, call.reserved(), now);
    if (refusal.isEmpty()) {
      return Optional.empty();
    }
    var message = refusal.get();
    // a batch that is paused already stays so
    decideBatch(batch.engine, batch, new BatchCommand.HoldForBudget(message), group, now);
    var why = TenantPurses.refusal(message);
    // what is put back starts again at once: without one of these two it would do so for ever
    var instead =
        batch.state.status() == BatchStatus.STOPPING
            ? new RunCommand.FailStep(step, attempt, why, CallEnd.FREE)
            : new RunCommand.PauseRun();
    decideRun(new Submission.ToRun(batch.engine, ask.run(), instead, Optional.empty()), group, now);
    return Optional.of(why);
  }

  /** Runs that wait for people are cancelled too, some at a time. */
  private Optional<Failure> cancelWaiting(BatchId batch, Group group, Instant now) {
    var live = batches.get(batch);
    if (live == null) {
      return Optional.empty();
    }
    var waiting = effects.waiting(batch, CANCEL_WAITING);
    for (var run : waiting) {
      var cancel = new RunCommand.CancelRun();
      decideRun(new Submission.ToRun(live.engine, run, cancel, Optional.empty()), group, now);
    }
    if (waiting.size() == CANCEL_WAITING) {
      follow(new Submission.CancelWaiting(batch));
    }
    return Optional.empty();
  }

  private void end(LiveBatch batch, LiveBatch.LiveRun run, Group group, Instant now) {
    batch.runs.remove(run.id);
    scheduler.changed(batch);
    var rejection = decideBatch(batch.engine, batch, new BatchCommand.Review(), group, now);
    rejection.ifPresent(why -> LOG.warn("batch {} was not reviewed: {}", batch.id, why.line()));
  }

  /** The order of turns is the engine's own: it changes at once, not after the commit. */
  private boolean schedule(LiveBatch batch, BatchEffect effect) {
    switch (effect) {
      case ENTER_SCHEDULE -> scheduler.enter(batch, batch.takeFirstItems());
      case LEAVE_SCHEDULE -> scheduler.leave(batch.id);
      case RESCHEDULE -> {
        scheduler.changed(batch);
        // those who wait for slots already hear of it as well
        effects.settingsChanged(batch);
      }
      case CANCEL_PENDING, CANCEL_RUNS, PAUSE_RUNS, RESUME_RUNS -> {
        return false;
      }
    }
    return true;
  }

  private void release(LiveBatch batch, BatchEffect effect) {
    switch (effect) {
      case ENTER_SCHEDULE, LEAVE_SCHEDULE, RESCHEDULE ->
          throw new IllegalArgumentException("the scheduler's own: " + effect);
      case CANCEL_PENDING ->
          follow(
              new Submission.ToBatch(
                  batch.engine, batch.id, new BatchCommand.CancelPending(CANCEL_CHUNK)));
      case CANCEL_RUNS -> {
        follow(new Submission.CancelWaiting(batch.id));
        for (var run : batch.runs.keySet()) {
          follow(
              new Submission.ToRun(
                  batch.engine, run, new RunCommand.CancelRun(), Optional.empty()));
        }
      }
      case PAUSE_RUNS, RESUME_RUNS ->
          throw new IllegalArgumentException("decided with the batch: " + effect);
    }
  }

  /**
   * What a batch's decision means for its runs on their way, in the same commit: a crash cannot
   * come between the two.
   */
  private boolean tellRuns(LiveBatch batch, BatchEffect effect, Group group, Instant now) {
    RunCommand command =
        switch (effect) {
          case CANCEL_RUNS -> new RunCommand.CancelRun();
          case PAUSE_RUNS -> new RunCommand.PauseRun();
          case RESUME_RUNS -> new RunCommand.ResumeRun();
          case ENTER_SCHEDULE, LEAVE_SCHEDULE, RESCHEDULE, CANCEL_PENDING -> null;
        };
    if (command == null) {
      return false;
    }
    if (effect == BatchEffect.CANCEL_RUNS) {
      follow(new Submission.CancelWaiting(batch.id));
    }
    for (var run : List.copyOf(batch.runs.keySet())) {
      // one that is being cancelled, or was paused on its own, refuses: it stays as it is
      decideRun(new Submission.ToRun(batch.engine, run, command, Optional.empty()), group, now);
    }
    return true;
  }

  private void follow(Submission submission) {
    followUps.add(submission);
  }
}
