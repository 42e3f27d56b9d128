package dev.backlot.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs short actions at their time, on one thread: retries that come due, attempts that time out.
 */
final class Timers {
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Timer> due = new PriorityQueue<>();
  private boolean stopped;

  /** A set timer. */
  static final class Timer implements Comparable<Timer> {
    private final Instant at;
    private final Runnable action;
    private volatile boolean cancelled;

    private Timer(Instant at, Runnable action) {
      this.at = at;
      this.action = action;
    }

    void cancel() {
      cancelled = true;
    }

    @Override
    public int compareTo(Timer other) {
      return at.compareTo(other.at);
    }
  }

  Timers(InstantSource clock) {
    this.clock = clock;
  }

  Timer set(Instant at, Runnable action) {
    var timer = new Timer(at, action);
    lock.lock();
    try {
      due.add(timer);
      if (due.peek() == timer) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
    return timer;
  }

  /** Runs until {@link #stop()}. */
  void loop() {
    try {
      for (var timer = await(); timer != null; timer = await()) {
        if (!timer.cancelled) {
          timer.action.run();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Runs the first action that is due; false when none is. For whoever turns the clock by hand. */
  boolean once() {
    Timer timer;
    lock.lock();
    try {
      dropCancelled();
      var first = due.peek();
      if (first == null || first.at.isAfter(clock.instant())) {
        return false;
      }
      timer = due.remove();
    } finally {
      lock.unlock();
    }
    timer.action.run();
    return true;
  }

  /** When the next action is due. */
  Optional<Instant> next() {
    lock.lock();
    try {
      dropCancelled();
      return Optional.ofNullable(due.peek()).map(timer -> timer.at);
    } finally {
      lock.unlock();
    }
  }

  private void dropCancelled() {
    for (var first = due.peek(); first != null && first.cancelled; first = due.peek()) {
      due.remove();
    }
  }

  private @org.jspecify.annotations.Nullable Timer await() throws InterruptedException {
    lock.lock();
    try {
      while (!stopped) {
        var first = due.peek();
        if (first == null) {
          changed.await();
          continue;
        }
        long wait = Duration.between(clock.instant(), first.at).toNanos();
        if (first.cancelled || wait <= 0) {
          return due.poll();
        }
        changed.await(wait, TimeUnit.NANOSECONDS);
      }
      return null;
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
