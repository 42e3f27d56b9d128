package dev.backlot.runtime;

import dev.backlot.engine.schedule.StartOrder;
import dev.backlot.engine.schedule.Weights;
import dev.backlot.model.BatchId;
import dev.backlot.model.TenantId;
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

  private final StartOrder order = new StartOrder();
  private final TenantLoads loads;
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

    /** Drops what has been dealt with or was cancelled: what is first may start. */
    void drop() {
      while (!ahead.isEmpty() && !batch.state.isPending(ahead.getFirst().run().item())) {
        ahead.removeFirst();
      }
    }

    boolean knowsAll() {
      return lastKnown() >= batch.state.counts().total();
    }
  }

  Scheduler(TenantLoads loads, Pages pages) {
    this.loads = loads;
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
    recount(batch);
    refresh(lane);
  }

  /** Starts nothing more of a batch. */
  void leave(BatchId batch) {
    lanes.remove(batch);
    order.leave(batch);
  }

  /** Forgets a batch that has ended. */
  void forget(LiveBatch batch) {
    recount(batch);
    lanes.remove(batch.id);
    order.forget(batch.id);
  }

  /** Items of the batch ended, or rest; or its settings are others: what they say counts now. */
  void changed(LiveBatch batch) {
    recount(batch);
    refresh(batch.id);
  }

  /** A tenant's weight or quota is another one: it counts now. */
  void limitsChanged(TenantId tenant) {
    order.weigh(tenant, loads.limits(tenant).weight());
    order.hold(tenant, loads.isFull(tenant));
  }

  /** The items on their way as the batch itself counts them, however they came or went. */
  private void recount(LiveBatch batch) {
    int more = batch.state.counts().running() - batch.scheduled;
    if (more != 0) {
      var tenant = batch.creator.tenant();
      batch.scheduled += more;
      running += more;
      loads.addItems(tenant, more);
      order.hold(tenant, loads.isFull(tenant));
    }
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

  /** The next item; it must be on its way, and its batch {@link #changed}, before the next call. */
  Optional<Turn> next() {
    if (running >= RUNS_MAX) {
      return Optional.empty();
    }
    var lane = order.pick().map(lanes::get);
    if (lane.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Turn(lane.get().batch, lane.get().ahead.remove()));
  }

  private void refresh(BatchId batch) {
    var lane = lanes.get(batch);
    if (lane != null) {
      refresh(lane);
    }
  }

  private void refresh(Lane lane) {
    lane.drop();
    if (lane.batch.state.mayStartItem() && !lane.ahead.isEmpty()) {
      var weight = Weights.of(lane.batch.state.settings().priority());
      order.enter(lane.batch.creator.tenant(), lane.batch.id, weight);
    } else {
      order.leave(lane.batch.id);
    }
    if (lane.ahead.size() < LOW && !lane.reading && !lane.knowsAll()) {
      lane.reading = true;
      pages.request(lane.batch.id, lane.lastKnown());
    }
  }
}
