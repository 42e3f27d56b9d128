package dev.backlot.json;

import java.util.List;
import java.util.stream.Stream;

/** What events are called, in groups that a follower may ask for as a whole. */
public final class EventNames {
  /** A batch as a whole. */
  public static final List<String> BATCH =
      List.of(
          "batch_created",
          "items_added",
          "batch_started",
          "batch_paused",
          "batch_resumed",
          "batch_cancel_requested",
          "canary_passed",
          "settings_changed",
          "batch_reopened",
          "batch_stopped",
          "pending_cancelled",
          "batch_finished");

  /** One item on its way. */
  public static final List<String> RUN =
      List.of(
          "run_started",
          "run_waiting",
          "run_woken",
          "run_paused",
          "run_resumed",
          "run_reopened",
          "run_cancel_requested",
          "run_expired",
          "run_succeeded",
          "run_failed",
          "run_cancelled");

  /** One step of an item. */
  public static final List<String> STEP =
      List.of(
          "step_ready",
          "step_started",
          "step_put_back",
          "step_succeeded",
          "step_failed",
          "retry_scheduled",
          "fell_back",
          "step_skipped",
          "step_cancelled",
          "step_held",
          "step_released",
          "call_intended",
          "call_submitted",
          "loop_started",
          "iteration_started",
          "iteration_succeeded",
          "iteration_failed",
          "steps_reset");

  /** Steps that wait for people. */
  public static final List<String> GATE =
      List.of("gate_opened", "gate_voted", "gate_reminded", "gate_expired");

  /** Every name and every group. */
  public static final List<String> WORDS =
      Stream.of(List.of("batch", "run", "step", "gate"), BATCH, RUN, STEP, GATE)
          .flatMap(List::stream)
          .toList();

  private EventNames() {}

  /** Whether an event is one of those asked for by name or by group. */
  public static boolean wanted(List<String> words, String name) {
    return words.contains(name) || words.contains(group(name));
  }

  /** The group that an event belongs to. */
  public static String group(String name) {
    if (BATCH.contains(name)) {
      return "batch";
    }
    if (RUN.contains(name)) {
      return "run";
    }
    return GATE.contains(name) ? "gate" : "step";
  }
}
