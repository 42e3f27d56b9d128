package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.Caller;
import dev.backlot.model.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What starts batches by itself: at times, when it is called, or when a file appears.
 *
 * @param creator for whom its batches are started
 * @param name for people
 * @param enabled whether it starts anything
 * @param progress what it has done so far
 */
public record Trigger(
    String id,
    Caller creator,
    String name,
    On on,
    Order order,
    boolean enabled,
    Progress progress,
    Instant createdAt,
    Instant updatedAt) {

  /** What it waits for. */
  public sealed interface On {
    /**
     * Times of a cron expression on the clocks of a zone.
     *
     * @param catchesUp whether the last of the times that were missed is made up for
     * @param overlaps whether a batch is started while the one before has not ended
     */
    record Cron(String expression, String zone, boolean catchesUp, boolean overlaps)
        implements On {}

    /** One moment; made up for when it was missed. */
    record At(Instant at) implements On {}

    /**
     * A call from outside, signed with a secret (Standard Webhooks) or carrying it as a token.
     *
     * @param secret {@code whsec_} and Base64
     */
    record Call(String secret) implements On {}

    /**
     * A new file in a folder below the one that the operator allows.
     *
     * @param folder relative to that
     * @param input of the workflow that takes the file
     */
    record File(String folder, String input) implements On {}
  }

  /**
   * What is started.
   *
   * @param version of the workflow; empty means the newest published one at that time
   * @param items of each batch, where it waits for times
   * @param inputs of the one item of each batch, where it waits for calls or files
   * @param from inputs that a call brings: where they stand in its body, as JSON pointers (RFC
   *     6901)
   */
  public record Order(
      String workflow,
      Optional<Integer> version,
      BatchSettings settings,
      List<ItemInput> items,
      Map<String, Value> inputs,
      Map<String, String> from) {
    public Order {
      items = List.copyOf(items);
      inputs = Map.copyOf(inputs);
      from = Map.copyOf(from);
    }
  }

  /**
   * What has become of it.
   *
   * @param nextAt when it starts a batch next, where it waits for times
   * @param fired how often it started one
   * @param lastBatch the latest that it started
   * @param lastRefusal why it did not the last time; empty when it did
   */
  public record Progress(
      Optional<Instant> nextAt,
      long fired,
      Optional<Instant> firedAt,
      Optional<BatchId> lastBatch,
      Optional<String> lastRefusal) {
    static Progress of(Optional<Instant> nextAt) {
      return new Progress(nextAt, 0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Progress next(Optional<Instant> at) {
      return new Progress(at, fired, firedAt, lastBatch, lastRefusal);
    }

    Progress fired(Instant at) {
      return new Progress(nextAt, fired + 1, Optional.of(at), lastBatch, Optional.empty());
    }

    Progress started(BatchId batch) {
      return new Progress(nextAt, fired, firedAt, Optional.of(batch), lastRefusal);
    }

    Progress refused(String why) {
      return new Progress(nextAt, fired, firedAt, lastBatch, Optional.of(why));
    }
  }

  Trigger with(Progress other, Instant now) {
    return new Trigger(id, creator, name, on, order, enabled, other, createdAt, now);
  }

  Trigger enabled(boolean whether, Instant now) {
    return new Trigger(id, creator, name, on, order, whether, progress, createdAt, now);
  }
}
