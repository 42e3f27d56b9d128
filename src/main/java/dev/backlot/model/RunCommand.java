package dev.backlot.model;

import java.util.List;
import java.util.Map;

/** What somebody or something wants of a run. */
public sealed interface RunCommand {
  record StartRun(Map<String, Value> inputs) implements RunCommand {}

  /** A slot was granted and the attempt starts. */
  record BeginStep(StepId step, int attempt) implements RunCommand {}

  record CompleteStep(
      StepId step, int attempt, Map<String, Value> outputs, boolean reused, List<AssetId> consumed)
      implements RunCommand {}

  record FailStep(StepId step, int attempt, Failure failure) implements RunCommand {}

  /** The wait before the attempt after {@code attempt} is over. */
  record RetryStep(StepId step, int attempt) implements RunCommand {}

  record PauseRun() implements RunCommand {}

  record ResumeRun() implements RunCommand {}

  record CancelRun() implements RunCommand {}
}
