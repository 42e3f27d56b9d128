package dev.backlot.runtime;

import static dev.backlot.fixture.TestRuntime.CALLER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.fixture.TinySteps;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Canary;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPhase;
import dev.backlot.model.Value;
import dev.backlot.store.RunFilter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsTest {
  private static final String DIAMOND =
      """
      name: diamond
      inputs:
        word: {type: text, default: hello}
      steps:
        a: {uses: test.pass, with: {value: "${{ inputs.word }}"}}
        b: {uses: test.pass, with: {value: "${{ steps.a.value }}"}}
        c: {uses: test.pass, with: {value: "${{ steps.a.value }}"}}
        d: {uses: test.pass, with: {value: "${{ steps.a.value }}"}}
        e: {uses: test.pass, with: {value: "${{ run.name }}"}, needs: [b, c, d]}
      outputs:
        name: ${{ steps.e.value }}
      """;

  private static final BatchSettings WIDE = new BatchSettings(64, true, true);

  @TempDir Path folder;

  @Test
  void a_batch_takes_every_item_through_the_graph() throws Exception {
    try (var runtime = new TestRuntime(folder, TinySteps.pass())) {
      var batch =
          runtime.await(runtime.create(runtime.publish(DIAMOND), WIDE, TestRuntime.items(1_500)));

      assertThat(batch.state().status()).isEqualTo(BatchStatus.SUCCEEDED);
      assertThat(batch.state().counts().succeeded()).isEqualTo(1_500);
      var run = runtime.runs.batches().run(CALLER, batch.id().run(7)).orElseThrow();
      assertThat(run.state().status()).isEqualTo(RunStatus.SUCCEEDED);
      assertThat(run.run().outputs()).containsEntry("name", Value.of("item-000007"));
    }
  }

  @Test
  void a_failed_item_leaves_the_others_alone() throws Exception {
    var workflow =
        """
        name: picky
        inputs: {word: text}
        steps:
          a: {uses: test.picky, with: {value: "${{ inputs.word }}"}}
        """;
    try (var runtime = new TestRuntime(folder, TinySteps.picky())) {
      var items = List.of(word("good"), word("bad"), word("good"));
      var batch = runtime.await(runtime.create(runtime.publish(workflow), WIDE, items));

      assertThat(batch.state().status()).isEqualTo(BatchStatus.FAILED);
      assertThat(batch.state().counts().succeeded()).isEqualTo(2);
      var failed = RunFilter.of(RunStatus.FAILED).failedAt(Optional.of("a"));
      var items2 = runtime.runs.batches().items(CALLER, batch.id(), failed, 0, 10);
      assertThat(items2)
          .singleElement()
          .satisfies(
              run ->
                  assertThat(run.failure().orElseThrow().line())
                      .isEqualTo("picky: the value is bad"));
    }
  }

  @Test
  void a_batch_that_does_not_continue_on_error_cancels_what_has_not_started() throws Exception {
    var workflow =
        """
        name: picky
        inputs: {word: text}
        steps:
          a: {uses: test.picky, with: {value: "${{ inputs.word }}"}}
        """;
    try (var runtime = new TestRuntime(folder, TinySteps.picky())) {
      var items = new java.util.ArrayList<ItemInput>();
      items.add(word("bad"));
      for (int i = 0; i < 2_500; i++) {
        items.add(word("good"));
      }
      var batch =
          runtime.await(
              runtime.create(runtime.publish(workflow), new BatchSettings(1, false, true), items));

      assertThat(batch.state().status()).isEqualTo(BatchStatus.FAILED);
      assertThat(batch.state().counts().failed()).isEqualTo(1);
      assertThat(batch.state().counts().cancelled()).isEqualTo(2_500);
      var last = runtime.runs.batches().run(CALLER, batch.id().run(2_501)).orElseThrow();
      assertThat(last.run().status()).isEqualTo(RunStatus.CANCELLED);
    }
  }

  @Test
  void a_transient_failure_is_tried_again_with_the_next_attempt_number() throws Exception {
    var calls = new AtomicInteger();
    var flaky =
        TinySteps.of(
            "test.flaky",
            _ ->
                calls.incrementAndGet() < 3
                    ? TinySteps.transientFailure()
                    : TinySteps.done(Value.of("ok")));
    var workflow =
        """
        name: flaky
        steps:
          a: {uses: test.flaky, retry: {attempts: 3, delay: 1ms, jitter: 0}}
        """;
    try (var runtime = new TestRuntime(folder, flaky)) {
      var batch =
          runtime.await(runtime.create(runtime.publish(workflow), WIDE, TestRuntime.items(1)));

      assertThat(batch.state().status()).isEqualTo(BatchStatus.SUCCEEDED);
      var run = runtime.runs.batches().run(CALLER, batch.id().run(1)).orElseThrow();
      assertThat(run.state().step(new StepId("a")).attempt()).isEqualTo(3);
    }
  }

  @Test
  void a_result_is_reused_by_a_later_batch_and_not_when_fresh_work_is_asked_for() throws Exception {
    var calls = new AtomicInteger();
    var workflow =
        """
        name: memo
        inputs: {word: text}
        steps:
          a: {uses: test.remembered, with: {value: "${{ inputs.word }}"}}
        """;
    try (var runtime = new TestRuntime(folder, TinySteps.remembered(calls::incrementAndGet))) {
      var name = runtime.publish(workflow);
      runtime.await(runtime.create(name, WIDE, List.of(word("x"))));
      var second = runtime.await(runtime.create(name, WIDE, List.of(word("x"))));
      assertThat(calls).hasValue(1);
      var step =
          runtime
              .runs
              .batches()
              .run(CALLER, second.id().run(1))
              .orElseThrow()
              .state()
              .step(new StepId("a"));
      assertThat(step.reused()).isTrue();

      runtime.await(runtime.create(name, new BatchSettings(1, true, false), List.of(word("x"))));
      assertThat(calls).hasValue(2);
    }
  }

  @Test
  void a_paused_batch_starts_nothing_and_goes_on_after_a_restart_when_resumed() throws Exception {
    var gate = new CountDownLatch(1);
    var started = new CountDownLatch(1);
    var slow =
        TinySteps.of(
            "test.slow",
            _ -> {
              started.countDown();
              try {
                gate.await();
              } catch (InterruptedException _) {
                return TinySteps.transientFailure();
              }
              return TinySteps.done(Value.of("ok"));
            });
    var workflow = "name: slow\nsteps:\n  a: {uses: test.slow}\n  b: {uses: test.slow, needs: a}\n";
    dev.backlot.store.BatchRecord batch;
    try (var runtime = new TestRuntime(folder, slow)) {
      batch =
          runtime.create(
              runtime.publish(workflow), new BatchSettings(2, true, true), TestRuntime.items(10));
      started.await();
      assertThat(runtime.runs.batches().pause(CALLER, batch.id())).isEmpty();
      gate.countDown();
      var paused = runtime.runs.batches().get(CALLER, batch.id()).orElseThrow();
      assertThat(paused.state().status()).isEqualTo(BatchStatus.PAUSED);
    }
    try (var runtime = new TestRuntime(folder, slow)) {
      var found = runtime.runs.batches().get(CALLER, batch.id()).orElseThrow();
      assertThat(found.state().status()).isEqualTo(BatchStatus.PAUSED);
      assertThat(found.state().counts().succeeded()).isZero();
      assertThat(runtime.runs.batches().resume(CALLER, batch.id())).isEmpty();
      assertThat(runtime.await(batch).state().counts().succeeded()).isEqualTo(10);
    }
  }

  @Test
  void a_cancelled_batch_accounts_for_every_item() throws Exception {
    var started = new CountDownLatch(1);
    var endless =
        TinySteps.of(
            "test.endless",
            _ -> {
              started.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException _) {
                return TinySteps.transientFailure();
              }
              return TinySteps.done(Value.none());
            });
    try (var runtime = new TestRuntime(folder, endless)) {
      var batch =
          runtime.create(
              runtime.publish("name: endless\nsteps:\n  a: {uses: test.endless}\n"),
              new BatchSettings(2, true, true),
              TestRuntime.items(30_000));
      started.await();
      assertThat(runtime.runs.batches().cancel(CALLER, batch.id())).isEmpty();

      var ended = runtime.await(batch);
      assertThat(ended.state().status()).isEqualTo(BatchStatus.CANCELLED);
      assertThat(ended.state().counts().cancelled()).isEqualTo(30_000);
    }
  }

  @Test
  void items_that_are_cancelled_before_their_turn_are_passed_over_also_after_a_restart()
      throws Exception {
    var ran = new AtomicInteger();
    var counting =
        TinySteps.of(
            "test.counting",
            _ -> {
              ran.incrementAndGet();
              return TinySteps.done(Value.none());
            });
    int items = 3 * Scheduler.PAGE;
    dev.backlot.store.BatchRecord batch;
    var cancelled = new HashSet<Integer>();
    try (var runtime = new TestRuntime(folder, counting)) {
      var workflow = runtime.publish("name: counted\nsteps:\n  a: {uses: test.counting}\n");
      batch = runtime.create(workflow, waitingCanary(), TestRuntime.items(items));
      until(runtime, batch, BatchStatus.PAUSED);
      for (int item = 2; item <= items; item++) {
        // single ones, more than a page in a row, and the last
        boolean goes = item % 7 == 0 || (item > 500 && item < 1_200) || item == items;
        if (goes) {
          assertThat(runtime.runs.batches().cancel(CALLER, batch.id().run(item))).isEmpty();
          cancelled.add(item);
        }
      }
    }
    try (var runtime = new TestRuntime(folder, counting)) {
      assertThat(runtime.runs.batches().cancel(CALLER, batch.id().run(7))).isPresent();
      assertThat(runtime.runs.batches().resume(CALLER, batch.id())).isEmpty();
      var counts = runtime.await(batch).state().counts();
      assertThat(counts.cancelled()).isEqualTo(cancelled.size());
      assertThat(counts.succeeded()).isEqualTo(items - cancelled.size());
      assertThat(ran).hasValue(items - cancelled.size());
      var only = RunFilter.of(Set.of(RunStatus.CANCELLED));
      assertThat(runtime.views.runs(CALLER.tenant(), batch.id(), only, 0, items))
          .extracting(run -> run.id().item())
          .containsExactlyInAnyOrderElementsOf(cancelled);
    }
  }

  private static BatchSettings waitingCanary() {
    var plain = new BatchSettings(8, true, true);
    return new BatchSettings(
        plain.concurrency(),
        plain.priority(),
        plain.tolerance(),
        Optional.of(new Canary(1, true)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true);
  }

  private static void until(
      TestRuntime runtime, dev.backlot.store.BatchRecord batch, BatchStatus status)
      throws InterruptedException {
    while (true) {
      long seen = runtime.runs.log().last();
      var now = runtime.runs.batches().get(CALLER, batch.id()).orElseThrow();
      if (now.state().status() == status) {
        return;
      }
      runtime.runs.log().await(seen, Duration.ofSeconds(1));
    }
  }

  @Test
  void an_attempt_that_takes_too_long_fails_in_words() throws Exception {
    var endless =
        TinySteps.of(
            "test.endless",
            _ -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException _) {
                return TinySteps.transientFailure();
              }
              return TinySteps.done(Value.none());
            });
    var workflow = "name: late\nsteps:\n  a: {uses: test.endless, timeout: 50ms, retry: 1}\n";
    try (var runtime = new TestRuntime(folder, endless)) {
      var batch =
          runtime.await(runtime.create(runtime.publish(workflow), WIDE, TestRuntime.items(1)));

      var run = runtime.runs.batches().run(CALLER, batch.id().run(1)).orElseThrow();
      assertThat(run.run().failure().orElseThrow().line()).isEqualTo("timed out after 50 ms");
      assertThat(run.state().step(new StepId("a")).phase()).isEqualTo(StepPhase.FAILED);
    }
  }

  private static ItemInput word(String word) {
    return TestRuntime.item(Map.of("word", Value.of(word)));
  }

  @Test
  void a_cancelled_step_that_does_not_listen_leaves_the_engine_working() throws Exception {
    var started = new CountDownLatch(1);
    var deaf =
        new StoringStep(
            () -> {
              started.countDown();
              while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
              }
            });
    try (var runtime = new TestRuntime(folder, deaf, TinySteps.pass())) {
      var batch =
          runtime.create(
              runtime.publish("name: deaf\nsteps:\n  a: {uses: test.storing}\n"),
              WIDE,
              TestRuntime.items(1));
      started.await();
      runtime.runs.batches().cancel(CALLER, batch.id());

      assertThat(runtime.await(batch).state().status()).isEqualTo(BatchStatus.CANCELLED);
      assertThat(runtime.runs.halted()).isEmpty();
    }
  }

  @Test
  void a_server_reads_no_file_that_a_workflow_names_as_default() throws Exception {
    var secret = java.nio.file.Files.writeString(folder.resolve("secret.txt"), "secret");
    try (var runtime = new TestRuntime(folder.resolve("data"), false, TinySteps.pass())) {
      var workflow =
          runtime.publish(
              "name: thief\ninputs: {doc: {type: file, default: \"%s\"}}\nsteps: {a: {uses: test.pass}}\n"
                  .formatted(secret.toUri()));
      var wanted =
          new NewBatch(
              "thief", workflow, Optional.empty(), WIDE, Optional.empty(), Optional.empty());

      assertThat(runtime.runs.batches().create(CALLER, wanted, TestRuntime.items(1)))
          .isInstanceOf(Batches.Creation.Refused.class);
    }
  }

  @Test
  void a_step_cannot_name_an_asset_that_is_not_its_tenants() throws Exception {
    var foreign = new dev.backlot.model.AssetId("0".repeat(64));
    var forger =
        TinySteps.of(
            "test.forger",
            _ ->
                TinySteps.done(
                    Value.of(new dev.backlot.model.Asset(foreign, "image/png", 1, 1, 1, ""))));
    try (var runtime = new TestRuntime(folder, forger)) {
      var batch =
          runtime.await(
              runtime.create(
                  runtime.publish("name: forger\nsteps: {a: {uses: test.forger}}\n"),
                  WIDE,
                  TestRuntime.items(1)));

      assertThat(batch.state().counts().failed()).isEqualTo(1);
      assertThat(runtime.runs.assets().get(CALLER, foreign)).isEmpty();
    }
  }

  @Test
  void an_input_that_is_no_file_fails_its_item_only() throws Exception {
    var good = java.nio.file.Files.writeString(folder.resolve("good.txt"), "good");
    var workflow = "name: files\ninputs: {doc: file}\nsteps: {a: {uses: test.pass}}\n";
    try (var runtime = new TestRuntime(folder.resolve("data"), TinySteps.pass())) {
      var items = List.of(document(folder), document(good), document(good.resolve("inside")));
      var batch = runtime.await(runtime.create(runtime.publish(workflow), WIDE, items));

      assertThat(batch.state().counts().succeeded()).isEqualTo(1);
      assertThat(batch.state().counts().failed()).isEqualTo(2);
      assertThat(runtime.runs.halted()).isEmpty();
    }
  }

  private static ItemInput document(Path file) {
    return TestRuntime.item(Map.of("doc", new Value.Source(file.toUri().toString())));
  }

  /** Waits as the test says, then stores a file. */
  private record StoringStep(Runnable before) implements dev.backlot.step.Step {
    @Override
    public dev.backlot.step.StepType type() {
      return new dev.backlot.step.StepType(
          "test.storing",
          1,
          "for tests",
          List.of(),
          List.of(),
          dev.backlot.step.StepType.Resource.CPU,
          false);
    }

    @Override
    public dev.backlot.step.Outcome run(
        dev.backlot.step.StepInput input, dev.backlot.step.StepContext context) {
      try {
        var file = context.scratch().resolve("made.txt");
        before.run();
        java.nio.file.Files.writeString(file, "made");
        context.store(file, "made.txt");
        return dev.backlot.step.Outcome.done(Map.of());
      } catch (java.io.IOException e) {
        return TinySteps.transientFailure();
      }
    }
  }
}
