package dev.backlot.cli;

import java.util.ArrayList;
import java.util.List;
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
        parts.add(number + " " + what + (what.equals("cancelled") ? account(batch) : ""));
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

  /** Of cancelled items: what they were at, and whether that was paid for. */
  private static String account(JsonNode batch) {
    var cancelled = batch.path("cancellations");
    var parts = new ArrayList<String>();
    add(parts, cancelled.path("before_start").asInt(0), "before they started");
    add(parts, cancelled.path("unbilled").asInt(0), "on their way and not billed");
    add(
        parts,
        cancelled.path("billed").asInt(0),
        "on their way, which cost " + cancelled.path("spent").asString("0"));
    add(parts, cancelled.path("outcome_unknown").asInt(0), "on their way and may be billed yet");
    return parts.isEmpty() ? "" : ": " + String.join(", ", parts);
  }

  private static void add(List<String> parts, int count, String what) {
    if (count > 0) {
      parts.add(count + " " + what);
    }
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
