package dev.backlot.cli;

import java.util.ArrayList;
import tools.jackson.databind.JsonNode;

/** A batch or a run of the server in one line. */
final class BatchLine {
  private BatchLine() {}

  /** How a batch stands: its status, what became of its items, and what it cost. */
  static String of(JsonNode batch) {
    var counts = batch.path("counts");
    var parts = new ArrayList<String>();
    for (var what :
        new String[] {"succeeded", "failed", "cancelled", "running", "waiting", "pending"}) {
      int number = counts.path(what).asInt(0);
      if (number > 0) {
        parts.add(number + " " + what);
      }
    }
    var words = new StringBuilder(batch.path("name").asString(""));
    words.append(": ").append(batch.path("status").asString(""));
    words.append("; ").append(counts.path("total").asInt(0)).append(" items");
    if (!parts.isEmpty()) {
      words.append(" (").append(String.join(", ", parts)).append(')');
    }
    var cost = batch.path("cost");
    if (cost.path("spent").asDouble(0) > 0 || cost.path("reserved").asDouble(0) > 0) {
      words.append("; ").append(cost.path("spent").asString()).append(" spent");
      if (cost.path("reserved").asDouble(0) > 0) {
        words
            .append(", ")
            .append(cost.path("reserved").asString())
            .append(" held back for calls whose end is not known yet");
      }
    }
    var pause = batch.path("pause");
    if (!pause.isMissingNode()) {
      words.append("; ").append(pause.path("message").asString(""));
    }
    return words.toString();
  }

  /** How an item's run stands. */
  static String ofRun(JsonNode run) {
    var words = new StringBuilder(run.path("name").asString(""));
    words.append(": ").append(run.path("status").asString(""));
    var failure = run.path("failure");
    if (!failure.isMissingNode()) {
      words
          .append("; ")
          .append(run.path("failed_step").asString(""))
          .append(": ")
          .append(failure.path("message").asString(""));
    }
    return words.toString();
  }
}
