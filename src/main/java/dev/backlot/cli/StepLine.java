package dev.backlot.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** How a step stands over all items of a batch, in one line. */
final class StepLine {
  private static final List<String> STATES =
      List.of(
          "succeeded",
          BatchLine.FAILED,
          BatchLine.REJECTED,
          "waiting",
          "running",
          "retrying",
          "ready",
          "skipped",
          "cancelled",
          "pending");

  private StepLine() {}

  static String of(JsonNode step) {
    var parts = new ArrayList<String>();
    for (var state : STATES) {
      long many = BatchLine.apart(step.path("counts"), step, state);
      if (many > 0) {
        parts.add(many + " " + state);
      }
    }
    if (step.path("reused").asLong(0) > 0) {
      parts.add(step.path("reused").asLong() + " reused");
    }
    var words = new StringBuilder("%-28s ".formatted(step.path("step").asString("")));
    words.append(String.join(", ", parts));
    var took = step.path("duration");
    if (!took.isMissingNode()) {
      words.append("; half within ").append(time(took.path("p50_ms").asLong(0)));
      words.append(", 90 % within ").append(time(took.path("p90_ms").asLong(0)));
    }
    if (step.path("cost").asDouble(0) > 0) {
      words.append("; ").append(step.path("cost").asString()).append(" spent");
    }
    return words.toString();
  }

  private static String time(long ms) {
    return ms < 10_000 ? ms + " ms" : ms / 1_000 + " s";
  }
}
