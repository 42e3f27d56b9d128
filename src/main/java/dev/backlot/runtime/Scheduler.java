package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import dev.backlot.store.Views;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Says which item starts next. Holds a few pages of each active batch, never all its items; asks
 * for the next page before the last one is used up. Owned by the engine thread, so an item can
 * start in the same commit that made room for it.
 */
final class Scheduler {
  /** Items on their way at once, over all batches. */
  static final int RUNS_MAX = 8_192;

  static final int PAGE = 512;
  private static final int LOW = 128;

  /** Reads a batch's items after the given one and hands them back through {@link #pageRead}. */
  interface Pages {
    void request(BatchId batch, int afterItem);
  }

  /** An item whose turn it is. */
  record Turn(LiveBatch batch, Views.PendingItem item) {}

  private final FairOrder order;
  private final Pages pages;
  private final Map<BatchId, Lane> lanes = new HashMap<>();
  private int running;

  /** What is known of a batch's items that have not started. */
  private static final class Lane {
    final LiveBatch batch;
    final ArrayDeque<Views.PendingItem> ahead = new ArrayDeque<>();
    boolean reading;

    Lane(LiveBatch batch) {
      this.batch = batch;
    }

    int lastKnown() {
      return ahead.isEmpty() ? batch.state.cursor() : ahead.getLast().run().item();
    }

    void append(List<Views.PendingItem> items) {
      for (var item : items) {
        // an answer may be older than what happened since it was asked for
        if (item.run().item() == lastKnown() + 1) {
          ahead.add(item);
        }
      }
    }

    boolean knowsAll() {
      return lastKnown() >= batch.state.counts().total();
    }
  }

  Scheduler(FairOrder order, Pages pages) {
    this.order = order;
    this.pages = pages;
  }

  /**
   * Lets a batch take part, from where its state says it is.
   *
   * @param known its next items, as far as they are known already
   */
  void enter(LiveBatch batch, List<Views.PendingItem> known) {
    var lane = new Lane(batch);
    lane.append(known);
    lanes.put(batch.id, lane);
    refresh(lane);
  }

  /** Starts nothing more of a batch. */
  void leave(BatchId batch) {
    lanes.remove(batch);
    order.leave(batch);
  }

  /** Forgets a batch that has ended. */
  void forget(BatchId batch) {
    lanes.remove(batch);
    order.forget(batch);
  }

  /** Counts runs that recovery found on their way. */
  void recovered(int runs) {
    running += runs;
  }

  void itemEnded(LiveBatch batch) {
    running--;
    refresh(batch.id);
  }

  /** The answer to {@link Pages#request}. */
  void pageRead(BatchId batch, List<Views.PendingItem> items) {
    var lane = lanes.get(batch);
    if (lane != null) {
      lane.reading = false;
      lane.append(items);
      refresh(lane);
    }
  }

  /**
   * The next item, counted as on its way; its batch's state must show that before the next call.
   */
  Optional<Turn> next() {
    if (running >= RUNS_MAX) {
      return Optional.empty();
    }
    var lane = order.pick().map(lanes::get);
    if (lane.isEmpty()) {
      return Optional.empty();
    }
    running++;
    return Optional.of(new Turn(lane.get().batch, lane.get().ahead.remove()));
  }

  /** The item of the last turn has started, or its batch may not start any. */
  void refresh(BatchId batch) {
    var lane = lanes.get(batch);
    if (lane != null) {
      refresh(lane);
    }
  }

  private void refresh(Lane lane) {
    if (lane.batch.state.mayStartItem() && !lane.ahead.isEmpty()) {
      order.enter(lane.batch.creator.tenant(), lane.batch.id);
    } else {
      order.leave(lane.batch.id);
    }
    if (lane.ahead.size() < LOW && !lane.reading && !lane.knowsAll()) {
      lane.reading = true;
      pages.request(lane.batch.id, lane.lastKnown());
    }
  }
}
