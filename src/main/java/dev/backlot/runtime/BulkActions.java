package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.GateDecision;
import dev.backlot.model.GateState;
import dev.backlot.model.RunCommand;
import dev.backlot.model.RunId;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepPath;
import dev.backlot.store.BulkActionRecord;
import dev.backlot.store.BulkActionRecord.Kind;
import dev.backlot.store.BulkActionRecord.Order;
import dev.backlot.store.BulkActionRecord.Progress;
import dev.backlot.store.BulkActionRecord.Refusal;
import dev.backlot.store.BulkActionRecord.Status;
import dev.backlot.store.GateRecord;
import dev.backlot.store.RunFilter;
import dev.backlot.store.StoreException;
import dev.backlot.store.Views;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One command to many runs or gates of a batch: durable, in pages, with progress to look at. After
 * a crash it goes on from its last page; what had been done of that page is found done, so it may
 * miss in the count. Thread-safe.
 */
public final class BulkActions {
  /** How many a tenant may have on their way at once. */
  public static final int RUNNING_MAX = 10;

  /** How many of a tenant's are remembered, the newest. */
  public static final int KEPT = 1_000;

  private static final int PAGE = 200;
  private static final int CLOSE_PATIENCE_MS = 5_000;

  private final Engine engine;
  private final Views views;
  private final InstantSource clock;
  private final Surroundings surroundings;
  private final Map<String, Worker> workers = new ConcurrentHashMap<>();

  BulkActions(Engine engine, Views views, InstantSource clock, Surroundings surroundings) {
    this.engine = engine;
    this.views = views;
    this.clock = clock;
    this.surroundings = surroundings;
  }

  /** Which statuses a kind of command can be meant for; the first ones when none are named. */
  public static Set<RunStatus> usual(Kind kind) {
    return switch (kind) {
      // what waits for people does nothing that could be stopped
      case PAUSE -> Set.of(RunStatus.RUNNING);
      case RESUME -> Set.of(RunStatus.PAUSED);
      case CANCEL -> Set.of(RunStatus.RUNNING, RunStatus.WAITING, RunStatus.PAUSED);
      case APPROVE, REJECT, REGENERATE -> Set.of();
    };
  }

  /** As {@link #usual}, with those that somebody may name. */
  public static Set<RunStatus> possible(Kind kind) {
    return switch (kind) {
      case RESUME -> Set.of(RunStatus.PAUSED, RunStatus.FAILED);
      case CANCEL ->
          Set.of(RunStatus.PENDING, RunStatus.RUNNING, RunStatus.WAITING, RunStatus.PAUSED);
      case PAUSE, APPROVE, REJECT, REGENERATE -> usual(kind);
    };
  }

  /** How many an order would reach now. */
  public long count(Caller caller, Order order) {
    return order.kind().verdict().isPresent()
        ? views.countGates(caller.tenant(), order.batch(), order.step())
        : views.countRuns(caller.tenant(), order.batch(), filter(order));
  }

  /** What became of an order. */
  public sealed interface Ordering {
    record Accepted(BulkActionRecord action) implements Ordering {}

    record Refused(Failure why) implements Ordering {}
  }

  /**
   * Durable when it returns; the work goes on behind it. The caller knows that the batch is there.
   */
  public Ordering order(Caller caller, Order order, Optional<Claim> claim) {
    var now = clock.instant();
    var action =
        new BulkActionRecord(
            id(now), caller, order, Status.RUNNING, Progress.of(count(caller, order)), now, now);
    synchronized (workers) {
      if (running(caller) >= RUNNING_MAX) {
        return new Ordering.Refused(
            new Failure.Invalid(
                "bulk_action",
                "there are " + RUNNING_MAX + " on their way already; wait until one has ended"));
      }
      workers.put(action.id(), new Worker(action));
    }
    try {
      var saving = new Submission.SaveBulkAction(action);
      engine.submit(Submission.under(claim, action.id(), saving)).await();
    } catch (EngineHaltedException e) {
      workers.remove(action.id());
      throw e;
    }
    begin(action.id());
    return new Ordering.Accepted(action);
  }

  private long running(Caller caller) {
    return workers.values().stream()
        .filter(worker -> worker.action.creator().tenant().equals(caller.tenant()))
        .count();
  }

  private String id(Instant now) {
    return "bulk_%012x%016x".formatted(now.toEpochMilli(), surroundings.dice().getAsLong());
  }

  public Optional<BulkActionRecord> get(Caller caller, String id) {
    return views.bulkAction(caller.tenant(), id);
  }

  /** Newest first, those before the given one. */
  public List<BulkActionRecord> list(Caller caller, Optional<String> before, int limit) {
    return views.bulkActions(caller.tenant(), before, limit);
  }

  /**
   * Has it stop after the page it is at; what is done stays done.
   *
   * @return why not; empty when it stops, or had been told to before
   */
  public Optional<Failure> cancel(Caller caller, String id) {
    var action = get(caller, id);
    if (action.isEmpty()) {
      return Optional.of(new Failure.Invalid("bulk_action", "there is no bulk action " + id));
    }
    var worker = workers.get(id);
    if (worker == null) {
      return Optional.of(new Failure.Invalid("bulk_action", "it has ended already"));
    }
    worker.stop = true;
    return Optional.empty();
  }

  /** Takes up what an earlier process had on its way. */
  void recover() {
    for (var action : views.runningBulkActions()) {
      workers.put(action.id(), new Worker(action));
      begin(action.id());
    }
  }

  private void begin(String id) {
    var worker = workers.get(id);
    if (worker != null) {
      var thread = surroundings.io().newThread(worker);
      worker.thread = Optional.of(thread);
      thread.start();
    }
  }

  /** Waits a little for those on their way; the engine must have stopped taking commands. */
  void close() throws InterruptedException {
    for (var worker : workers.values()) {
      if (worker.thread.isPresent()) {
        worker.thread.get().join(CLOSE_PATIENCE_MS);
      }
    }
  }

  /** One of the things that a command goes to, and whether it is to be sent. */
  private record Target(RunId run, String step, Optional<RunCommand> command) {}

  private final class Worker implements Runnable {
    private BulkActionRecord action;
    private volatile boolean stop;
    private volatile Optional<Thread> thread = Optional.empty();

    Worker(BulkActionRecord action) {
      this.action = action;
    }

    @Override
    public void run() {
      try {
        while (action.status() == Status.RUNNING) {
          action = next();
          engine.submit(new Submission.SaveBulkAction(action)).await();
        }
      } catch (EngineHaltedException _) {
        // the next process goes on
      } catch (StoreException e) {
        engine.halt(String.valueOf(e.getMessage()));
      } finally {
        workers.remove(action.id());
      }
    }

    private BulkActionRecord next() {
      if (stop) {
        return action.ended(Status.CANCELLED, clock.instant());
      }
      var page = page(action);
      if (page.isEmpty()) {
        return action.ended(Status.SUCCEEDED, clock.instant());
      }
      // all at once, so that one commit takes them together
      var answers = new ArrayList<Optional<Answer>>();
      for (var target : page) {
        answers.add(target.command().map(command -> send(target.run(), command)));
      }
      long done = 0;
      var refused = new ArrayList<Refusal>();
      for (int i = 0; i < page.size(); i++) {
        if (answers.get(i).isEmpty()) {
          continue;
        }
        var why = answers.get(i).get().await();
        if (why.isEmpty()) {
          done++;
        } else {
          refused.add(new Refusal(page.get(i).run(), why.get().line()));
        }
      }
      var last = page.getLast();
      return action.with(
          action.progress().after(last.run().item(), last.step(), done, refused), clock.instant());
    }

    private Answer send(RunId run, RunCommand command) {
      return engine.submit(new Submission.ToRun(action.creator(), run, command, Optional.empty()));
    }
  }

  private List<Target> page(BulkActionRecord action) {
    return action
        .order()
        .kind()
        .verdict()
        .map(verdict -> gates(action, new GateDecision(verdict, action.order().note(), List.of())))
        .orElseGet(() -> runs(action));
  }

  private List<Target> gates(BulkActionRecord action, GateDecision decision) {
    var order = action.order();
    var progress = action.progress();
    var after = StepPath.parse(progress.step()).map(step -> place(order.batch(), progress, step));
    var user = action.creator().user();
    return views.gates(action.creator().tenant(), Optional.of(order.batch()), after, PAGE).stream()
        .map(
            gate ->
                new Target(
                    gate.run(),
                    gate.step().toString(),
                    order.step().filter(step -> !isAt(gate, step)).isPresent()
                        ? Optional.empty()
                        : Optional.of(new RunCommand.DecideGate(gate.step(), user, decision))))
        .toList();
  }

  private static boolean isAt(GateRecord gate, String step) {
    return gate.step().toString().equals(step) || gate.step().step().value().equals(step);
  }

  private static GateRecord place(BatchId batch, Progress progress, StepPath step) {
    var nothing =
        new GateState.Question(
            "", List.of(), Optional.empty(), List.of(), 1, Optional.empty(), Optional.empty());
    return new GateRecord(batch.run(progress.item()), "", step, 1, nothing, Instant.EPOCH);
  }

  private static RunFilter filter(Order order) {
    return RunFilter.of(order.statuses()).failedAt(order.step());
  }

  private List<Target> runs(BulkActionRecord action) {
    var order = action.order();
    var command = Optional.of(command(order.kind()));
    var after = action.progress().item();
    return views.runs(action.creator().tenant(), order.batch(), filter(order), after, PAGE).stream()
        .map(run -> new Target(run.id(), "", command))
        .toList();
  }

  private static RunCommand command(Kind kind) {
    return switch (kind) {
      case PAUSE -> new RunCommand.PauseRun();
      case RESUME -> new RunCommand.ResumeRun();
      case CANCEL -> new RunCommand.CancelRun();
      case APPROVE, REJECT, REGENERATE -> throw new IllegalArgumentException("not for runs");
    };
  }
}
