package dev.backlot.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What somebody or something wants of a run. */
public sealed interface RunCommand {
  /**
   * Starts a run.
   *
   * @param deadline when it fails if it has not ended
   * @param notes what people asked for at the gates of the run that this one redrives
   */
  record StartRun(
      Map<String, Value> inputs, Optional<Instant> deadline, Map<StepPath, String> notes)
      implements RunCommand {
    /** A run that redrives none. */
    public StartRun(Map<String, Value> inputs, Optional<Instant> deadline) {
      this(inputs, deadline, Map.of());
    }
  }

  /** A slot was granted and the attempt starts. */
  record BeginStep(StepPath step, int attempt) implements RunCommand {}

  record CompleteStep(StepPath step, int attempt, StepResult result) implements RunCommand {}

  record FailStep(StepPath step, int attempt, Failure failure, CallEnd call)
      implements RunCommand {}

  /** The attempt could not take place, through no fault of its own: it waits again. */
  record PutBackStep(StepPath step, int attempt) implements RunCommand {}

  /** The wait before the attempt after {@code attempt} is over. */
  record RetryStep(StepPath step, int attempt) implements RunCommand {}

  /** A provider is about to be called; durable before it is. */
  record IntendCall(StepPath step, int attempt, ProviderCall call) implements RunCommand {}

  /** The provider has accepted the call under this id; durable before anybody waits for it. */
  record SubmitCall(StepPath step, int attempt, String requestId) implements RunCommand {}

  /**
   * A person decides at a gate.
   *
   * @param round which opening of the gate the decision is about; empty for whichever is open
   */
  record DecideGate(StepPath step, String by, GateDecision decision, Optional<Integer> round)
      implements RunCommand {
    public DecideGate(StepPath step, String by, GateDecision decision) {
      this(step, by, decision, Optional.empty());
    }
  }

  /** Time has passed: see whether a deadline, an expiry or a reminder is due. */
  record LookAtClock() implements RunCommand {}

  /** Keeps a step that has not begun from starting. */
  record HoldStep(StepPath step) implements RunCommand {}

  record ReleaseStep(StepPath step) implements RunCommand {}

  /** Ends one step; what needs only it is skipped. */
  record CancelStep(StepPath step, String by) implements RunCommand {}

  record PauseRun() implements RunCommand {}

  /** Goes on after a pause, or takes a failed run up again at its last finished steps. */
  record ResumeRun() implements RunCommand {}

  record CancelRun() implements RunCommand {}
}
