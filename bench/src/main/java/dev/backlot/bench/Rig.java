package dev.backlot.bench;

import dev.backlot.model.BatchSettings;
import dev.backlot.model.Caller;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.TenantId;
import dev.backlot.model.Value;
import dev.backlot.provider.Secrets;
import dev.backlot.provider.WebClient;
import dev.backlot.runtime.Fetcher;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.Inspector;
import dev.backlot.runtime.ItemInput;
import dev.backlot.runtime.NewBatch;
import dev.backlot.runtime.Runs;
import dev.backlot.runtime.RuntimeConfig;
import dev.backlot.runtime.Workflows;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.StepType;
import dev.backlot.step.data.HttpRequestStep;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.DataFolder;
import dev.backlot.store.blob.FolderBlobs;
import dev.backlot.store.sqlite.SqliteDatabase;
import dev.backlot.store.sqlite.SqliteJournal;
import dev.backlot.store.sqlite.SqliteViews;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The embedded runtime as the product wires it, with a step that does nothing. */
final class Rig implements AutoCloseable {
  static final Caller CALLER = new Caller(TenantId.DEFAULT, "bench");

  static final String DIAMOND =
      """
      name: diamond
      steps:
        a: {uses: bench.nothing}
        b: {uses: bench.nothing, with: {value: "${{ steps.a.value }}"}}
        c: {uses: bench.nothing, with: {value: "${{ steps.a.value }}"}}
        d: {uses: bench.nothing, with: {value: "${{ steps.a.value }}"}}
        e: {uses: bench.nothing, needs: [b, c, d]}
      """;

  private final DataFolder folder;
  private final SqliteDatabase database;
  private final WebClient web = new WebClient(true);
  final Runs runs;

  Rig(Path root, Runnable onStep) throws IOException {
    this(root, onStep, RuntimeConfig.standard(true));
  }

  Rig(Path root, Runnable onStep, RuntimeConfig config) throws IOException {
    folder = DataFolder.open(root);
    database = SqliteDatabase.open(folder.database(), folder.natives());
    runs =
        Runs.open(
            new Runs.Parts(
                new SqliteJournal(database),
                new SqliteViews(database),
                new FolderBlobs(folder.blobs()),
                new NoMedia(),
                new StepRegistry(List.of(new Nothing(onStep), new HttpRequestStep(web, Secrets.NONE))),
                InstantSource.system(),
                config,
                Fetcher.none(),
                root.resolve("published"),
                _ -> true));
  }

  /** No measurement here brings files in. */
  private static final class NoMedia implements Inspector {
    @Override
    public Facts inspect(Path file) {
      return new Facts("application/octet-stream", 0, 0);
    }
  }

  private record Nothing(Runnable onStep) implements Step {
    private static final StepType TYPE =
        new StepType(
            "bench.nothing",
            1,
            "Does nothing",
            List.of(Port.of("value", PortType.JSON, "any value")),
            List.of(Port.of("value", PortType.JSON, "a constant")),
            StepType.Resource.CPU,
            false);

    @Override
    public StepType type() {
      return TYPE;
    }

    @Override
    public Outcome run(StepInput input, StepContext context) {
      onStep.run();
      return Outcome.done(Map.of("value", Value.of("done")));
    }
  }

  void publish(String source) {
    if (!(runs.workflows().publish(CALLER, "bench.yaml", source) instanceof Workflows.Saving.Saved)) {
      throw new IllegalStateException("the workflow of this bench is broken");
    }
  }

  BatchRecord create(String workflow, int concurrency, Iterable<ItemInput> items) {
    var wanted =
        new NewBatch(
            "bench", workflow, Optional.empty(), new BatchSettings(concurrency, true, false), Optional.empty(), Optional.empty());
    return switch (runs.batches().create(CALLER, wanted, items)) {
      case Batches.Creation.Created(var batch) -> batch;
      case Batches.Creation.OverQuota(var why, _) -> throw new IllegalStateException(why.line());
      case Batches.Creation.Refused(var problems) -> throw new IllegalStateException(problems.toString());
    };
  }

  /** Items without inputs, counted, not held. */
  static Iterable<ItemInput> items(int count) {
    return () ->
        java.util.stream.IntStream.range(0, count)
            .mapToObj(_ -> new ItemInput(Optional.empty(), Map.of()))
            .iterator();
  }

  void await(BatchRecord batch) throws InterruptedException {
    while (true) {
      long seen = runs.log().last();
      if (runs.batches().get(CALLER, batch.id()).orElseThrow().state().status().isFinal()) {
        return;
      }
      runs.log().await(seen, Duration.ofSeconds(1));
    }
  }

  @Override
  public void close() throws IOException {
    runs.close();
    database.close();
    folder.close();
    web.close();
  }
}
