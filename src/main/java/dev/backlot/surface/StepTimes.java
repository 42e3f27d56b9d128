package dev.backlot.surface;

import dev.backlot.model.RunEvent;
import dev.backlot.model.StepPath;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** When each step of a run first began, and when it came to its end, as the log tells. */
public final class StepTimes {
  private final Map<StepPath, Instant> began = new HashMap<>();
  private final Map<StepPath, Instant> ended = new HashMap<>();

  public StepTimes(List<RunEvent> events) {
    events.forEach(this::take);
  }

  private void take(RunEvent event) {
    switch (event) {
      case RunEvent.StepStarted(var step, _, var at) -> began.putIfAbsent(step, at);
      case RunEvent.GateOpened(var step, _, _, var at) -> began.putIfAbsent(step, at);
      case RunEvent.LoopStarted(var step, _, var at) -> began.putIfAbsent(step, at);
      case RunEvent.StepReady(var step, _, _) -> ended.remove(step);
      case RunEvent.StepSucceeded done -> ended.put(done.step(), done.at());
      case RunEvent.StepFailed failed -> ended.put(failed.step(), failed.at());
      case RunEvent.StepSkipped(var step, _, var at) -> ended.put(step, at);
      case RunEvent.StepCancelled cancelled -> ended.put(cancelled.step(), cancelled.at());
      default -> {}
    }
  }

  public Optional<Instant> began(StepPath step) {
    return Optional.ofNullable(began.get(step));
  }

  public Optional<Instant> ended(StepPath step) {
    return Optional.ofNullable(ended.get(step));
  }
}
