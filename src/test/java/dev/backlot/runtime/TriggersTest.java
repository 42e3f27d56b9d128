package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.fixture.TinySteps;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Value;
import dev.backlot.runtime.Triggers.NewTrigger;
import dev.backlot.store.BatchRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What starts batches by itself, on a real runtime with a clock that the test turns. */
@SuppressWarnings("NullAway.Init")
class TriggersTest {
  private static final String WORKFLOW =
      """
      name: w
      inputs: {f: {type: file, required: false}}
      steps:
        a: {uses: test.wait, with: {value: "${{ inputs.f }}"}}
      """;

  @TempDir private Path folder;
  private final CountDownLatch going = new CountDownLatch(1);
  private Instant now = Instant.parse("2030-03-01T10:00:00Z");
  private boolean holds;
  private TestRuntime runtime;
  private Triggers triggers;
  private Path watched;

  @BeforeEach
  void start() throws IOException {
    watched = Files.createDirectories(folder.resolve("watched"));
    open();
    runtime.publish(WORKFLOW);
  }

  @AfterEach
  void stop() throws IOException {
    going.countDown();
    runtime.close();
  }

  private void open() throws IOException {
    runtime =
        new TestRuntime(
            folder,
            false,
            TinySteps.of(
                "test.wait",
                input -> {
                  hold();
                  return TinySteps.done(input.value("value").orElse(Value.none()));
                }));
    triggers = runtime.runs.triggers(Optional.of(watched), () -> now);
  }

  private void hold() {
    if (holds) {
      try {
        going.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void restart() throws IOException {
    runtime.close();
    open();
  }

  private static Trigger.Order order(List<ItemInput> items) {
    return new Trigger.Order(
        "w", Optional.empty(), BatchSettings.DEFAULT, items, Map.of(), Map.of());
  }

  private Trigger add(Trigger.On on) {
    boolean timed = on instanceof Trigger.On.Cron || on instanceof Trigger.On.At;
    var wanted = new NewTrigger("t", on, order(timed ? TestRuntime.items(2) : List.of()));
    return switch (triggers.add(TestRuntime.CALLER, wanted, Optional.empty())) {
      case Triggers.Result.Done<Trigger>(var trigger) -> trigger;
      case Triggers.Result.Refused<Trigger>(var why) -> throw new AssertionError(why);
    };
  }

  private static Trigger.On.Cron cron(boolean catchesUp, boolean overlaps) {
    return new Trigger.On.Cron("0 * * * *", "UTC", catchesUp, overlaps);
  }

  private Trigger look(Trigger trigger) {
    return triggers.get(TestRuntime.CALLER, trigger.id()).orElseThrow();
  }

  private List<BatchRecord> batches() {
    return runtime.runs.batches().list(TestRuntime.CALLER, Optional.empty(), Optional.empty(), 50);
  }

  private void pass(Duration time) throws InterruptedException {
    now = now.plus(time);
    triggers.once(now);
    triggers.once(now);
  }

  @Test
  void a_cron_expression_starts_a_batch_at_each_of_its_times() throws Exception {
    var trigger = add(cron(false, false));
    assertThat(trigger.progress().nextAt()).contains(Instant.parse("2030-03-01T11:00:00Z"));

    pass(Duration.ofMinutes(59));
    assertThat(batches()).isEmpty();
    pass(Duration.ofMinutes(1));
    assertThat(batches()).hasSize(1);
    assertThat(batches().getFirst().state().counts().total()).isEqualTo(2);
    runtime.await(batches().getFirst());
    pass(Duration.ofHours(1));

    assertThat(batches()).hasSize(2);
    assertThat(look(trigger).progress().fired()).isEqualTo(2);
    assertThat(look(trigger).progress().lastBatch()).contains(batches().getFirst().id());
    assertThat(look(trigger).progress().nextAt()).contains(Instant.parse("2030-03-01T13:00:00Z"));
  }

  @Test
  void a_restart_starts_nothing_twice() throws Exception {
    var trigger = add(cron(true, false));
    pass(Duration.ofHours(1));
    runtime.await(batches().getFirst());
    restart();
    triggers.once(now);

    assertThat(batches()).hasSize(1);
    assertThat(look(trigger).progress().fired()).isEqualTo(1);
    pass(Duration.ofHours(1));
    assertThat(batches()).hasSize(2);
  }

  @Test
  void what_was_missed_is_made_up_for_once_or_not_at_all() throws Exception {
    var none = add(cron(false, true));
    var last = add(cron(true, true));
    runtime.close();
    now = now.plus(Duration.ofMinutes(5 * 60 + 30));
    open();
    triggers.once(now);

    assertThat(look(none).progress().fired()).isZero();
    assertThat(look(none).progress().lastRefusal().orElseThrow())
        .contains("missed 2030-03-01T15:00:00Z");
    assertThat(look(last).progress().fired()).isEqualTo(1);
    assertThat(look(none).progress().nextAt()).contains(Instant.parse("2030-03-01T16:00:00Z"));
    assertThat(batches()).hasSize(1);
  }

  @Test
  void a_batch_that_still_runs_is_not_joined_by_another_unless_it_may() throws Exception {
    holds = true;
    var skips = add(cron(false, false));
    pass(Duration.ofHours(1));
    pass(Duration.ofHours(1));
    assertThat(batches()).hasSize(1);
    assertThat(look(skips).progress().lastRefusal().orElseThrow()).contains("has not ended");

    triggers.remove(TestRuntime.CALLER, skips.id());
    var allows = add(cron(false, true));
    pass(Duration.ofHours(1));
    pass(Duration.ofHours(1));
    assertThat(look(allows).progress().fired()).isEqualTo(2);
    assertThat(batches()).hasSize(3);
  }

  @Test
  void a_moment_comes_once_and_is_made_up_for() throws Exception {
    var trigger = add(new Trigger.On.At(now.plusSeconds(60)));
    runtime.close();
    now = now.plus(Duration.ofDays(3));
    open();
    pass(Duration.ZERO);
    pass(Duration.ofDays(3));

    assertThat(batches()).hasSize(1);
    assertThat(look(trigger).progress().nextAt()).isEmpty();
  }

  @Test
  void what_is_switched_off_or_gone_starts_nothing() throws Exception {
    var off = add(cron(true, true));
    var gone = add(cron(true, true));
    triggers.enable(TestRuntime.CALLER, off.id(), false);
    assertThat(triggers.remove(TestRuntime.CALLER, gone.id())).isTrue();
    pass(Duration.ofHours(3));
    assertThat(batches()).isEmpty();

    restart();
    pass(Duration.ofHours(3));
    assertThat(batches()).isEmpty();
    assertThat(triggers.get(TestRuntime.CALLER, gone.id())).isEmpty();
    triggers.enable(TestRuntime.CALLER, off.id(), true);
    triggers.once(now);
    assertThat(batches()).isEmpty();
    pass(Duration.ofHours(1));
    assertThat(batches()).hasSize(1);
  }

  @Test
  void a_file_is_taken_once_it_stands_still_and_once_only() throws Exception {
    var inbox = Files.createDirectories(watched.resolve("inbox"));
    var trigger = add(new Trigger.On.File("inbox", "f"));
    var file = Files.writeString(inbox.resolve("a.txt"), "one");
    Files.writeString(inbox.resolve(".hidden"), "no");
    triggers.once(now);
    assertThat(batches()).isEmpty();
    Files.writeString(file, "one and more");
    pass(Duration.ofSeconds(3));
    assertThat(batches()).isEmpty();
    pass(Duration.ofSeconds(3));
    pass(Duration.ofSeconds(3));
    assertThat(batches()).hasSize(1);
    assertThat(runtime.await(batches().getFirst()).state().status())
        .isEqualTo(BatchStatus.SUCCEEDED);

    restart();
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofSeconds(3));
    }
    assertThat(batches()).hasSize(1);
    Files.writeString(inbox.resolve("b.txt"), "two");
    for (int i = 0; i < 3; i++) {
      pass(Duration.ofSeconds(3));
    }
    assertThat(batches()).hasSize(2);
    assertThat(look(trigger).progress().fired()).isEqualTo(2);
  }

  @Test
  void folders_elsewhere_are_not_watched() throws Exception {
    Files.createSymbolicLink(watched.resolve("link"), folder);
    for (var where : List.of("..", "../watched/..", "/etc", "link", "nowhere")) {
      var wanted = new NewTrigger("t", new Trigger.On.File(where, "f"), order(List.of()));
      assertThat(triggers.add(TestRuntime.CALLER, wanted, Optional.empty()))
          .as(where)
          .isInstanceOf(Triggers.Result.Refused.class);
    }
  }
}
