package dev.backlot.store;

import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.GateDecision.Verdict;
import dev.backlot.model.RunId;
import dev.backlot.model.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One command to many runs or gates of a batch, on its way through them page by page.
 *
 * @param id sorts by the time of creation
 */
public record BulkActionRecord(
    String id,
    Caller creator,
    Order order,
    Status status,
    Progress progress,
    Instant createdAt,
    Instant updatedAt) {

  /** What is done to each. Words are stored: they never change. */
  public enum Kind {
    PAUSE,
    RESUME,
    CANCEL,
    APPROVE,
    REJECT,
    REGENERATE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> parse(String word) {
      for (var kind : values()) {
        if (kind.word().equals(word)) {
          return Optional.of(kind);
        }
      }
      return Optional.empty();
    }

    /** What is said at gates; empty where runs are steered. */
    public Optional<Verdict> verdict() {
      return Verdict.parse(word());
    }
  }

  /** Where it stands. Words are stored: they never change. */
  public enum Status {
    RUNNING,
    SUCCEEDED,
    CANCELLED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What to do to which.
   *
   * @param statuses runs that stand so; has no meaning for gates
   * @param step runs that failed at this step, or the gate of this id
   * @param note of the decision
   */
  public record Order(
      Kind kind, BatchId batch, Set<RunStatus> statuses, Optional<String> step, String note) {
    public Order {
      statuses = Set.copyOf(statuses);
    }
  }

  /** One that was left as it is, and why. */
  public record Refusal(RunId run, String reason) {}

  /**
   * How far it is.
   *
   * @param item the item that was seen last
   * @param step the gate that was seen last
   * @param selected how many there were when it was created
   * @param refusals the first of those that were refused
   */
  public record Progress(
      int item, String step, long selected, long done, long refused, List<Refusal> refusals) {
    /** How many refusals are kept in words. */
    public static final int REFUSALS_KEPT = 20;

    public Progress {
      refusals = List.copyOf(refusals);
    }

    /** Nothing is done yet. */
    public static Progress of(long selected) {
      return new Progress(0, "", selected, 0, 0, List.of());
    }

    /** After one more page. */
    public Progress after(int lastItem, String lastStep, long more, List<Refusal> refusedNow) {
      var kept = new ArrayList<>(refusals);
      refusedNow.stream().limit(REFUSALS_KEPT - refusals.size()).forEach(kept::add);
      return new Progress(
          lastItem, lastStep, selected, done + more, refused + refusedNow.size(), kept);
    }
  }

  public BulkActionRecord with(Progress further, Instant now) {
    return new BulkActionRecord(id, creator, order, status, further, createdAt, now);
  }

  public BulkActionRecord ended(Status end, Instant now) {
    return new BulkActionRecord(id, creator, order, end, progress, createdAt, now);
  }
}
