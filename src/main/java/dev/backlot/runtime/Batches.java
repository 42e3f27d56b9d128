package dev.backlot.runtime;

import dev.backlot.definition.Definition;
import dev.backlot.engine.RunApplier;
import dev.backlot.model.BatchCommand;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.RunCommand;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.StepPath;
import dev.backlot.store.Acknowledgement;
import dev.backlot.store.BatchQuery;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.BatchStretch;
import dev.backlot.store.Pace;
import dev.backlot.store.ProviderStanding;
import dev.backlot.store.RunFilter;
import dev.backlot.store.RunRecord;
import dev.backlot.store.RunSummary;
import dev.backlot.store.StepStanding;
import dev.backlot.store.Views;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Batches and their runs: create, look, steer. Thread-safe; a foreign id looks like an unknown one.
 */
public final class Batches {
  /** The most problems that are told at once. */
  public static final int PROBLEMS_MAX = 100;

  /** The most items that a dry run plays through. */
  public static final int REHEARSED_MAX = 1_000;

  private final Engine engine;
  private final Views views;
  private final Workflows workflows;
  private final Admission admission;
  private final DryRuns dryRuns;
  private final Dispatcher running;

  Batches(
      Engine engine,
      Views views,
      Workflows workflows,
      Admission admission,
      DryRuns dryRuns,
      Dispatcher running) {
    this.engine = engine;
    this.views = views;
    this.workflows = workflows;
    this.admission = admission;
    this.dryRuns = dryRuns;
    this.running = running;
  }

  /** What became of a batch that was to be created. */
  public sealed interface Creation {
    record Created(BatchRecord batch) implements Creation {}

    /** Nothing was created; every problem up to {@link #PROBLEMS_MAX}, each with its field. */
    record Refused(List<Failure.Invalid> problems) implements Creation {}

    /**
     * Nothing was created: the tenant has as many open batches as it may have, or the key has
     * started as many items as it may.
     *
     * @param again how long until it may again, where that is known
     */
    record OverQuota(Failure.Refused why, Optional<Duration> again) implements Creation {}
  }

  /**
   * Checks all items, then accepts them, durable on return. The items are gone through twice, so
   * that a bad one creates nothing, and never held in memory as a whole.
   */
  public Creation create(Caller caller, NewBatch wanted, Iterable<ItemInput> items) {
    return create(caller, wanted, items, Optional.empty());
  }

  /**
   * As {@link #create(Caller, NewBatch, Iterable)}, once for each client's key. The key is used up
   * with the last item: a batch that nobody finished writing is not taken for the client's.
   */
  public Creation create(
      Caller caller, NewBatch wanted, Iterable<ItemInput> items, Optional<Claim> claim) {
    return admission.create(caller, wanted, items, claim);
  }

  /** The version that a batch gets which names none. */
  public Optional<Integer> newestPublished(Caller caller, String workflow) {
    return admission.newestPublished(caller, workflow);
  }

  /**
   * What {@link #create} would do, found out with the real checks and the real decider; creates
   * nothing. At most {@value #REHEARSED_MAX} items are played through, the rest is scaled up.
   */
  public DryRun dryRun(Caller caller, NewBatch wanted, Iterable<ItemInput> items) {
    var definition =
        admission
            .version(caller, wanted)
            .flatMap(number -> workflows.definition(caller.tenant(), wanted.workflow(), number));
    return definition
        .map(found -> dryRun(caller, wanted, found, items))
        .orElseGet(
            () ->
                DryRuns.impossible(
                    new Failure.Invalid(
                        "workflow", "there is no published workflow '" + wanted.workflow() + "'")));
  }

  /** As {@link #dryRun(Caller, NewBatch, Iterable)}, for a workflow that was never saved. */
  public DryRun dryRun(
      Caller caller, NewBatch wanted, Definition definition, Iterable<ItemInput> items) {
    var graph = definition.workflow();
    var problems = admission.check(graph, items).problems();
    var workload = workflows.workload(definition);
    return dryRuns.run(caller, wanted, workload, graph.inputs(), items, problems);
  }

  public Optional<BatchRecord> get(Caller caller, BatchId batch) {
    return views.batch(caller.tenant(), batch);
  }

  /** Newest first. */
  public List<BatchRecord> list(
      Caller caller, Optional<BatchStatus> status, Optional<BatchId> before, int limit) {
    return views.batches(caller.tenant(), status, before, limit);
  }

  /** As {@link #list(Caller, Optional, Optional, int)}, of those that take up this batch. */
  public List<BatchRecord> list(
      Caller caller,
      Optional<BatchStatus> status,
      Optional<BatchId> redriveOf,
      Optional<BatchId> before,
      int limit) {
    return views.batches(caller.tenant(), status, redriveOf, before, limit);
  }

  /** In the query's order, without the first so many. */
  public List<BatchRecord> list(Caller caller, BatchQuery query, int skipped, int limit) {
    return views.batches(caller.tenant(), query, skipped, limit);
  }

  /** The first so many of them, in the query's order, as one: fewer where there are fewer. */
  public BatchStretch stretch(Caller caller, BatchQuery query, long most) {
    return views.stretch(caller.tenant(), query, most);
  }

  public long count(Caller caller, BatchQuery query) {
    return views.countBatches(caller.tenant(), query);
  }

  /** The newest batch that the same command started, whether it has ended or not. */
  public Optional<BatchRecord> latest(Caller caller, String resumeKey) {
    return views.latest(caller.tenant(), resumeKey);
  }

  /** The unfinished batch that an earlier start of the same command left. */
  public Optional<BatchRecord> resumable(Caller caller, String resumeKey) {
    return views.resumable(caller.tenant(), resumeKey);
  }

  /** Items in order, those after the given one. */
  public List<RunRecord> items(
      Caller caller, BatchId batch, RunFilter filter, int afterItem, int limit) {
    return views.runs(caller.tenant(), batch, filter, afterItem, limit);
  }

  /** As {@link #items(Caller, BatchId, RunFilter, int, int)}, without the first so many. */
  public List<RunRecord> items(
      Caller caller, BatchId batch, RunFilter filter, int afterItem, int skipped, int limit) {
    return views.runs(caller.tenant(), batch, filter, afterItem, skipped, limit);
  }

  /** The first items in order, without what went in and came out. */
  public List<RunSummary> summaries(Caller caller, BatchId batch, int limit) {
    return views.summaries(caller.tenant(), batch, limit);
  }

  public long count(Caller caller, BatchId batch, RunFilter filter) {
    return views.countRuns(caller.tenant(), batch, filter);
  }

  /** Why items of the batch failed, in classes. */
  public FailureGroups failures(Caller caller, BatchRecord batch) {
    var counts = views.failures(caller.tenant(), batch.id(), FailureGroups.WORDINGS_MAX);
    return FailureGroups.of(counts, batch.state().counts().failed(), batch.rejected());
  }

  /** Items that failed as another one did, those after the given one. */
  public FailedAlike failedAlike(Caller caller, RunRecord run, int afterItem, int limit) {
    return FailedAlike.read(
        run,
        limit,
        afterItem,
        (filter, after, most) ->
            views.runs(caller.tenant(), run.id().batch(), filter, after, most));
  }

  /** How the steps of the batch stand over all items, in file order; none before it starts. */
  public List<StepStanding> steps(Caller caller, BatchId batch) {
    return views.standings(caller.tenant(), batch);
  }

  /** How long providers took for the batch, model by model; none before a call has ended. */
  public List<ProviderStanding> providers(Caller caller, BatchId batch) {
    return views.providerStandings(caller.tenant(), batch);
  }

  /** How fast the batch went, oldest first, in at most {@value PaceMeter#SPANS_MAX} spans. */
  public List<Pace> pace(Caller caller, BatchId batch) {
    return views.pace(caller.tenant(), batch);
  }

  public Optional<RunView> run(Caller caller, RunId run) {
    return views.run(caller.tenant(), run).map(this::view);
  }

  /** A batch with its first item. */
  public record OneItem(BatchRecord batch, RunView run) {}

  /** Many batches with their first items, by the batches' ids; unknown ones are left out. */
  public Map<BatchId, OneItem> firstItems(Caller caller, List<BatchId> batches) {
    var found = new HashMap<BatchId, OneItem>();
    for (var one : views.firstItems(caller.tenant(), batches)) {
      found.put(one.batch().id(), new OneItem(one.batch(), view(one.run(), one.events())));
    }
    return found;
  }

  private RunView view(RunRecord run) {
    return view(run, views.events(run.id()));
  }

  private RunView view(RunRecord run, List<RunEvent> events) {
    var state = RunState.NONE;
    for (var event : events) {
      state = RunApplier.apply(state, event);
    }
    var shown = state.steps().isEmpty() ? state.with(run.status()) : state;
    return new RunView(run, events, shown, running.progress(run.id(), shown));
  }

  /** Starts nothing more and lets running steps end; empty when accepted. */
  public Optional<Failure> pause(Caller caller, BatchId batch) {
    return command(caller, batch, new BatchCommand.PauseBatch());
  }

  public Optional<Failure> resume(Caller caller, BatchId batch) {
    return command(caller, batch, new BatchCommand.ResumeBatch());
  }

  /** Cancels what has not started and stops what runs. */
  public Optional<Failure> cancel(Caller caller, BatchId batch) {
    return command(caller, batch, new BatchCommand.CancelBatch());
  }

  /**
   * Says that nothing more is to be done about what has failed so far; what fails later is not
   * meant. Replaces what was said before.
   *
   * @param note at most {@link Acknowledgement#NOTE_MAX} characters
   * @return why not, where nothing has failed; empty when accepted
   */
  public Optional<Failure> acknowledge(Caller caller, BatchId batch, String note) {
    var found = get(caller, batch);
    int failed = found.map(one -> one.state().counts().failed()).orElse(0);
    if (failed == 0) {
      return Optional.of(new Failure.Invalid("batch", "nothing has failed in batch " + batch));
    }
    return engine
        .submit(new Submission.Acknowledge(caller, batch, failed, Optional.of(note)))
        .await();
  }

  /** What failed waits for somebody again; changes nothing where nobody had said otherwise. */
  public Optional<Failure> unacknowledge(Caller caller, BatchId batch) {
    return get(caller, batch)
        .<Optional<Failure>>map(
            _ ->
                engine
                    .submit(new Submission.Acknowledge(caller, batch, 0, Optional.empty()))
                    .await())
        .orElseGet(() -> Optional.of(new Failure.Invalid("batch", "there is no batch " + batch)));
  }

  public Optional<Failure> pause(Caller caller, RunId run) {
    return command(caller, run, new RunCommand.PauseRun());
  }

  public Optional<Failure> resume(Caller caller, RunId run) {
    return command(caller, run, new RunCommand.ResumeRun());
  }

  public Optional<Failure> cancel(Caller caller, RunId run) {
    return command(caller, run, new RunCommand.CancelRun());
  }

  /** Changes what may change while a batch runs; empty when accepted. */
  public Optional<Failure> change(
      Caller caller, BatchId batch, UnaryOperator<BatchSettings> change) {
    var current = get(caller, batch);
    if (current.isEmpty()) {
      return Optional.of(new Failure.Invalid("batch", "there is no batch " + batch));
    }
    var settings = change.apply(current.get().state().settings());
    return command(caller, batch, new BatchCommand.ChangeSettings(settings));
  }

  /** Keeps a step that has not begun from starting. */
  public Optional<Failure> hold(Caller caller, RunId run, StepPath step) {
    return command(caller, run, new RunCommand.HoldStep(step));
  }

  public Optional<Failure> release(Caller caller, RunId run, StepPath step) {
    return command(caller, run, new RunCommand.ReleaseStep(step));
  }

  /** Ends one step; what needs only it is skipped. */
  public Optional<Failure> cancel(Caller caller, RunId run, StepPath step) {
    return command(caller, run, new RunCommand.CancelStep(step, caller.user()));
  }

  private Optional<Failure> command(Caller caller, BatchId batch, BatchCommand command) {
    if (get(caller, batch).isEmpty()) {
      return Optional.of(new Failure.Invalid("batch", "there is no batch " + batch));
    }
    return engine.submit(new Submission.ToBatch(caller, batch, command)).await();
  }

  private Optional<Failure> command(Caller caller, RunId run, RunCommand command) {
    if (views.run(caller.tenant(), run).isEmpty()) {
      return Optional.of(new Failure.Invalid("run", "there is no run " + run));
    }
    return engine.submit(new Submission.ToRun(caller, run, command, Optional.empty())).await();
  }
}
