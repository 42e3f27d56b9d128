package dev.backlot.runtime;

import java.util.ArrayDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs jobs, at most a fixed number at once, first come first served. The queue is bounded by the
 * items on their way, which are bounded themselves.
 */
final class SlotPool {
  private final int slots;
  private final ThreadFactory threads;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private int busy;
  private boolean closed;

  SlotPool(int slots, ThreadFactory threads) {
    this.slots = slots;
    this.threads = threads;
  }

  /** Runs the job as soon as a slot is free; never once closed. */
  void submit(Runnable job) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      waiting.add(job);
      if (busy < slots) {
        busy++;
        threads.newThread(this::work).start();
      }
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    for (var job = next(); job != null; job = next()) {
      job.run();
    }
  }

  private @org.jspecify.annotations.Nullable Runnable next() {
    lock.lock();
    try {
      var job = closed ? null : waiting.poll();
      if (job == null) {
        busy--;
        idle.signalAll();
      }
      return job;
    } finally {
      lock.unlock();
    }
  }

  int busy() {
    lock.lock();
    try {
      return busy;
    } finally {
      lock.unlock();
    }
  }

  /** Starts nothing more and waits for what runs. */
  boolean drain(java.time.Duration patience) throws InterruptedException {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
      long left = patience.toNanos();
      while (busy > 0 && left > 0) {
        left = idle.awaitNanos(left);
      }
      return busy == 0;
    } finally {
      lock.unlock();
    }
  }
}
