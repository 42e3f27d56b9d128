package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.fixture.TinySteps;
import dev.backlot.model.BatchSettings;
import dev.backlot.runtime.IdempotencyKeys.Claiming;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdempotencyKeysTest {
  private static final String PASS =
      "name: pass\nsteps:\n  a: {uses: test.pass, with: {value: 1}}\n";
  private static final NewBatch WANTED =
      new NewBatch(
          "once",
          "pass",
          Optional.empty(),
          BatchSettings.DEFAULT,
          Optional.empty(),
          Optional.empty());

  @TempDir Path folder;

  @Test
  void a_crash_before_the_answer_was_kept_does_not_forget_the_batch() throws Exception {
    String created;
    try (var runtime = new TestRuntime(folder, TinySteps.pass())) {
      runtime.publish(PASS);
      var claim = granted(runtime, "f1");
      var answer =
          runtime
              .runs
              .batches()
              .create(TestRuntime.CALLER, WANTED, TestRuntime.items(2), Optional.of(claim));
      created = ((Batches.Creation.Created) answer).batch().id().toString();
      // the process ends here: nothing was told, nothing was released
    }
    try (var runtime = new TestRuntime(folder, TinySteps.pass())) {
      assertThat(claim(runtime, "f1"))
          .isInstanceOfSatisfying(
              Claiming.Done.class,
              done -> {
                assertThat(done.first().resource()).isEqualTo(created);
                assertThat(done.first().answer()).isEmpty();
              });
      assertThat(claim(runtime, "f2")).isInstanceOf(Claiming.Mistaken.class);
    }
  }

  @Test
  void a_batch_that_nobody_finished_writing_leaves_its_key_free() throws Exception {
    try (var runtime = new TestRuntime(folder, TinySteps.pass())) {
      runtime.publish(PASS);
      var items = TestRuntime.items(1_500);
      int[] rounds = {0};
      Iterable<ItemInput> breaking =
          () -> {
            var whole = items.iterator();
            // checked as a whole, then broken off between two commits
            return rounds[0]++ == 0 ? whole : new BreakingOff(whole, 1_200);
          };
      try (var claim = granted(runtime, "f")) {
        assertThatThrownBy(
                () ->
                    runtime
                        .runs
                        .batches()
                        .create(TestRuntime.CALLER, WANTED, breaking, Optional.of(claim)))
            .hasMessage("the disk is gone");
      }
      granted(runtime, "f").close();
    }
  }

  @Test
  void a_second_request_waits_its_turn() throws Exception {
    try (var runtime = new TestRuntime(folder, TinySteps.pass())) {
      try (var _ = granted(runtime, "f")) {
        assertThat(claim(runtime, "f")).isInstanceOf(Claiming.UnderWay.class);
      }
      granted(runtime, "f").close();
    }
  }

  private static Claim granted(TestRuntime runtime, String fingerprint) {
    return ((Claiming.Granted) claim(runtime, fingerprint)).claim();
  }

  private static Claiming claim(TestRuntime runtime, String fingerprint) {
    return runtime.runs.idempotencyKeys().claim(TestRuntime.CALLER, "key", fingerprint);
  }

  private static final class BreakingOff implements java.util.Iterator<ItemInput> {
    private final java.util.Iterator<ItemInput> items;
    private int left;

    BreakingOff(java.util.Iterator<ItemInput> items, int left) {
      this.items = items;
      this.left = left;
    }

    @Override
    public boolean hasNext() {
      return items.hasNext();
    }

    @Override
    public ItemInput next() {
      if (left-- == 0) {
        throw new IllegalStateException("the disk is gone");
      }
      return items.next();
    }
  }
}
