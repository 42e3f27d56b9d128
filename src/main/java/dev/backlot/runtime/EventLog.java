package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import dev.backlot.model.RunId;
import dev.backlot.model.TenantId;
import dev.backlot.store.EventRecord;
import dev.backlot.store.Views;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The durable log as followers read it: page by page, waiting at its end. */
public final class EventLog {
  private final Views views;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private long last;

  EventLog(Views views) {
    this.views = views;
  }

  void committed(long lastSequence) {
    lock.lock();
    try {
      last = lastSequence;
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The number of the newest durable event. */
  public long last() {
    lock.lock();
    try {
      return last;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Events after the given number, oldest first.
   *
   * @param limit of stored groups; a group's events come together, so there may be more events than
   *     that
   */
  public List<EventRecord> after(
      TenantId tenant, Optional<BatchId> batch, long sequence, int limit) {
    return views.events(tenant, batch, sequence, limit);
  }

  /** As {@link #after(TenantId, Optional, long, int)}, of one run. */
  public List<EventRecord> after(TenantId tenant, RunId run, long sequence, int limit) {
    return views.events(tenant, run, sequence, limit);
  }

  /**
   * Waits until there may be events after the given number, at most that long; true when there may
   * be.
   */
  public boolean await(long sequence, Duration patience) throws InterruptedException {
    lock.lock();
    try {
      long left = patience.toNanos();
      while (last <= sequence && left > 0) {
        left = grown.awaitNanos(left);
      }
      return last > sequence;
    } finally {
      lock.unlock();
    }
  }
}
