package dev.backlot.runtime;

import dev.backlot.definition.Definition;
import dev.backlot.definition.Problem;
import dev.backlot.definition.Reading;
import dev.backlot.definition.WorkflowReader;
import dev.backlot.engine.Plan;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.RunId;
import dev.backlot.model.TenantId;
import dev.backlot.model.Workflow;
import dev.backlot.step.StepRegistry;
import dev.backlot.store.Views;
import dev.backlot.store.WorkflowRecord;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Workflow versions: checked, saved as drafts, published once and for all. Thread-safe. */
public final class Workflows {
  /** Before the names of files that are only tried; no name of a workflow begins so. */
  public static final String TRIAL = "~";

  private static final int COMPILED_MAX = 128;

  private final Engine engine;
  private final Views views;
  private final StepRegistry registry;
  private final InstantSource clock;

  /**
   * One writer at a time: the next number is read, then written. Held while a commit is awaited.
   */
  private final ReentrantLock writing = new ReentrantLock();

  private final Map<Version, Definition> compiled =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Version, Definition> eldest) {
          return size() > COMPILED_MAX;
        }
      };

  private record Version(TenantId tenant, String name, int number) {}

  Workflows(Engine engine, Views views, StepRegistry registry, InstantSource clock) {
    this.engine = engine;
    this.views = views;
    this.registry = registry;
    this.clock = clock;
  }

  /** What became of a workflow that was to be saved or published. */
  public sealed interface Saving {
    record Saved(WorkflowRecord workflow) implements Saving {}

    record Broken(List<Problem> problems) implements Saving {}

    record Refused(Failure why) implements Saving {}
  }

  /** Checks a workflow file against the caller's published workflows; writes nothing. */
  public Reading check(Caller caller, String fileName, String source) {
    return check(caller.tenant(), fileName, source);
  }

  private Reading check(TenantId tenant, String fileName, String source) {
    return new WorkflowReader(registry, (name, version) -> published(tenant, name, version))
        .read(fileName, source);
  }

  private Optional<Definition> published(TenantId tenant, String name, int version) {
    return views
        .workflow(tenant, name, Optional.of(version))
        .filter(WorkflowRecord::published)
        .flatMap(_ -> definition(tenant, name, version));
  }

  /** Saves as draft: over the newest version if that is a draft, else as the next version. */
  public Saving save(Caller caller, String fileName, String source) {
    return save(caller, fileName, source, Optional.empty());
  }

  /** As {@link #save(Caller, String, String)}, once for each client's key. */
  public Saving save(Caller caller, String fileName, String source, Optional<Claim> claim) {
    return alone(() -> store(caller, fileName, source, false, claim));
  }

  /** The published version with exactly this source: an earlier one, or a new one. */
  public Saving publish(Caller caller, String fileName, String source) {
    return alone(() -> publishSource(caller, fileName, source));
  }

  private Saving publishSource(Caller caller, String fileName, String source) {
    if (check(caller, fileName, source) instanceof Reading.Valid(var definition)) {
      var same = views.workflowBySource(caller.tenant(), definition.workflow().name(), source);
      if (same.isPresent()) {
        return new Saving.Saved(same.get());
      }
    }
    return store(caller, fileName, source, true, Optional.empty());
  }

  /**
   * Keeps a file to be tried before it is saved: batches may use it under the name that this
   * answers, and no list shows it.
   */
  public Saving trial(Caller caller, String fileName, String source) {
    return alone(() -> storeTrial(caller, fileName, source));
  }

  private Saving storeTrial(Caller caller, String fileName, String source) {
    return switch (check(caller, fileName, source)) {
      case Reading.Broken(var problems) -> new Saving.Broken(problems);
      case Reading.Valid(var definition) -> {
        var name = TRIAL + definition.workflow().name();
        var same = views.workflowBySource(caller.tenant(), name, source);
        var newest = views.workflow(caller.tenant(), name, Optional.empty());
        int version = newest.map(before -> before.version() + 1).orElse(1);
        yield same.isPresent()
            ? new Saving.Saved(same.get())
            : write(caller, name, version, definition, true, Optional.empty());
      }
    };
  }

  /** Makes a draft unchangeable; a published version stays as it is. */
  public Saving publish(Caller caller, String name, int version) {
    return alone(() -> publishDraft(caller, name, version));
  }

  private Saving publishDraft(Caller caller, String name, int version) {
    var found = views.workflow(caller.tenant(), name, Optional.of(version));
    if (found.isEmpty()) {
      return new Saving.Refused(
          new Failure.Invalid("version", "there is no workflow '" + name + "' version " + version));
    }
    if (found.get().published()) {
      return new Saving.Saved(found.get());
    }
    return switch (check(caller, name, found.get().source())) {
      case Reading.Broken(var problems) -> new Saving.Broken(problems);
      case Reading.Valid(var definition) ->
          write(caller, definition.workflow().name(), version, definition, true, Optional.empty());
    };
  }

  private Saving alone(Supplier<Saving> change) {
    writing.lock();
    try {
      return change.get();
    } finally {
      writing.unlock();
    }
  }

  private Saving store(
      Caller caller, String fileName, String source, boolean published, Optional<Claim> claim) {
    return switch (check(caller, fileName, source)) {
      case Reading.Broken(var problems) -> new Saving.Broken(problems);
      case Reading.Valid(var definition) -> {
        var newest =
            views.workflow(caller.tenant(), definition.workflow().name(), Optional.empty());
        int version = newest.map(w -> w.published() ? w.version() + 1 : w.version()).orElse(1);
        yield write(caller, definition.workflow().name(), version, definition, published, claim);
      }
    };
  }

  private Saving write(
      Caller caller,
      String name,
      int version,
      Definition definition,
      boolean published,
      Optional<Claim> claim) {
    var record =
        new WorkflowRecord(
            name,
            version,
            published,
            definition.workflow().description(),
            definition.source(),
            clock.instant());
    var resource = name + "?version=" + version;
    var saving = new Submission.SaveWorkflow(caller, record);
    var refusal = engine.submit(Submission.under(claim, resource, saving)).await();
    if (refusal.isPresent()) {
      return new Saving.Refused(refusal.get());
    }
    forget(new Version(caller.tenant(), name, version));
    return new Saving.Saved(record);
  }

  /** The newest version, or the given one. */
  public Optional<WorkflowRecord> get(Caller caller, String name, Optional<Integer> version) {
    return views.workflow(caller.tenant(), name, version);
  }

  /** The newest version of each workflow, by name. */
  public List<WorkflowRecord> list(Caller caller, String afterName, int limit) {
    return views.workflows(caller.tenant(), afterName, limit);
  }

  /** The graph of a stored version, as it was checked. */
  public Optional<Workflow> graph(TenantId tenant, String name, int version) {
    return definition(tenant, name, version).map(Definition::workflow);
  }

  Optional<Submission.Workload> workload(TenantId tenant, String name, int version) {
    return definition(tenant, name, version).map(this::workload);
  }

  /** What runs of a definition are decided by. */
  Submission.Workload workload(Definition definition) {
    return (RunId run, String itemName) ->
        new Plan(
            definition.workflow(),
            new RunBindings(definition, itemName, run.item()),
            registry.limits().iterations());
  }

  /** A stored version as it was checked. */
  Optional<Definition> definition(TenantId tenant, String name, int version) {
    var key = new Version(tenant, name, version);
    synchronized (compiled) {
      var known = compiled.get(key);
      if (known != null) {
        return Optional.of(known);
      }
    }
    return views
        .workflow(tenant, name, Optional.of(version))
        .flatMap(
            record ->
                check(tenant, name, record.source()) instanceof Reading.Valid(var definition)
                    ? Optional.of(remember(key, definition))
                    : Optional.empty());
  }

  private Definition remember(Version key, Definition definition) {
    synchronized (compiled) {
      compiled.put(key, definition);
    }
    return definition;
  }

  private void forget(Version key) {
    synchronized (compiled) {
      compiled.remove(key);
    }
  }
}
