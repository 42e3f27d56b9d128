package dev.backlot.runtime;

import dev.backlot.definition.Checked;
import dev.backlot.definition.InputCheck;
import dev.backlot.model.BatchCommand;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchState;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.Value;
import dev.backlot.model.Workflow;
import dev.backlot.store.BatchOrigin;
import dev.backlot.store.Commit;
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
import java.util.regex.Pattern;

/**
 * Lets batches in: checks every item, then writes them a chunk at a time. Items are gone through
 * twice, so that a bad one creates nothing, and never held in memory as a whole. Thread-safe.
 */
final class Admission {
  private static final int CHUNK = 1_000;
  private static final Pattern GIVEN_NAME = Pattern.compile("(?i)item-\\d{6,7}");

  private final Engine engine;
  private final Views views;
  private final Workflows workflows;
  private final BatchIds ids;
  private final KeyQuotas quotas;
  private final InstantSource clock;
  private final Path publishRoot;
  private final boolean localFiles;

  Admission(
      Engine engine,
      Views views,
      Workflows workflows,
      BatchIds ids,
      KeyQuotas quotas,
      InstantSource clock,
      Path publishRoot,
      boolean localFiles) {
    this.engine = engine;
    this.views = views;
    this.workflows = workflows;
    this.ids = ids;
    this.quotas = quotas;
    this.clock = clock;
    this.publishRoot = publishRoot;
    this.localFiles = localFiles;
  }

  /** Checks all items, then accepts them, durable on return. */
  Batches.Creation create(
      Caller caller, NewBatch wanted, Iterable<ItemInput> items, Optional<Claim> claim) {
    var version = version(caller, wanted);
    var graph =
        version.flatMap(number -> workflows.graph(caller.tenant(), wanted.workflow(), number));
    if (version.isEmpty() || graph.isEmpty()) {
      var message =
          "there is no published workflow '"
              + wanted.workflow()
              + "'"
              + wanted.version().map(number -> " version " + number).orElse("");
      return refused(new Failure.Invalid("workflow", message));
    }
    var checked = check(graph.get(), items);
    if (!checked.problems().isEmpty()) {
      return new Batches.Creation.Refused(checked.problems());
    }
    var refusal = quotas.take(caller, checked.items());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    var creation = accept(caller, wanted, version.get(), graph.get(), items, claim);
    if (!(creation instanceof Batches.Creation.Created)) {
      quotas.giveBack(caller, checked.items());
    }
    return creation;
  }

  private static Batches.Creation refused(Failure.Invalid problem) {
    return new Batches.Creation.Refused(List.of(problem));
  }

  static boolean isGivenName(String name) {
    return GIVEN_NAME.matcher(name).matches();
  }

  /** The version that a batch gets which names none. */
  Optional<Integer> newestPublished(Caller caller, String workflow) {
    var newest = workflows.get(caller, workflow, Optional.empty());
    return newest.flatMap(
        record ->
            record.published()
                ? Optional.of(record.version())
                : Optional.of(record.version() - 1).filter(before -> before > 0));
  }

  /** How many items were looked at, and what is wrong with them. */
  record Looked(int items, List<Failure.Invalid> problems) {}

  Looked check(Workflow graph, Iterable<ItemInput> items) {
    var problems = new ArrayList<Failure.Invalid>();
    var names = new HashSet<String>();
    int count = 0;
    for (var item : items) {
      if (problems.size() >= Batches.PROBLEMS_MAX) {
        return new Looked(count, problems);
      }
      if (++count > BatchState.ITEMS_MAX) {
        var most = "expected at most " + BatchState.ITEMS_MAX + " items, but there are more";
        return new Looked(count, List.of(new Failure.Invalid("items", most)));
      }
      check(graph.inputs(), item, "items[" + (count - 1) + "]", names, problems);
    }
    if (count == 0) {
      problems.add(new Failure.Invalid("items", "expected at least one item, but there is none"));
    }
    return new Looked(count, problems);
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

  private Batches.Creation accept(
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
      return new Batches.Creation.OverQuota(overQuota, Optional.empty());
    }
    if (!complete && refusal.isEmpty()) {
      refusal = acceptRest(caller, batch, rows, claim);
    }
    if (refusal.isPresent()) {
      return refused(new Failure.Invalid("items", refusal.get().line()));
    }
    return views
        .batch(caller.tenant(), batch)
        .<Batches.Creation>map(Batches.Creation.Created::new)
        .orElseGet(() -> refused(new Failure.Invalid("items", "the batch is gone")));
  }

  /** The published version that a batch gets; empty when there is none. */
  Optional<Integer> version(Caller caller, NewBatch wanted) {
    return wanted
        .version()
        .or(() -> newestPublished(caller, wanted.workflow()))
        .filter(number -> isPublished(caller, wanted.workflow(), number));
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
}
