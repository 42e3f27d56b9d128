package dev.backlot.engine;

import static dev.backlot.engine.Graphs.loop;
import static dev.backlot.engine.Graphs.nested;
import static dev.backlot.engine.Graphs.step;
import static dev.backlot.engine.RunStory.startOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.Failure;
import dev.backlot.model.OnError;
import dev.backlot.model.RunCommand;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepPhase;
import dev.backlot.model.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoopsTest {
  private static final Failure WRONG = new Failure.Invalid("value", "it is wrong");

  private static Map<String, Value> value(String text) {
    return Map.of("value", Value.of(text));
  }

  @Test
  void iterations_run_one_after_the_other_and_results_keep_their_order() {
    var story = RunStory.of(loop("l", 2, 1, false, step("a")), step("z").needs("l")).start();
    story.asksFor(startOf("l.0.a", 1));
    story.begin("l.0.a").complete("l.0.a", value("first")).asksFor(startOf("l.1.a", 1));
    story.begin("l.1.a").complete("l.1.a", value("second")).hasPhase("l", StepPhase.SUCCEEDED);

    assertThat(story.step("l").outputs())
        .containsEntry("value", new Value.ListOf(List.of(Value.of("first"), Value.of("second"))))
        .containsEntry("succeeded", Value.of(2));
    story.asksFor(startOf("z", 1)).work("z").hasStatus(RunStatus.SUCCEEDED);
  }

  @Test
  void as_many_iterations_run_at_once_as_the_loop_allows() {
    var story = RunStory.of(loop("l", 5, 2, false, step("a"))).start();
    story.asksFor(startOf("l.0.a", 1), startOf("l.1.a", 1));
    story.work("l.1.a").asksFor(startOf("l.2.a", 1));
  }

  @Test
  void results_stand_in_the_order_of_the_items_whichever_ended_first() {
    var story = RunStory.of(loop("l", 2, 2, false, step("a"))).start();
    story.begin("l.1.a").complete("l.1.a", value("b")).begin("l.0.a").complete("l.0.a", value("a"));
    assertThat(story.step("l").outputs())
        .containsEntry("value", new Value.ListOf(List.of(Value.of("a"), Value.of("b"))));
  }

  @Test
  void a_loop_over_nothing_succeeds_at_once() {
    var story = RunStory.of(loop("l", 0, 1, false, step("a"))).start();
    story.hasStatus(RunStatus.SUCCEEDED);
    assertThat(story.step("l").outputs()).containsEntry("value", new Value.ListOf(List.of()));
  }

  @Test
  void a_failed_iteration_fails_the_loop_and_says_which() {
    var story = RunStory.of(loop("l", 3, 1, false, step("a"))).start();
    story.work("l.0.a").begin("l.1.a").fail("l.1.a", WRONG).hasStatus(RunStatus.FAILED);
    assertThat(story.state().failure().orElseThrow().message())
        .isEqualTo("iteration 1, step 'a': it is wrong");
    assertThat(story.state().failedStep()).contains(RunStory.id("l"));
    assertThat(story.state().steps(RunStory.id("l").iteration(2))).isEmpty();
  }

  @Test
  void a_failed_iteration_lets_those_beside_it_end_and_starts_no_other() {
    var story = RunStory.of(loop("l", 4, 2, false, step("a"), step("b").needs("a"))).start();
    story.begin("l.0.a").begin("l.1.a").fail("l.0.a", WRONG).hasStatus(RunStatus.RUNNING);
    story.complete("l.1.a").hasStatus(RunStatus.FAILED);
    story.hasPhase("l.1.b", StepPhase.CANCELLED);
  }

  @Test
  void a_loop_that_continues_gathers_what_succeeded() {
    var story = RunStory.of(loop("l", 3, 1, true, step("a"))).start();
    story.work("l.0.a").begin("l.1.a").fail("l.1.a", WRONG).work("l.2.a");
    story.hasStatus(RunStatus.SUCCEEDED);
    assertThat(story.step("l").outputs())
        .containsEntry("failed", Value.of(1))
        .containsEntry("succeeded", Value.of(2));
  }

  @Test
  void loops_within_loops_keep_their_places() {
    var story = RunStory.of(loop("o", 2, 1, false, loop("i", 2, 2, false, step("a")))).start();
    story.asksFor(startOf("o.0.i.0.a", 1), startOf("o.0.i.1.a", 1));
    story.work("o.0.i.1.a").work("o.0.i.0.a");
    story.asksFor(startOf("o.1.i.0.a", 1), startOf("o.1.i.1.a", 1));
    story.work("o.1.i.0.a").work("o.1.i.1.a").hasStatus(RunStatus.SUCCEEDED);
  }

  @Test
  void a_sub_workflow_is_one_step_with_its_own_outputs() {
    var story =
        RunStory.of(nested("n", step("a"), step("b").needs("a")), step("z").needs("n")).start();
    story.work("n.0.a").begin("n.0.b").complete("n.0.b", value("made"));
    assertThat(story.step("n").outputs()).containsEntry("value", Value.of("made"));
    story.asksFor(startOf("z", 1));
  }

  @Test
  void a_tolerated_failure_within_an_iteration_stays_within_it() {
    var story =
        RunStory.of(
                loop("l", 1, 1, false, step("x").onError(OnError.CONTINUE), step("a").needs("x")))
            .start();
    story.begin("l.0.x").fail("l.0.x", WRONG).work("l.0.a").hasStatus(RunStatus.SUCCEEDED);
  }

  @Test
  void a_paused_loop_goes_on_where_it_was() {
    var story = RunStory.of(loop("l", 3, 1, false, step("a"))).start().begin("l.0.a").pause();
    story.complete("l.0.a").resume().asksFor(startOf("l.1.a", 1));
  }

  @Test
  void a_cancelled_run_leaves_no_iteration_behind() {
    var story = RunStory.of(loop("l", 3, 2, false, step("a"))).start().begin("l.0.a").cancel();
    story.fail("l.0.a", new Failure.Transient("stopped")).hasStatus(RunStatus.CANCELLED);
    assertThat(story.state().any(List.of(), step -> !step.phase().isFinal())).isFalse();
  }

  @Test
  void a_failed_loop_is_taken_up_again_at_the_iteration_that_failed() {
    var story = RunStory.of(loop("l", 3, 1, false, step("a"))).start();
    story.work("l.0.a").begin("l.1.a").fail("l.1.a", WRONG).hasStatus(RunStatus.FAILED);
    story.resume().asksFor(startOf("l.1.a", 2));
    story.work("l.1.a").work("l.2.a").hasStatus(RunStatus.SUCCEEDED);
    assertThat(story.step("l").outputs()).containsEntry("succeeded", Value.of(3));
  }

  @Test
  void a_loop_takes_a_thousand_items_and_not_one_more() {
    var story = RunStory.of(loop("l", 1_001, 1, false, step("a"))).start();
    story.hasStatus(RunStatus.FAILED);
    assertThat(story.state().failure().orElseThrow().message())
        .isEqualTo("expected a list of at most 1000 items, or a count from 0 to 1000, but 1001");
  }

  @Test
  void a_step_within_a_loop_is_named_by_its_path() {
    assertThat(StepPath.parse("o.1.i.0.a").orElseThrow()).hasToString("o.1.i.0.a");
    assertThat(StepPath.parse("o.1.i")).isPresent();
    for (var wrong : List.of("", "o.1", "o.x.a", "1.o.a", "o.-1.a", "o..a")) {
      assertThat(StepPath.parse(wrong)).as(wrong).isEmpty();
    }
  }

  @Test
  void a_fallback_is_tried_once_its_step_is_spent_and_only_when_nothing_was_billed() {
    var plain =
        RunStory.of(step("a").fallback("other", dev.backlot.model.RetryPolicy.NONE)).start();
    plain.begin("a").fail("a", WRONG).asksFor(startOf("a", 2));
    assertThat(plain.step("a").tries().way()).isEqualTo(1);
    plain.work("a").hasStatus(RunStatus.SUCCEEDED);

    var unknown =
        RunStory.of(step("a").fallback("other", dev.backlot.model.RetryPolicy.NONE)).start();
    unknown.begin("a").fail("a", WRONG, dev.backlot.model.CallEnd.UNKNOWN);
    unknown.hasStatus(RunStatus.FAILED);
  }

  @Test
  void a_held_step_waits_until_it_is_released() {
    var story = RunStory.of(step("a"), step("b").needs("a")).start();
    story.tell(new RunCommand.HoldStep(RunStory.id("b"))).work("a").asksFor();
    story.tell(new RunCommand.ReleaseStep(RunStory.id("b"))).asksFor(startOf("b", 1));
  }
}
