package dev.backlot.runtime;

import static dev.backlot.fixture.TestRuntime.CALLER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.fixture.SteeredJournal;
import dev.backlot.fixture.TestRuntime;
import dev.backlot.fixture.TinySteps;
import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Rate;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.ResourceLimit;
import dev.backlot.model.RunId;
import dev.backlot.model.RunStatus;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.store.Journal;
import dev.backlot.store.RunFilter;
import dev.backlot.store.Views;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Moments that are hard to meet by chance, brought about by holding the journal. */
@Timeout(60)
class RaceTest {
  private static final int SLOTS = 4;

  /** The last items hold the slots with their first step while the others wait for their second. */
  private static final String QUEUE =
      """
      name: queue
      steps:
        a: {uses: test.crowd, with: {value: "${{ run.number }}"}}
        b: {uses: test.second, needs: [a]}
      """;

  private static final ResourceLimit ONE_A_DAY =
      new ResourceLimit(Optional.empty(), Optional.of(new Rate(1, Duration.ofHours(24), 1)));

  @TempDir Path folder;
  private @Nullable SteeredJournal journal;

  private SteeredJournal steered(Journal real) {
    var steering = new SteeredJournal(real);
    journal = steering;
    return steering;
  }

  private SteeredJournal journal() {
    return java.util.Objects.requireNonNull(journal);
  }

  @Test
  void a_step_that_begins_while_a_pause_is_written_comes_to_its_end() throws Exception {
    var first = new Crowd(SLOTS);
    var last = new Crowd(1);
    var turn = new AtomicInteger();
    var step =
        TinySteps.of("test.turn", _ -> (turn.getAndIncrement() < SLOTS ? first : last).enter());
    try (var runtime = new TestRuntime(folder, this::steered, step);
        var pool = Executors.newSingleThreadExecutor()) {
      var workflow = runtime.publish("name: turn\nsteps:\n  a: {uses: test.turn, retry: 1}\n");
      var batch =
          runtime.create(workflow, new BatchSettings(9, true, true), TestRuntime.items(SLOTS + 1));
      first.full.await();

      var hold = journal().hold();
      var pause = pool.submit(() -> runtime.runs.batches().pause(CALLER, batch.id()));
      hold.await();
      first.leave.countDown();
      last.full.await();
      hold.letGo();
      assertThat(pause.get()).isEmpty();
      last.leave.countDown();

      runtime.runs.batches().resume(CALLER, batch.id());
      assertThat(runtime.await(batch).state().status()).isEqualTo(BatchStatus.SUCCEEDED);
    }
  }

  /** Steps that wait for each other, and then for the test. */
  private static final class Crowd {
    final CountDownLatch full;
    final CountDownLatch leave = new CountDownLatch(1);

    Crowd(int size) {
      full = new CountDownLatch(size);
    }

    Outcome enter() {
      full.countDown();
      try {
        leave.await();
        return TinySteps.done(Value.none());
      } catch (InterruptedException _) {
        return TinySteps.transientFailure();
      }
    }
  }

  @Test
  void a_run_cancelled_after_a_restart_ends_though_its_step_still_waits_for_a_slot()
      throws Exception {
    var crowd = new Crowd(SLOTS);
    var step =
        TinySteps.of(
            "test.crowd",
            input -> numberOf(input) > 36 ? crowd.enter() : TinySteps.done(Value.none()));
    var second = TinySteps.of("test.second", _ -> TinySteps.done(Value.none()));
    dev.backlot.store.BatchRecord batch;
    try (var runtime = new TestRuntime(folder, step, second)) {
      // one of the second steps goes, and the last items begin their first before the others do
      runtime.runs.limits().set(CALLER, ResourceKey.ofStep("test.second"), ONE_A_DAY);
      batch =
          runtime.create(
              runtime.publish(QUEUE), new BatchSettings(40, true, true), TestRuntime.items(40));
      crowd.full.await();
      runtime.runs.limits().remove(CALLER, ResourceKey.ofStep("test.second"));
    }
    crowd.leave.countDown();
    var others = new Crowd(SLOTS);
    try (var runtime =
        new TestRuntime(
            folder,
            TinySteps.of("test.crowd", _ -> others.enter()),
            TinySteps.of("test.second", _ -> others.enter()))) {
      others.full.await();
      assertThat(runtime.runs.batches().cancel(CALLER, batch.id())).isEmpty();

      // the first second step may have come to its end before the slots were taken
      assertThat(runtime.await(batch).state().counts().cancelled()).isBetween(39, 40);
    }
  }

  private static long numberOf(dev.backlot.step.StepInput input) {
    return input.value("value").orElseThrow() instanceof Value.Int(var number) ? number : 0;
  }

  @Test
  void whoever_asks_while_the_disk_fails_hears_of_it() throws Exception {
    try (var runtime = new TestRuntime(folder, this::steered, new Step[0])) {
      var engine = new Engine(journal(), runtime.runs::now, new TenantLoads(), new NoEffects());
      engine.start();
      var hold = journal().hold();
      var first = engine.submit(new Submission.SaveAsset(CALLER, asset()));
      hold.await();
      var second = engine.submit(new Submission.SaveAsset(CALLER, asset()));
      hold.letFail();

      for (var answer :
          List.of(first, second, engine.submit(new Submission.SaveAsset(CALLER, asset())))) {
        assertThatThrownBy(answer::await)
            .isInstanceOf(EngineHaltedException.class)
            .hasMessageContaining("the disk is full");
      }
      assertThat(engine.halted()).contains("the disk is full");
    }
  }

  private static Asset asset() {
    return new Asset(new AssetId("0".repeat(64)), "image/png", 1, 1, 1, "");
  }

  private static final class NoEffects implements Engine.Effects {
    @Override
    public void wakeBatch(LiveBatch batch, Instant at) {}

    @Override
    public Optional<LiveBatch> batch(BatchId batch) {
      return Optional.empty();
    }

    @Override
    public Optional<Views.LiveRun> run(RunId run) {
      return Optional.empty();
    }

    @Override
    public Map<dev.backlot.model.StepPath, String> notes(RunId run) {
      return Map.of();
    }

    @Override
    public List<RunId> waiting(BatchId batch, int limit) {
      return List.of();
    }

    @Override
    public void run(
        LiveBatch batch,
        LiveBatch.LiveRun run,
        dev.backlot.model.RunState state,
        List<dev.backlot.model.RunEffect> effects) {}

    @Override
    public void readPage(dev.backlot.model.BatchId batch, int afterItem) {}

    @Override
    public void settingsChanged(LiveBatch batch) {}

    @Override
    public void limited(dev.backlot.store.LimitSetting limit) {}

    @Override
    public void committed(long lastSequence) {}

    @Override
    public void halted(String why) {}
  }

  @Test
  void a_batch_cancelled_while_its_items_are_written_has_no_items_left_behind() throws Exception {
    try (var runtime = new TestRuntime(folder, TinySteps.pass())) {
      var workflow = runtime.publish("name: pass\nsteps:\n  a: {uses: test.pass}\n");
      var wanted =
          new NewBatch(
              "test",
              workflow,
              Optional.empty(),
              BatchSettings.DEFAULT,
              Optional.empty(),
              Optional.empty());

      var creation =
          runtime
              .runs
              .batches()
              .create(CALLER, wanted, new CancelledOnTheWay(runtime.runs.batches()));

      assertThat(creation).isInstanceOf(Batches.Creation.Refused.class);
      var batch = newest(runtime.runs.batches()).orElseThrow();
      var pending = RunFilter.of(RunStatus.PENDING);
      assertThat(batch.state().status()).isEqualTo(BatchStatus.CANCELLED);
      assertThat(runtime.runs.batches().items(CALLER, batch.id(), pending, 0, 1)).isEmpty();
    }
  }

  private static Optional<dev.backlot.store.BatchRecord> newest(Batches batches) {
    return batches.list(CALLER, Optional.empty(), Optional.empty(), 1).stream().findFirst();
  }

  /** 3,000 items; somebody cancels the batch when half of them are written. */
  private record CancelledOnTheWay(Batches batches) implements Iterable<ItemInput> {
    @Override
    public Iterator<ItemInput> iterator() {
      var items = TestRuntime.items(3_000).iterator();
      return new Iterator<>() {
        private int number;

        @Override
        public boolean hasNext() {
          return items.hasNext();
        }

        @Override
        public ItemInput next() {
          if (++number == 1_500) {
            newest(batches).ifPresent(batch -> batches.cancel(CALLER, batch.id()));
          }
          return items.next();
        }
      };
    }
  }

  @Test
  void an_input_that_is_no_address_of_a_file_fails_in_words() throws Exception {
    try (var runtime = new TestRuntime(folder, TinySteps.pass())) {
      var workflow =
          runtime.publish(
              """
              name: file
              inputs: {file: {type: file, required: true}}
              steps:
                a: {uses: test.pass}
              """);
      var item = TestRuntime.item(Map.of("file", new Value.Source("file:relative.jpg")));
      var batch = runtime.await(runtime.create(workflow, BatchSettings.DEFAULT, List.of(item)));

      var run = runtime.runs.batches().run(CALLER, batch.id().run(1)).orElseThrow().run();
      assertThat(run.failure().orElseThrow().line())
          .startsWith("file: expected the absolute address of a file");
    }
  }
}
