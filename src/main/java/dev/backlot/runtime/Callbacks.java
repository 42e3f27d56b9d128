package dev.backlot.runtime;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Where providers' reports meet the attempts that wait for them. A report only ends a wait early:
 * what it is about is asked of the provider, so one that comes twice, late, in the wrong order or
 * never does no harm. At most one report is kept for each attempt. Thread-safe.
 */
public final class Callbacks {
  private final Map<String, Place> waiting = new ConcurrentHashMap<>();

  Callbacks() {}

  /** Where one attempt waits. */
  static final class Place {
    private final String key;
    private final BlockingQueue<String> reported = new ArrayBlockingQueue<>(1);

    private Place(String key) {
      this.key = key;
    }

    Optional<String> await(Duration patience) throws InterruptedException {
      return Optional.ofNullable(reported.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
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
    // one that is there already wakes as well as two would
    boolean _ = place.reported.offer(requestId);
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
