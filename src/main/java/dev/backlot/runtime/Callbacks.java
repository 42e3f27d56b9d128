package dev.backlot.runtime;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where providers' reports meet the attempts that wait for them. A report only ends a wait early:
 * what it is about is asked of the provider, so one that comes twice, late, in the wrong order or
 * never does no harm. At most one report is kept for each attempt. Thread-safe.
 */
public final class Callbacks {
  private final Map<String, Place> waiting = new ConcurrentHashMap<>();
  private final Timers timers;
  private final InstantSource clock;

  Callbacks(Timers timers, InstantSource clock) {
    this.timers = timers;
    this.clock = clock;
  }

  /** Where one attempt waits; one thread waits at a time. */
  final class Place {
    private final String key;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Optional<String> reported = Optional.empty();
    private boolean over;

    private Place(String key) {
      this.key = key;
    }

    /** By the runtime's clock, as everything else that waits here. */
    Optional<String> await(Duration patience) throws InterruptedException {
      lock.lockInterruptibly();
      over = false;
      var end = timers.set(clock.instant().plus(patience), this::timeIsOver);
      try {
        while (reported.isEmpty() && !over) {
          changed.await();
        }
        var report = reported;
        reported = Optional.empty();
        return report;
      } finally {
        end.cancel();
        lock.unlock();
      }
    }

    private void timeIsOver() {
      lock.lock();
      try {
        over = true;
        changed.signal();
      } finally {
        lock.unlock();
      }
    }

    /** One report that has not been heard wakes as well as two would. */
    private void report(String requestId) {
      lock.lock();
      try {
        reported = reported.or(() -> Optional.of(requestId));
        changed.signal();
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * A provider reports, and it was made sure that it is the provider.
   *
   * @return whether somebody waits for it
   */
  public boolean arrived(String key, String requestId) {
    var place = waiting.get(key);
    if (place == null) {
      return false;
    }
    place.report(requestId);
    return true;
  }

  Place enter(String key) {
    var place = new Place(key);
    waiting.put(key, place);
    return place;
  }

  /** The next attempt may wait for the same call by now. */
  void leave(Place place) {
    waiting.remove(place.key, place);
  }
}
