package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.fixture.TinySteps;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.model.Value;
import dev.backlot.store.Commit;
import dev.backlot.store.MemoKey;
import dev.backlot.store.sqlite.Hasty;
import dev.backlot.store.sqlite.SqliteJournal;
import dev.backlot.store.sqlite.SqliteViews;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered, for how long, and what is said about it. */
@Timeout(60)
class MemoTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @TempDir Path folder;

  @Test
  void a_step_that_may_differ_each_time_is_remembered_when_the_workflow_asks() throws Exception {
    var calls = new AtomicInteger();
    var dice = TinySteps.of("test.dice", _ -> TinySteps.done(Value.of(calls.incrementAndGet())));
    try (var runtime = new TestRuntime(folder, dice)) {
      twice(runtime, "test.dice", ", memo: true");
      assertThat(calls).hasValue(1);

      var why = twice(runtime, "test.dice", "");
      assertThat(calls).hasValue(3);
      assertThat(why.reason()).endsWith("so it is not remembered; memo: true would");
    }
  }

  @Test
  void a_step_is_not_remembered_when_the_workflow_says_so() throws Exception {
    var calls = new AtomicInteger();
    try (var runtime = new TestRuntime(folder, TinySteps.remembered(calls::incrementAndGet))) {
      var why = twice(runtime, "test.remembered", ", memo: false");

      assertThat(calls).hasValue(2);
      assertThat(why.reason())
          .isEqualTo("the workflow says memo: false for this step, so it is not remembered");
    }
  }

  /** The same work in two batches; why the second one did what it did. */
  private static Explanation twice(TestRuntime runtime, String uses, String more) throws Exception {
    var workflow =
        runtime.publish(
            "{name: memo, steps: {a: {uses: " + uses + ", with: {value: 1}" + more + "}}}");
    runtime.await(runtime.create(workflow, BatchSettings.DEFAULT, TestRuntime.items(1)));
    var batch = runtime.create(workflow, BatchSettings.DEFAULT, TestRuntime.items(1));
    var run = runtime.await(batch).id().run(1);
    var view = runtime.runs.batches().run(TestRuntime.CALLER, run).orElseThrow();
    return runtime
        .runs
        .explanations()
        .why(TestRuntime.CALLER, view, StepPath.of(new StepId("a")))
        .orElseThrow();
  }

  @Test
  void the_oldest_results_go_piece_by_piece_until_the_limits_are_kept() throws Exception {
    try (var database = Hasty.open(folder);
        var journal = new SqliteJournal(database)) {
      var views = new SqliteViews(database);
      var made = new Commit();
      for (int i = 0; i < 2_000; i++) {
        made.memos.add(memo(i, NOW.minus(Duration.ofMinutes(i))));
      }
      journal.commit(made);

      // of 2,000 a day and more have 561, and of the rest 1,000 may stay
      var sweep = new MemoSweep(views, new MemoLimits(1_000, Duration.ofDays(1)));
      int pieces = 0;
      for (var piece = sweep.next(NOW); piece.isPresent(); piece = sweep.next(NOW)) {
        assertThat(piece.get().chunk() + piece.get().surplus()).isBetween(1, MemoSweep.PIECE);
        var commit = new Commit();
        commit.memosForgotten.add(piece.get());
        journal.commit(commit);
        pieces++;
      }

      assertThat(pieces).isEqualTo(2);
      assertThat(views.memoCount(NOW.minus(Duration.ofDays(1))))
          .hasToString("MemoCount[all=1000, old=0]");
      assertThat(views.memo(TestRuntime.CALLER.tenant(), key(999))).isPresent();
      assertThat(views.memo(TestRuntime.CALLER.tenant(), key(1_000))).isEmpty();
    }
  }

  private static Commit.NewMemo memo(int number, Instant at) {
    return new Commit.NewMemo(
        TestRuntime.CALLER.tenant(),
        key(number),
        Map.of(),
        "place",
        Map.of("value", Value.of(number)),
        new BatchId(1).run(1),
        StepPath.of(new StepId("a")),
        at);
  }

  private static MemoKey key(int number) {
    return new MemoKey("%064x".formatted(number));
  }
}
