package dev.backlot.store;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.BatchEvent;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchState;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Caller;
import dev.backlot.model.ItemCounts;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunId;
import dev.backlot.model.RunState;
import dev.backlot.model.RunStatus;
import dev.backlot.model.TenantId;
import dev.backlot.model.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store on a folder that can be closed and opened again, and the rows its contracts are told
 * with.
 */
public abstract class StoreContract {
  protected static final Instant NOW = Instant.parse("2026-11-01T10:00:00.123Z");
  protected static final Caller ANNA = new Caller(new TenantId("anna"), "anna@studio");
  protected static final Caller BERT = new Caller(new TenantId("bert"), "bert@studio");
  protected static final BatchId BATCH = new BatchId(1L << 40);

  @TempDir Path folder;

  /** The store under test, opened. */
  public interface Opened extends AutoCloseable {
    Journal journal();

    Views views();

    @Override
    void close();
  }

  private Opened opened;

  protected abstract Opened open(Path root) throws IOException;

  @BeforeEach
  void open() throws IOException {
    opened = open(folder);
  }

  @AfterEach
  void close() {
    opened.close();
  }

  protected final void reopen() throws IOException {
    opened.close();
    opened = open(folder);
  }

  protected final Journal journal() {
    return opened.journal();
  }

  protected final Views views() {
    return opened.views();
  }

  /** Fills a group and commits it. */
  protected final void commit(java.util.function.Consumer<Commit> filling) {
    var group = new Commit();
    filling.accept(group);
    journal().commit(group);
  }

  // rows

  protected static BatchOrigin origin(String resumeKey) {
    return new BatchOrigin(
        "my batch", "catalog", 3, Optional.of(resumeKey), "/results", Optional.empty());
  }

  protected static void addBatch(Commit group, BatchId batch, Caller caller, String resumeKey) {
    group.newBatches.add(new Commit.NewBatch(batch, caller, origin(resumeKey), NOW));
  }

  protected static BatchState batchState(BatchStatus status, int items) {
    var counts = new ItemCounts(items, 0, 0, 0, 0, 0);
    return new BatchState(
        status,
        BatchSettings.DEFAULT,
        counts,
        0,
        BatchState.Progress.NONE,
        Optional.of(NOW),
        Optional.empty());
  }

  protected static void setBatch(Commit group, BatchId batch, BatchState state) {
    group.batches.add(new Commit.BatchChange(batch, state, NOW));
  }

  /** A running batch with items that have not started. */
  protected final void givenBatch(BatchId batch, Caller caller, int items) {
    commit(
        group -> {
          addBatch(group, batch, caller, "key");
          setBatch(group, batch, batchState(BatchStatus.RUNNING, items));
          addItems(group, batch, caller, 1, items);
        });
  }

  protected static void addItems(Commit group, BatchId batch, Caller caller, int from, int to) {
    IntStream.rangeClosed(from, to)
        .forEach(
            item ->
                group.items.add(
                    new Commit.NewItem(
                        caller,
                        batch.run(item),
                        "item " + item,
                        inputs(item),
                        Optional.empty(),
                        NOW)));
  }

  protected static Map<String, Value> inputs(int item) {
    return Map.of("number", Value.of(item));
  }

  protected static RunState runState(RunStatus status) {
    return RunState.NONE.started(Map.of(), Map.of(), Optional.empty(), Map.of(), NOW).with(status);
  }

  protected static void setRun(Commit group, RunId run, RunState state) {
    group.runs.add(new Commit.RunChange(run, state, Optional.empty(), NOW));
  }

  protected static void addEvents(Commit group, long sequence, RunId run, RunEvent... events) {
    group.runEvents.add(new Commit.RunEvents(sequence, ANNA, run, List.of(events)));
  }

  protected static void addEvents(
      Commit group, long sequence, Caller caller, BatchId batch, BatchEvent... events) {
    group.batchEvents.add(new Commit.BatchEvents(sequence, caller, batch, List.of(events)));
  }

  protected static AssetId id(int number) {
    return new AssetId("%064x".formatted(number));
  }

  protected static Asset asset(int number) {
    return new Asset(id(number), "image/png", 1_000L + number, 30, 20, "photo " + number + ".png");
  }

  protected static void addAsset(Commit group, Caller caller, Asset asset) {
    group.assets.add(new Commit.NewAsset(caller, asset, NOW));
  }

  protected static MemoKey key(int number) {
    return new MemoKey("%064x".formatted(number));
  }

  protected static WorkflowRecord workflow(String name, int version, boolean published) {
    return new WorkflowRecord(name, version, published, "what it does", "source " + version, NOW);
  }

  protected static void addWorkflow(Commit group, Caller caller, WorkflowRecord workflow) {
    group.workflows.add(new Commit.NewWorkflow(caller, workflow));
  }
}
