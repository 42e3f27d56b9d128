package dev.backlot.engine;

import static dev.backlot.engine.Graphs.step;
import static dev.backlot.engine.RunStory.completion;
import static dev.backlot.engine.RunStory.id;
import static dev.backlot.engine.RunStory.startOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.CallEnd;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.RetryPolicy;
import dev.backlot.model.RunCommand;
import dev.backlot.model.RunEffect.StopAttempt;
import dev.backlot.model.RunEffect.WakeRetry;
import dev.backlot.model.RunEffect.WithdrawAttempt;
import dev.backlot.model.RunEvent.StepSucceeded;
import dev.backlot.model.RunState;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepResult;
import dev.backlot.model.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunDeciderTest {
  private static final Failure BUSY = new Failure.Transient("busy");
  private static final Failure WRONG = new Failure.Invalid("value", "it is wrong");
  private static final RetryPolicy EXACT =
      new RetryPolicy(4, Duration.ofSeconds(10), Duration.ofSeconds(30), 0);

  // start and finish

  @Test
  void a_started_run_asks_for_the_steps_that_need_nothing() {
    RunStory.of(step("a"), step("b"), step("c").needs("a"))
        .start()
        .hasStatus(RunStatus.RUNNING)
        .hasPhase("a", StepPhase.READY)
        .hasPhase("b", StepPhase.READY)
        .hasPhase("c", StepPhase.PENDING)
        .asksFor(startOf("a", 1), startOf("b", 1));
  }

  @Test
  void a_run_starts_once() {
    var story = RunStory.of(step("a")).start();

    assertThat(story.refusal(new RunCommand.StartRun(Map.of(), Optional.empty())))
        .contains("already started");
  }

  @Test
  void a_finished_step_lets_those_start_that_needed_only_it() {
    RunStory.of(step("a"), step("b"), step("c").needs("a"), step("d").needs("a", "b"))
        .start()
        .work("a")
        .asksFor(startOf("c", 1))
        .hasPhase("d", StepPhase.PENDING);
  }

  @Test
  void a_run_succeeds_with_its_last_step_and_binds_its_outputs() {
    var story =
        RunStory.of(
                Graphs.plan(
                    Map.of("picture", Graphs.outputOf("b")), step("a"), step("b").needs("a")))
            .start()
            .work("a")
            .after(Duration.ofSeconds(3))
            .work("b")
            .hasStatus(RunStatus.SUCCEEDED);

    assertThat(story.state().outputs()).containsEntry("picture", Value.of("out of b"));
    assertThat(story.state().startedAt()).contains(RunStory.START);
    assertThat(story.state().endedAt()).contains(RunStory.START.plusSeconds(3));
  }

  @Test
  void a_run_fails_when_its_outputs_cannot_be_bound() {
    var story =
        RunStory.of(Graphs.plan(Map.of("picture", Graphs.outputOf(Graphs.BROKEN)), step("a")))
            .start()
            .work("a")
            .hasStatus(RunStatus.FAILED);

    assertThat(story.state().failure()).contains(new Failure.Invalid("outputs", "it is broken"));
  }

  @Test
  void a_step_remembers_when_it_was_ready_started_and_ended() {
    var story =
        RunStory.of(step("a"))
            .start()
            .after(Duration.ofSeconds(1))
            .begin("a")
            .after(Duration.ofSeconds(2))
            .complete("a");

    assertThat(story.step("a").readyAt()).contains(RunStory.START);
    assertThat(story.step("a").startedAt()).contains(RunStory.START.plusSeconds(1));
    assertThat(story.step("a").endedAt()).contains(RunStory.START.plusSeconds(3));
  }

  @Test
  void a_reused_result_is_marked_and_names_what_went_in() {
    var source = new AssetId("a".repeat(64));
    var story = RunStory.of(step("a")).start().begin("a");

    story.tell(
        new RunCommand.CompleteStep(
            id("a"),
            1,
            new StepResult(Map.of(), true, List.of(source), Money.NONE, Optional.empty())));

    assertThat(story.step("a").reused()).isTrue();
    assertThat(story.events())
        .first()
        .isInstanceOfSatisfying(
            StepSucceeded.class,
            done -> assertThat(done.result().consumed()).containsExactly(source));
  }

  // the built-in first step

  @Test
  void inputs_that_name_files_are_brought_in_before_anything_else() {
    RunStory.of(step("a"))
        .start(Map.of("photo", new Value.Source("file:/photo.jpg")))
        .asksFor(startOf("inputs", 1))
        .hasPhase("a", StepPhase.PENDING);
  }

  @Test
  void what_was_brought_in_replaces_the_input_and_leaves_the_others() {
    Value photo =
        Value.of(new Asset(new AssetId("b".repeat(64)), "image/jpeg", 9, 3, 3, "photo.jpg"));
    var inputs = Map.of("photo", new Value.Source("file:/photo.jpg"), "word", Value.of("hello"));

    var story =
        RunStory.of(step("a"))
            .start(inputs)
            .begin("inputs")
            .complete("inputs", Map.of("photo", photo));

    assertThat(story.state().inputs())
        .containsEntry("photo", photo)
        .containsEntry("word", Value.of("hello"));
    story.asksFor(startOf("a", 1));
  }

  @Test
  void inputs_that_cannot_be_brought_in_fail_the_run() {
    var story =
        RunStory.of(step("a"))
            .start(Map.of("photo", new Value.Source("file:/none.jpg")))
            .begin("inputs")
            .fail("inputs", WRONG);

    story.hasStatus(RunStatus.FAILED).hasPhase("a", StepPhase.CANCELLED);
    assertThat(story.state().failedStep()).contains(id("inputs"));
  }

  // failure

  @Test
  void a_failed_step_fails_the_run_and_cancels_the_rest() {
    var story = RunStory.of(step("a"), step("b").needs("a")).start().begin("a").fail("a", WRONG);

    story
        .hasStatus(RunStatus.FAILED)
        .hasPhase("a", StepPhase.FAILED)
        .hasPhase("b", StepPhase.CANCELLED);
    assertThat(story.state().failedStep()).contains(id("a"));
    assertThat(story.state().failure()).contains(WRONG);
  }

  @Test
  void a_failing_run_lets_running_steps_end_and_starts_nothing_more() {
    var story =
        RunStory.of(step("a"), step("b"), step("waits"), step("c").needs("b"))
            .start()
            .begin("a")
            .begin("b")
            .fail("a", WRONG);

    story
        .hasStatus(RunStatus.RUNNING)
        .hasPhase("b", StepPhase.RUNNING)
        .hasPhase("waits", StepPhase.CANCELLED);
    story
        .complete("b")
        .hasStatus(RunStatus.FAILED)
        .hasPhase("b", StepPhase.SUCCEEDED)
        .hasPhase("c", StepPhase.CANCELLED);
    assertThat(story.effects()).isEmpty();
  }

  @Test
  void the_first_failure_is_the_one_that_is_told() {
    var second = new Failure.Refused("check", "no");
    var story =
        RunStory.of(step("a"), step("b"))
            .start()
            .begin("a")
            .begin("b")
            .fail("b", WRONG)
            .fail("a", second);

    assertThat(story.state().failedStep()).contains(id("b"));
    assertThat(story.state().failure()).contains(WRONG);
  }

  @Test
  void a_failing_run_tries_nothing_again() {
    RunStory.of(step("a").retry(EXACT), step("b"))
        .start()
        .begin("a")
        .begin("b")
        .fail("b", WRONG)
        .fail("a", BUSY)
        .hasPhase("a", StepPhase.FAILED)
        .hasStatus(RunStatus.FAILED);
  }

  @Test
  void a_tolerated_failure_counts_as_skipped() {
    var story =
        RunStory.of(
                step("a").tolerated(),
                step("b"),
                step("only").needs("a"),
                step("both").needs("a", "b"))
            .start()
            .begin("a")
            .fail("a", WRONG)
            .hasPhase("a", StepPhase.FAILED)
            .hasPhase("only", StepPhase.SKIPPED)
            .work("b")
            .hasPhase("both", StepPhase.READY)
            .work("both")
            .hasStatus(RunStatus.SUCCEEDED);

    assertThat(story.state().failure()).isEmpty();
  }

  // conditions

  @Test
  void a_false_condition_skips_the_step_and_what_depends_only_on_it() {
    var story =
        RunStory.of(
                step("a").when("false"),
                step("b"),
                step("only").needs("a"),
                step("both").needs("a", "b"))
            .start()
            .hasPhase("a", StepPhase.SKIPPED)
            .hasPhase("only", StepPhase.SKIPPED)
            .hasPhase("both", StepPhase.PENDING)
            .asksFor(startOf("b", 1));

    assertThat(story.step("a").note()).isEqualTo("when: false is false");
    assertThat(story.step("only").note()).isEqualTo("everything it needs was skipped");
    story.work("b").work("both").hasStatus(RunStatus.SUCCEEDED);
  }

  @Test
  void a_skip_travels_against_the_order_of_the_file() {
    RunStory.of(
            step("last").needs("middle"),
            step("middle").needs("first"),
            step("first").when("false"))
        .start()
        .hasPhase("last", StepPhase.SKIPPED)
        .hasStatus(RunStatus.SUCCEEDED);
  }

  @Test
  void a_condition_that_cannot_be_evaluated_fails_the_run() {
    var story = RunStory.of(step("a"), step("b").when(Graphs.BROKEN).retry(EXACT)).start();

    story.hasStatus(RunStatus.FAILED).hasPhase("a", StepPhase.CANCELLED);
    assertThat(story.state().failure()).contains(new Failure.Invalid("when", "it is broken"));
    assertThat(story.effects()).as("a step that was ready for a moment is not started").isEmpty();
  }

  @Test
  void a_tolerated_condition_that_cannot_be_evaluated_lets_the_run_go_on() {
    RunStory.of(step("a").when(Graphs.BROKEN).tolerated(), step("b"))
        .start()
        .work("b")
        .hasStatus(RunStatus.SUCCEEDED);
  }

  // retries

  @Test
  void a_passing_failure_is_tried_again_after_the_policys_delay() {
    var due = RunStory.START.plusSeconds(10);
    RunStory.of(step("a").retry(EXACT))
        .start()
        .begin("a")
        .fail("a", BUSY)
        .hasPhase("a", StepPhase.RETRYING)
        .asksFor(new WakeRetry(id("a"), 1, due))
        .after(Duration.ofSeconds(10))
        .retry("a")
        .hasPhase("a", StepPhase.READY)
        .asksFor(startOf("a", 2));
  }

  @Test
  void the_delay_doubles_up_to_its_limit() {
    assertThat(delays(EXACT, BUSY))
        .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(30));
  }

  @Test
  void what_the_other_side_asks_for_goes_before_our_own_longest_delay() {
    assertThat(delays(EXACT, asking(25)))
        .containsExactly(Duration.ofSeconds(25), Duration.ofSeconds(25), Duration.ofSeconds(30));
    assertThat(delays(EXACT, asking(3_600))).containsOnly(Duration.ofHours(1));
  }

  @Test
  void jitter_takes_off_the_same_share_for_the_same_run_step_and_attempt() {
    var policy = new RetryPolicy(4, Duration.ofSeconds(10), Duration.ofSeconds(30), 0.5);
    var expected =
        List.of(jittered(10_000, 0.5, 1), jittered(20_000, 0.5, 2), jittered(30_000, 0.5, 3));

    assertThat(delays(policy, BUSY)).containsExactlyElementsOf(expected);
    assertThat(expected.getFirst()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
  }

  @Test
  void chance_is_spread_over_runs_steps_and_attempts() {
    var seen =
        java.util.stream.IntStream.rangeClosed(1, 1_000)
            .mapToDouble(item -> Plan.chance(RunStory.RUN.batch().run(item), id("a"), 1))
            .summaryStatistics();

    assertThat(seen.getMin()).isBetween(0.0, 0.05);
    assertThat(seen.getMax()).isBetween(0.95, 1.0);
    assertThat(seen.getAverage()).isBetween(0.45, 0.55);
  }

  @Test
  void the_last_attempt_fails_for_good() {
    var twice = new RetryPolicy(2, Duration.ZERO, Duration.ZERO, 0);
    RunStory.of(step("a").retry(twice))
        .start()
        .begin("a")
        .fail("a", BUSY)
        .retry("a")
        .begin("a")
        .fail("a", BUSY)
        .hasPhase("a", StepPhase.FAILED)
        .hasStatus(RunStatus.FAILED);
  }

  @Test
  void only_what_may_pass_is_tried_again() {
    for (var failure :
        List.of(WRONG, new Failure.Refused("check", "no"), new Failure.Defect("oops", "r1"))) {
      RunStory.of(step("a").retry(EXACT))
          .start()
          .begin("a")
          .fail("a", failure)
          .hasStatus(RunStatus.FAILED);
    }
  }

  @Test
  void who_asks_to_wait_for_more_than_a_day_is_not_waited_for() {
    RunStory.of(step("a").retry(EXACT))
        .start()
        .begin("a")
        .fail("a", asking(86_401))
        .hasStatus(RunStatus.FAILED);
  }

  private static Failure asking(long seconds) {
    return new Failure.Transient("busy", Optional.of(Duration.ofSeconds(seconds)));
  }

  /** The waits before the second, third and fourth attempt. */
  private static List<Duration> delays(RetryPolicy policy, Failure failure) {
    var story = RunStory.of(step("a").retry(policy)).start();
    return java.util.stream.Stream.generate(() -> oneDelay(story, failure)).limit(3).toList();
  }

  private static Duration oneDelay(RunStory story, Failure failure) {
    var due = story.begin("a").fail("a", failure).step("a").dueAt().orElseThrow();
    story.retry("a");
    return Duration.between(story.now(), due);
  }

  private static Duration jittered(long millis, double jitter, int attempt) {
    return Duration.ofMillis(
        Math.round(millis * (1 - jitter * Plan.chance(RunStory.RUN, id("a"), attempt))));
  }

  // cancelling

  @Test
  void a_run_that_has_not_started_is_cancelled_at_once() {
    RunStory.of(step("a")).cancel().hasStatus(RunStatus.CANCELLED);
  }

  @Test
  void cancelling_stops_what_runs_and_what_waits() {
    var story =
        RunStory.of(step("runs"), step("waits"), step("later").needs("runs"))
            .start()
            .begin("runs")
            .cancel();

    story.hasStatus(RunStatus.CANCELLING);
    story.asksFor(new StopAttempt(id("runs"), 1), new StopAttempt(id("waits"), 1));
    story.fail("runs", BUSY).hasStatus(RunStatus.CANCELLED);
    story
        .hasPhase("runs", StepPhase.CANCELLED)
        .hasPhase("waits", StepPhase.CANCELLED)
        .hasPhase("later", StepPhase.CANCELLED);
  }

  @Test
  void a_step_that_ends_well_while_cancelling_keeps_its_result() {
    RunStory.of(step("a"), step("b").needs("a"))
        .start()
        .begin("a")
        .cancel()
        .complete("a")
        .hasPhase("a", StepPhase.SUCCEEDED)
        .hasPhase("b", StepPhase.CANCELLED)
        .hasStatus(RunStatus.CANCELLED);
  }

  @Test
  void cancelling_ends_a_run_that_waits_for_a_retry() {
    RunStory.of(step("a").retry(EXACT))
        .start()
        .begin("a")
        .fail("a", BUSY)
        .cancel()
        .hasPhase("a", StepPhase.CANCELLED)
        .hasStatus(RunStatus.CANCELLED);
  }

  @Test
  void cancelling_twice_is_cancelling_once() {
    var story = RunStory.of(step("a")).start().begin("a").cancel().cancel();

    assertThat(story.events()).isEmpty();
    assertThat(story.effects()).isEmpty();
  }

  @Test
  void a_paused_run_can_be_cancelled() {
    RunStory.of(step("a")).start().pause().cancel().hasStatus(RunStatus.CANCELLED);
  }

  @Test
  void a_failing_run_that_is_cancelled_is_cancelled() {
    var story =
        RunStory.of(step("a"), step("b"))
            .start()
            .begin("a")
            .begin("b")
            .fail("a", WRONG)
            .cancel()
            .complete("b");

    story.hasStatus(RunStatus.CANCELLED);
    assertThat(story.state().failure()).contains(WRONG);
  }

  // pausing

  @Test
  void pausing_withdraws_what_waits_and_lets_running_steps_end() {
    RunStory.of(step("runs"), step("waits"), step("later").needs("runs"))
        .start()
        .begin("runs")
        .pause()
        .asksFor(new WithdrawAttempt(id("waits"), 1))
        .complete("runs")
        .asksFor()
        .hasPhase("later", StepPhase.PENDING)
        .hasStatus(RunStatus.PAUSED);
  }

  @Test
  void resuming_asks_for_what_waited_and_for_what_became_ready() {
    RunStory.of(step("runs"), step("waits"), step("later").needs("runs"))
        .start()
        .begin("runs")
        .pause()
        .complete("runs")
        .resume()
        .asksFor(startOf("waits", 1), startOf("later", 1));
  }

  @Test
  void a_run_whose_steps_all_ended_while_paused_ends_when_resumed() {
    RunStory.of(step("a"))
        .start()
        .begin("a")
        .pause()
        .complete("a")
        .hasStatus(RunStatus.PAUSED)
        .resume()
        .hasStatus(RunStatus.SUCCEEDED);
  }

  @Test
  void a_retry_that_comes_due_while_paused_starts_when_resumed() {
    RunStory.of(step("a").retry(EXACT))
        .start()
        .begin("a")
        .fail("a", BUSY)
        .pause()
        .retry("a")
        .asksFor()
        .resume()
        .asksFor(startOf("a", 2));
  }

  @Test
  void only_a_running_run_pauses_and_only_a_paused_one_resumes() {
    var story = RunStory.of(step("a")).start();

    assertThat(story.refusal(new RunCommand.ResumeRun())).contains("this one is running");
    assertThat(story.pause().refusal(new RunCommand.PauseRun())).contains("this one is paused");
  }

  // stale and final

  @Test
  void an_attempt_that_is_not_the_current_one_is_refused() {
    var story =
        RunStory.of(step("a").retry(EXACT))
            .start()
            .begin("a")
            .fail("a", BUSY)
            .retry("a")
            .begin("a");

    assertThat(story.refusal(completion("a", 1, Map.of())))
        .contains("attempt 1 of step 'a' is not the current one");
    assertThat(story.refusal(new RunCommand.FailStep(id("a"), 1, BUSY, CallEnd.FREE)))
        .contains("attempt 2");
    assertThat(story.refusal(new RunCommand.RetryStep(id("a"), 1))).contains("running");
  }

  @Test
  void a_step_that_has_not_begun_cannot_end() {
    var story = RunStory.of(step("a")).start();

    assertThat(story.refusal(completion("a", 1, Map.of()))).contains("it is ready");
  }

  @Test
  void an_unknown_step_is_refused() {
    assertThat(RunStory.of(step("a")).start().refusal(completion("nobody", 0, Map.of())))
        .contains("'nobody'");
  }

  @Test
  void an_attempt_that_a_crash_cut_off_begins_again_under_its_number() {
    RunStory.of(step("a"))
        .start()
        .begin("a")
        .begin("a")
        .complete("a")
        .hasStatus(RunStatus.SUCCEEDED);
  }

  @Test
  void an_ended_run_refuses_everything() {
    var story = RunStory.of(step("a")).start().work("a");

    for (var command :
        List.of(
            new RunCommand.StartRun(Map.of(), Optional.empty()),
            new RunCommand.BeginStep(id("a"), 1),
            completion("a", 1, Map.of()),
            new RunCommand.FailStep(id("a"), 1, WRONG, CallEnd.FREE),
            new RunCommand.RetryStep(id("a"), 1),
            new RunCommand.PauseRun(),
            new RunCommand.ResumeRun(),
            new RunCommand.CancelRun())) {
      assertThat(story.refusal(command)).isEqualTo("the run has already ended as succeeded");
    }
  }

  // what a restart does

  @Test
  void a_restart_asks_for_running_and_ready_attempts_and_sets_timers_again() {
    var due = RunStory.START.plusSeconds(10);
    var story =
        RunStory.of(step("runs"), step("waits"), step("retries").retry(EXACT))
            .start()
            .begin("runs")
            .begin("retries")
            .fail("retries", BUSY);

    assertThat(RunDecider.outstanding(story.plan(), story.state()))
        .containsExactly(
            startOf("runs", 1), startOf("waits", 1), new WakeRetry(id("retries"), 1, due));
  }

  @Test
  void a_restart_of_a_paused_run_lets_only_running_attempts_end() {
    var story = RunStory.of(step("runs"), step("waits")).start().begin("runs").pause();

    assertThat(RunDecider.outstanding(story.plan(), story.state()))
        .containsExactly(startOf("runs", 1));
  }

  @Test
  void history_folds_to_the_live_state() {
    var story =
        RunStory.of(step("a").retry(EXACT), step("b").needs("a"))
            .start()
            .begin("a")
            .fail("a", BUSY)
            .retry("a")
            .work("a")
            .work("b");

    assertThat(fold(story)).isEqualTo(story.state());
    assertThat(story.state().endedAt().map(Instant::toEpochMilli))
        .contains(RunStory.START.toEpochMilli());
  }

  private static RunState fold(RunStory story) {
    var state = RunState.NONE;
    for (var event : story.history()) {
      state = RunApplier.apply(state, event);
    }
    return state;
  }
}
