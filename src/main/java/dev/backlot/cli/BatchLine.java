package dev.backlot.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A batch or a run of the server in one line. */
final class BatchLine {
  static final String FAILED = "failed";
  static final String REJECTED = "rejected";

  private BatchLine() {}

  /** How a batch stands: its status, what became of its items, and what it cost. */
  static String of(JsonNode batch) {
    var counts = batch.path("counts");
    var parts = new ArrayList<String>();
    for (var what :
        List.of("succeeded", "failed", "rejected", "cancelled", "running", "waiting", "pending")) {
      long number = apart(counts, batch, what);
      if (number > 0) {
        parts.add(number + " " + what + (what.equals("cancelled") ? account(batch) : ""));
      }
    }
    var words = new StringBuilder(batch.path("name").asString(""));
    words.append(": ").append(status(batch));
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

  /** The batch's own status, but rejected where nothing but people's no stands in its way. */
  static String status(JsonNode batch) {
    var status = batch.path("status").asString("");
    boolean onlyRejected =
        batch.path(REJECTED).asLong(0) > 0 && apart(batch.path("counts"), batch, FAILED) == 0;
    return status.equals(FAILED) && onlyRejected ? REJECTED : status;
  }

  /**
   * How many stand so, with those that people rejected apart from what failed.
   *
   * @param counts how many of each state, in which a rejected one has failed
   * @param whole says how many of them were rejected
   */
  static long apart(JsonNode counts, JsonNode whole, String state) {
    long rejected = whole.path(REJECTED).asLong(0);
    return switch (state) {
      case REJECTED -> rejected;
      case FAILED -> counts.path(FAILED).asLong(0) - rejected;
      default -> counts.path(state).asLong(0);
    };
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

  /** Whether a person said no, rather than something went wrong. */
  static boolean isRejection(JsonNode failure) {
    return failure.path(REJECTED).asBoolean(false);
  }

  /** How an item's run stands. */
  static String ofRun(JsonNode run) {
    var words = new StringBuilder(run.path("name").asString(""));
    var failure = run.path("failure");
    words.append(": ").append(isRejection(failure) ? REJECTED : run.path("status").asString(""));
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
