package dev.backlot.runtime;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bounded queue in front of the engine thread. Whoever finds it full waits. A lazy command does
 * not wake the engine by itself: it goes along with the next one, or after {@link #LAZY_WAIT}, so
 * that a step's beginning and its end usually share one sync to disk.
 */
final class CommandQueue<T> {
  static final int CAPACITY = 8_192;
  static final int GROUP_MAX = 1_024;
  static final Duration LAZY_WAIT = Duration.ofMillis(5);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final ArrayDeque<T> waiting = new ArrayDeque<>();
  private boolean urgent;
  private boolean closed;

  /** Adds a command; false when the queue is closed. */
  boolean put(T command, boolean lazy) {
    lock.lock();
    try {
      while (waiting.size() >= CAPACITY && !closed) {
        room.awaitUninterruptibly();
      }
      if (closed) {
        return false;
      }
      waiting.add(command);
      if (!lazy && !urgent) {
        urgent = true;
        work.signal();
      } else if (waiting.size() == 1) {
        work.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** The next group, in order; empty once the queue is closed and drained. */
  List<T> take() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        work.await();
      }
      long left = LAZY_WAIT.toNanos();
      while (!urgent && !closed && left > 0) {
        left = work.awaitNanos(left);
      }
      return drain(GROUP_MAX);
    } finally {
      lock.unlock();
    }
  }

  /** What waits now, in order and without waiting for company: at most so much. */
  List<T> poll(int most) {
    lock.lock();
    try {
      return drain(most);
    } finally {
      lock.unlock();
    }
  }

  private List<T> drain(int most) {
    var group = new ArrayList<T>(Math.max(0, Math.min(waiting.size(), most)));
    while (group.size() < most && !waiting.isEmpty()) {
      group.add(waiting.remove());
    }
    urgent = !waiting.isEmpty();
    room.signalAll();
    return group;
  }

  /** Takes no more commands; what waits is still handed out. */
  void close() {
    lock.lock();
    try {
      closed = true;
      work.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
