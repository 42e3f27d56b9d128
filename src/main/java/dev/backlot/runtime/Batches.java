package dev.backlot.runtime;

import dev.backlot.definition.Checked;
import dev.backlot.definition.Definition;
import dev.backlot.definition.InputCheck;
import dev.backlot.engine.RunApplier;
import dev.backlot.model.BatchCommand;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchState;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.RunCommand;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.StepPath;
import dev.backlot.model.Value;
import dev.backlot.model.Workflow;
import dev.backlot.store.BatchOrigin;
import dev.backlot.store.BatchQuery;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.Commit;
import dev.backlot.store.RunFilter;
import dev.backlot.store.RunRecord;
import dev.backlot.store.Views;
import dev.backlot.store.WorkflowRecord;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Batches and their runs: create, look, steer. Thread-safe; a foreign id looks like an unknown one.
 */
public final class Batches {
  /** The most problems that are told at once. */
  public static final int PROBLEMS_MAX = 100;

  /** The most items that a dry run plays through. */
  public static final int REHEARSED_MAX = 1_000;

  private static final int CHUNK = 1_000;
  private static final Pattern GIVEN_NAME = Pattern.compile("(?i)item-\\d{6,7}");

  private final Engine engine;
  private final Views views;
  private final Workflows workflows;
  private final BatchIds ids;
  private final DryRuns dryRuns;
  private final InstantSource clock;
  private final Path publishRoot;
  private final boolean localFiles;

  Batches(
      Engine engine,
      Views views,
      Workflows workflows,
      BatchIds ids,
      DryRuns dryRuns,
      InstantSource clock,
      Path publishRoot,
      boolean localFiles) {
    this.engine = engine;
    this.views = views;
    this.workflows = workflows;
    this.ids = ids;
    this.dryRuns = dryRuns;
    this.clock = clock;
    this.publishRoot = publishRoot;
    this.localFiles = localFiles;
  }

  /** What became of a batch that was to be created. */
  public sealed interface Creation {
    record Created(BatchRecord batch) implements Creation {}

    /** Nothing was created; every problem up to {@link #PROBLEMS_MAX}, each with its field. */
    record Refused(List<Failure.Invalid> problems) implements Creation {}

    /** Nothing was created: the tenant has as many open batches as it may have. */
    record OverQuota(Failure.Refused why) implements Creation {}
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
    var version = wanted.version().or(() -> newestPublished(caller, wanted.workflow()));
    var graph =
        version
            .filter(number -> isPublished(caller, wanted.workflow(), number))
            .flatMap(number -> workflows.graph(caller.tenant(), wanted.workflow(), number));
    if (version.isEmpty() || graph.isEmpty()) {
      var message =
          "there is no published workflow '"
              + wanted.workflow()
              + "'"
              + wanted.version().map(number -> " version " + number).orElse("");
      return refused(new Failure.Invalid("workflow", message));
    }
    var problems = check(graph.get(), items);
    if (!problems.isEmpty()) {
      return new Creation.Refused(problems);
    }
    return accept(caller, wanted, version.get(), graph.get(), items, claim);
  }

  private static Creation refused(Failure.Invalid problem) {
    return new Creation.Refused(List.of(problem));
  }

  /**
   * What {@link #create} would do, found out with the real checks and the real decider; creates
   * nothing. At most {@value #REHEARSED_MAX} items are played through, the rest is scaled up.
   */
  public DryRun dryRun(Caller caller, NewBatch wanted, Iterable<ItemInput> items) {
    var definition =
        wanted
            .version()
            .or(() -> newestPublished(caller, wanted.workflow()))
            .filter(number -> isPublished(caller, wanted.workflow(), number))
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
    var problems = check(graph, items);
    var workload = workflows.workload(definition);
    return dryRuns.run(caller, wanted, workload, graph.inputs(), items, problems);
  }

  static boolean isGivenName(String name) {
    return GIVEN_NAME.matcher(name).matches();
  }

  /** The version that a batch gets which names none. */
  public Optional<Integer> newestPublished(Caller caller, String workflow) {
    var newest = workflows.get(caller, workflow, Optional.empty());
    return newest.flatMap(
        record ->
            record.published()
                ? Optional.of(record.version())
                : Optional.of(record.version() - 1).filter(before -> before > 0));
  }

  private List<Failure.Invalid> check(Workflow graph, Iterable<ItemInput> items) {
    var problems = new ArrayList<Failure.Invalid>();
    var names = new HashSet<String>();
    int count = 0;
    for (var item : items) {
      if (problems.size() >= PROBLEMS_MAX) {
        return problems;
      }
      if (++count > BatchState.ITEMS_MAX) {
        return List.of(
            new Failure.Invalid(
                "items",
                "expected at most " + BatchState.ITEMS_MAX + " items, but there are more"));
      }
      check(graph.inputs(), item, "items[" + (count - 1) + "]", names, problems);
    }
    if (count == 0) {
      problems.add(new Failure.Invalid("items", "expected at least one item, but there is none"));
    }
    return problems;
  }

  private void check(
      Map<String, Port> ports,
      ItemInput item,
      String field,
      Set<String> names,
      List<Failure.Invalid> problems) {
    item.name()
        .ifPresent(
            name -> {
              if (!ItemInput.isSafeName(name)) {
                problems.add(
                    new Failure.Invalid(
                        field + ".name",
                        "expected up to 120 letters, digits, spaces and ._()+- (it names a folder),"
                            + " but '"
                            + name
                            + "'"));
              } else if (isGivenName(name)) {
                problems.add(
                    new Failure.Invalid(
                        field + ".name",
                        "names like '"
                            + name
                            + "' are given to items without one; choose another"));
              } else if (!names.add(name.toLowerCase(Locale.ROOT))) {
                problems.add(
                    new Failure.Invalid(
                        field + ".name", "the name '" + name + "' stands twice in this batch"));
              }
            });
    switch (InputCheck.check(ports, item.inputs())) {
      case Checked.Refused(var refusals) ->
          refusals.forEach(
              refusal ->
                  problems.add(
                      new Failure.Invalid(field + "." + refusal.field(), refusal.message())));
      case Checked.Accepted(var inputs) -> {
        // defaults count too: a workflow cannot name a file that its author may not read
        if (!localFiles && inputs.values().stream().anyMatch(Value::hasFile)) {
          problems.add(
              new Failure.Invalid(
                  field + ".inputs",
                  "expected an asset of this server or an http(s) address; upload the file to"
                      + " /v1/assets first and give its id"));
        }
      }
    }
  }

  private Creation accept(
      Caller caller,
      NewBatch wanted,
      int version,
      Workflow graph,
      Iterable<ItemInput> items,
      Optional<Claim> claim) {
    var batch = ids.next();
    var origin =
        new BatchOrigin(
            wanted.name(),
            wanted.workflow(),
            version,
            wanted.resumeKey(),
            wanted.publishRoot().orElseGet(() -> publishRoot.resolve(batch.toString()).toString()),
            wanted.redriveOf());
    var workload = workflows.workload(caller.tenant(), wanted.workflow(), version).orElseThrow();
    var rows = new ItemRows(caller, batch, graph.inputs(), items.iterator());
    var first = rows.next();
    boolean complete = !rows.hasNext();
    var creation =
        new Submission.NewBatch(
            caller,
            batch,
            origin,
            workload,
            wanted.settings(),
            first,
            complete,
            wanted.companions().document().map(document -> document.standingFor(batch)),
            wanted.companions().webhook().map(told -> told.of(batch)));
    var last = claim.filter(_ -> complete);
    var refusal = engine.submit(Submission.under(last, batch.toString(), creation)).await();
    if (refusal.isPresent() && refusal.get() instanceof Failure.Refused overQuota) {
      return new Creation.OverQuota(overQuota);
    }
    if (!complete && refusal.isEmpty()) {
      refusal = acceptRest(caller, batch, rows, claim);
    }
    if (refusal.isPresent()) {
      return refused(new Failure.Invalid("items", refusal.get().line()));
    }
    return views
        .batch(caller.tenant(), batch)
        .<Creation>map(Creation.Created::new)
        .orElseGet(() -> refused(new Failure.Invalid("items", "the batch is gone")));
  }

  private boolean isPublished(Caller caller, String workflow, int version) {
    return workflows
        .get(caller, workflow, Optional.of(version))
        .filter(WorkflowRecord::published)
        .isPresent();
  }

  private Optional<Failure> acceptRest(
      Caller caller, BatchId batch, ItemRows rows, Optional<Claim> claim) {
    try {
      while (rows.hasNext()) {
        var refusal = engine.submit(new Submission.MoreItems(caller, batch, rows.next())).await();
        if (refusal.isPresent()) {
          return refusal;
        }
      }
    } catch (RuntimeException e) {
      // nobody will finish writing it
      engine.submit(new Submission.ToBatch(caller, batch, new BatchCommand.CancelBatch()));
      throw e;
    }
    var sealing = new Submission.ToBatch(caller, batch, new BatchCommand.SealBatch());
    return engine.submit(Submission.under(claim, batch.toString(), sealing)).await();
  }

  /** Items as rows, a chunk at a time. */
  private final class ItemRows {
    private final Caller caller;
    private final BatchId batch;
    private final Map<String, Port> ports;
    private final Iterator<ItemInput> items;
    private int number;

    ItemRows(Caller caller, BatchId batch, Map<String, Port> ports, Iterator<ItemInput> items) {
      this.caller = caller;
      this.batch = batch;
      this.ports = ports;
      this.items = items;
    }

    boolean hasNext() {
      return items.hasNext();
    }

    List<Commit.NewItem> next() {
      var chunk = new ArrayList<Commit.NewItem>();
      var now = clock.instant();
      while (chunk.size() < CHUNK && items.hasNext()) {
        var item = items.next();
        number++;
        var name = item.name().orElse("item-%06d".formatted(number));
        var inputs =
            InputCheck.check(ports, item.inputs()) instanceof Checked.Accepted(var accepted)
                ? accepted
                : item.inputs();
        chunk.add(new Commit.NewItem(caller, batch.run(number), name, inputs, item.source(), now));
      }
      return chunk;
    }
  }

  public Optional<BatchRecord> get(Caller caller, BatchId batch) {
    return views.batch(caller.tenant(), batch);
  }

  /** Newest first. */
  public List<BatchRecord> list(
      Caller caller, Optional<BatchStatus> status, Optional<BatchId> before, int limit) {
    return views.batches(caller.tenant(), status, before, limit);
  }

  /** Newest first, without the first so many. */
  public List<BatchRecord> list(Caller caller, BatchQuery query, int skipped, int limit) {
    return views.batches(caller.tenant(), query, skipped, limit);
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

  public long count(Caller caller, BatchId batch, RunFilter filter) {
    return views.countRuns(caller.tenant(), batch, filter);
  }

  public Optional<RunView> run(Caller caller, RunId run) {
    return views.run(caller.tenant(), run).map(this::view);
  }

  private RunView view(RunRecord run) {
    var state = RunState.NONE;
    var events = views.events(run.id());
    for (var event : events) {
      state = RunApplier.apply(state, event);
    }
    return new RunView(run, events, state.steps().isEmpty() ? state.with(run.status()) : state);
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
