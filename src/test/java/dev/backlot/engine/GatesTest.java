package dev.backlot.engine;

import static dev.backlot.engine.Graphs.gate;
import static dev.backlot.engine.Graphs.step;
import static dev.backlot.engine.RunStory.id;
import static dev.backlot.engine.RunStory.startOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.model.GateDecision;
import dev.backlot.model.GateDecision.Verdict;
import dev.backlot.model.RunCommand;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepPhase;
import dev.backlot.model.Value;
import dev.backlot.model.Work;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatesTest {
  private static RunCommand says(String who, Verdict verdict, Integer... selected) {
    return new RunCommand.DecideGate(
        id("review"), who, new GateDecision(verdict, "brighter", List.of(selected)));
  }

  private static final RunCommand YES = says("anna", Verdict.APPROVE);
  private static final RunCommand NO = says("anna", Verdict.REJECT);

  private static RunStory reviewed(Graphs.GateNode gate) {
    return RunStory.of(
            step("make"),
            gate.node(),
            step("publish").needs("review", "make"),
            step("mend").needs("review").whenRejectedAt("review"))
        .start()
        .work("make");
  }

  @Test
  void a_run_that_waits_for_people_alone_is_parked() {
    var story = reviewed(gate("review", "make")).hasStatus(RunStatus.WAITING).asksFor();
    assertThat(RunDecider.outstanding(story.plan(), story.state())).isEmpty();
  }

  @Test
  void approval_lets_the_run_go_on_and_skips_the_other_branch() {
    var story = reviewed(gate("review", "make")).tell(YES).asksFor(startOf("publish", 1));
    story.hasStatus(RunStatus.RUNNING).hasPhase("mend", StepPhase.SKIPPED);
    assertThat(story.step("review").outputs()).containsEntry("by", Value.of("anna"));
    story.work("publish").hasStatus(RunStatus.SUCCEEDED);
  }

  @Test
  void rejection_takes_the_branch_that_asks_for_it_and_publishes_nothing() {
    var story = reviewed(gate("review", "make")).tell(NO).asksFor(startOf("mend", 1));
    story.hasPhase("publish", StepPhase.SKIPPED);
    assertThat(story.step("publish").note()).isEqualTo("'review' was rejected");
    story.work("mend").hasStatus(RunStatus.SUCCEEDED);
  }

  @Test
  void rejection_may_skip_fail_or_cancel_instead() {
    reviewed(gate("review", "make").onReject(Work.OnReject.SKIP))
        .tell(NO)
        .hasStatus(RunStatus.SUCCEEDED)
        .hasPhase("mend", StepPhase.SKIPPED);
    reviewed(gate("review", "make").onReject(Work.OnReject.FAIL))
        .tell(NO)
        .hasStatus(RunStatus.FAILED);
    reviewed(gate("review", "make").onReject(Work.OnReject.CANCEL))
        .tell(NO)
        .hasStatus(RunStatus.CANCELLED);
  }

  @Test
  void two_of_many_have_to_agree_and_nobody_counts_twice() {
    var story = reviewed(gate("review", "make").approvals(2)).tell(YES);
    story.hasStatus(RunStatus.WAITING);
    assertThat(story.refusal(YES)).contains("anna has already approved");
    story.tell(says("ben", Verdict.APPROVE)).hasStatus(RunStatus.RUNNING);
  }

  @Test
  void only_assignees_decide() {
    var story = reviewed(gate("review", "make").assignees("ben"));
    assertThat(story.refusal(YES)).contains("only ben may decide here");
    story.tell(says("ben", Verdict.APPROVE)).hasStatus(RunStatus.RUNNING);
  }

  @Test
  void a_selection_keeps_some_of_the_candidates() {
    var story = reviewed(gate("review", "make").select(1, 2, "one", "two", "three"));
    assertThat(story.refusal(YES)).contains("expected 1 to 2 candidates, but 0");
    assertThat(story.refusal(says("anna", Verdict.APPROVE, 3))).contains("from 0 to 2");
    assertThat(story.refusal(says("anna", Verdict.APPROVE, 1, 1))).contains("different places");
    story.tell(says("anna", Verdict.APPROVE, 2, 0));
    assertThat(story.step("review").outputs())
        .containsEntry("selected", new Value.ListOf(List.of(Value.of("one"), Value.of("three"))))
        .containsEntry("first", Value.of("one"));
  }

  @Test
  void another_version_runs_the_producing_step_again_with_the_note() {
    var story = reviewed(gate("review", "make").producer("make"));
    story.tell(says("anna", Verdict.REGENERATE)).asksFor(startOf("make", 2));
    assertThat(story.step("review").feedback()).isEqualTo("brighter");
    assertThat(story.step("make").tries().round()).isEqualTo(1);
    story.work("make").hasStatus(RunStatus.WAITING);
    assertThat(story.step("review").gate().orElseThrow().round()).isEqualTo(2);
    story.tell(YES).work("publish").hasStatus(RunStatus.SUCCEEDED);
  }

  @Test
  void a_decision_about_one_version_is_none_about_the_next() {
    var story = reviewed(gate("review", "make").producer("make"));
    story.tell(says("anna", Verdict.REGENERATE)).work("make").hasStatus(RunStatus.WAITING);
    assertThat(story.refusal(about(1))).contains("shows version 2 by now").contains("version 1");
    story.tell(about(2)).hasPhase("review", StepPhase.SUCCEEDED);
  }

  private static RunCommand about(int round) {
    var yes = new GateDecision(Verdict.APPROVE, "", List.of());
    return new RunCommand.DecideGate(id("review"), "ben", yes, Optional.of(round));
  }

  @Test
  void a_gate_without_a_producing_step_says_so() {
    assertThat(reviewed(gate("review", "make")).refusal(says("anna", Verdict.REGENERATE)))
        .contains("names no step that may run again");
  }

  @Test
  void a_gate_that_nobody_answers_takes_its_default_in_time() {
    var hour = Duration.ofHours(1);
    var story = reviewed(gate("review", "make").expires(hour, Verdict.APPROVE));
    story.after(hour.minusMillis(1)).tell(new RunCommand.LookAtClock());
    story.hasStatus(RunStatus.WAITING);
    story.after(Duration.ofMillis(1)).tell(new RunCommand.LookAtClock());
    story.hasStatus(RunStatus.RUNNING).hasPhase("review", StepPhase.SUCCEEDED);
    assertThat(story.step("review").outputs()).containsEntry("by", Value.of("engine"));
  }

  @Test
  void a_gate_reminds_again_and_again() {
    var story = reviewed(gate("review", "make").remind(Duration.ofHours(1)));
    for (int i = 0; i < 3; i++) {
      story.after(Duration.ofHours(1)).tell(new RunCommand.LookAtClock());
      assertThat(story.events()).hasOnlyElementsOfType(RunEvent.GateReminded.class).hasSize(1);
    }
    story.tell(new RunCommand.LookAtClock());
    assertThat(story.events()).isEmpty();
  }

  @Test
  void a_step_that_waits_for_no_decision_takes_none() {
    var story = reviewed(gate("review", "make")).tell(YES);
    assertThat(story.refusal(YES)).contains("does not wait for a decision; it is succeeded");
  }

  @Test
  void a_run_past_its_deadline_fails_and_stops_what_runs() {
    var story = RunStory.of(step("a"), step("b").needs("a"));
    story.tell(
        new RunCommand.StartRun(
            java.util.Map.of(), java.util.Optional.of(RunStory.START.plusSeconds(5))));
    story.begin("a").after(Duration.ofSeconds(5)).tell(new RunCommand.LookAtClock());
    story.asksFor(new dev.backlot.model.RunEffect.StopAttempt(id("a"), 1));
    story.fail("a", new dev.backlot.model.Failure.Transient("stopped"));
    story.hasStatus(RunStatus.FAILED).hasPhase("a", StepPhase.CANCELLED);
  }
}
