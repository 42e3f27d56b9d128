package dev.backlot.surface.backlot;

import dev.backlot.json.FailureJson;
import dev.backlot.model.Failure;
import dev.backlot.model.RunEvent;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Every attempt of every step of one run, gathered from its events; a step's state holds only the
 * last.
 */
final class Attempts {
  private final Map<StepPath, List<Wire.Attempt>> byStep = new LinkedHashMap<>();

  Attempts(List<RunEvent> events) {
    events.forEach(this::take);
  }

  List<Wire.Attempt> of(StepPath step) {
    return byStep.getOrDefault(step, List.of());
  }

  private void take(RunEvent event) {
    switch (event) {
      case RunEvent.StepReady(var step, var number, var at) -> ready(step, number, at);
      case RunEvent.StepStarted(var step, _, var at) -> started(step, at);
      case RunEvent.StepSucceeded done ->
          ended(done.step(), StepPhase.SUCCEEDED, Optional.empty(), done.at());
      case RunEvent.StepFailed failed ->
          ended(failed.step(), StepPhase.FAILED, Optional.of(failed.failure()), failed.at());
      case RunEvent.RetryScheduled failed ->
          ended(failed.step(), StepPhase.FAILED, Optional.of(failed.failure()), failed.at());
      case RunEvent.FellBack failed ->
          ended(failed.step(), StepPhase.FAILED, Optional.of(failed.failure()), failed.at());
      case RunEvent.StepCancelled cancelled ->
          ended(cancelled.step(), StepPhase.CANCELLED, Optional.empty(), cancelled.at());
      default -> {}
    }
  }

  private void ready(StepPath step, int number, Instant at) {
    var attempt =
        new Wire.Attempt(
            number,
            StepPhase.READY.word(),
            Optional.of(at),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    byStep.computeIfAbsent(step, _ -> new ArrayList<>()).add(attempt);
  }

  private void started(StepPath step, Instant at) {
    replaceLast(
        step,
        last ->
            new Wire.Attempt(
                last.attempt(),
                StepPhase.RUNNING.word(),
                last.readyAt(),
                Optional.of(at),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  private void ended(StepPath step, StepPhase phase, Optional<Failure> failure, Instant at) {
    replaceLast(
        step,
        last ->
            new Wire.Attempt(
                last.attempt(),
                phase.word(),
                last.readyAt(),
                last.startedAt(),
                Optional.of(at),
                last.startedAt().map(start -> Duration.between(start, at).toMillis()),
                failure.map(FailureJson::node)));
  }

  /**
   * A step that was cancelled before it was ready, or served from the memo at once, may have no
   * attempt.
   */
  private void replaceLast(StepPath step, java.util.function.UnaryOperator<Wire.Attempt> change) {
    var attempts = byStep.get(step);
    if (attempts != null) {
      attempts.set(attempts.size() - 1, change.apply(attempts.getLast()));
    }
  }
}
