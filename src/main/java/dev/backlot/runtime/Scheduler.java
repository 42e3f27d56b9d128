package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import dev.backlot.model.BatchState;
import dev.backlot.model.TenantId;
import dev.backlot.store.Views;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Starts items: picks the batch whose turn it is, reads its next items a page at a time, and asks the
 * engine to start one. Never holds more than a page of each batch.
 */
final class Scheduler {
  /** Items on their way at once, over all batches. */
  static final int RUNS_MAX = 8_192;

  private static final int PAGE = 256;

  private final Views views;
  private final BiConsumer<BatchId, Views.PendingItem> starter;
  private final FairOrder order;
  private final Map<BatchId, Lane> lanes = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int running;
  private boolean stopped;

  /** What is left to start of one batch. */
  private static final class Lane {
    final TenantId tenant;
    final ArrayDeque<Views.PendingItem> page = new ArrayDeque<>();
    int concurrency;
    int cursor;
    int pending;
    int running;
    boolean open;

    Lane(TenantId tenant) {
      this.tenant = tenant;
    }

    boolean mayStart() {
      return open && pending > 0 && running < concurrency;
    }
  }

  Scheduler(Views views, FairOrder order, BiConsumer<BatchId, Views.PendingItem> starter) {
    this.views = views;
    this.order = order;
    this.starter = starter;
  }

  /** Lets a batch take part, from where its state says it is. */
  void enter(BatchId batch, TenantId tenant, BatchState state, List<Views.PendingItem> known) {
    lock.lock();
    try {
      var lane = lanes.computeIfAbsent(batch, _ -> new Lane(tenant));
      running += state.counts().running() - lane.running;
      lane.running = state.counts().running();
      lane.concurrency = state.settings().concurrency();
      lane.cursor = state.cursor();
      lane.pending = state.counts().pending();
      lane.page.clear();
      lane.page.addAll(known);
      lane.open = true;
      refresh(batch, lane);
    } finally {
      lock.unlock();
    }
  }

  /** Starts nothing more of a batch. */
  void leave(BatchId batch) {
    lock.lock();
    try {
      var lane = lanes.get(batch);
      if (lane != null) {
        lane.open = false;
        refresh(batch, lane);
        forgetIfDone(batch, lane);
      }
    } finally {
      lock.unlock();
    }
  }

  void itemEnded(BatchId batch) {
    lock.lock();
    try {
      var lane = lanes.get(batch);
      if (lane == null) {
        return;
      }
      if (lane.running > 0) {
        lane.running--;
        running--;
      }
      refresh(batch, lane);
      forgetIfDone(batch, lane);
    } finally {
      lock.unlock();
    }
  }

  private void forgetIfDone(BatchId batch, Lane lane) {
    if (!lane.open && lane.running == 0) {
      order.forget(batch);
      lanes.remove(batch);
    }
  }

  private void refresh(BatchId batch, Lane lane) {
    if (lane.mayStart()) {
      order.enter(lane.tenant, batch);
    } else {
      order.leave(batch);
    }
    changed.signalAll();
  }

  /** Runs until {@link #stop()}. */
  void loop() {
    try {
      while (awaitTurn()) {
        once();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean awaitTurn() throws InterruptedException {
    lock.lock();
    try {
      while (!stopped && (running >= RUNS_MAX || order.isEmpty())) {
        changed.await();
      }
      return !stopped;
    } finally {
      lock.unlock();
    }
  }

  /** Whose turn it is: an item to start, or a place to read the next page from. */
  private record Turn(BatchId batch, int cursor, Views.@Nullable PendingItem item) {}

  /** Starts one item if there is one to start. */
  boolean once() {
    var turn = turn();
    if (turn == null) {
      return false;
    }
    if (turn.item() == null) {
      return refill(turn.batch(), turn.cursor());
    }
    starter.accept(turn.batch(), turn.item());
    return true;
  }

  private @Nullable Turn turn() {
    lock.lock();
    try {
      var batch = order.pick();
      var lane = batch.map(lanes::get).orElse(null);
      if (batch.isEmpty() || lane == null) {
        return null;
      }
      int cursor = lane.cursor;
      return new Turn(batch.get(), cursor, take(batch.get(), lane));
    } finally {
      lock.unlock();
    }
  }

  private Views.@Nullable PendingItem take(BatchId batch, Lane lane) {
    var item = lane.page.poll();
    if (item != null) {
      lane.cursor = item.run().item();
      lane.pending--;
      lane.running++;
      running++;
      refresh(batch, lane);
    }
    return item;
  }

  /** Reads outside the lock; what was read is dropped when the batch has moved on meanwhile. */
  private boolean refill(BatchId batch, int cursor) {
    var page = views.pending(batch, cursor, PAGE);
    lock.lock();
    try {
      var lane = lanes.get(batch);
      if (lane != null && lane.cursor == cursor && lane.page.isEmpty()) {
        lane.page.addAll(page);
        if (page.isEmpty()) {
          lane.pending = 0;
          refresh(batch, lane);
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  void stop() {
    lock.lock();
    try {
      stopped = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
