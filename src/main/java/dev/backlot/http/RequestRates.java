package dev.backlot.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often each key may ask: a bucket that fills evenly and holds a tenth of a minute's requests.
 * Thread-safe; at most {@value #KEYS_MAX} keys are counted, those unused for longest are let go,
 * and start again with a full bucket.
 */
final class RequestRates {
  static final int KEYS_MAX = 10_000;
  private static final double BURST = 0.1;

  private final InstantSource clock;
  private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  RequestRates(InstantSource clock) {
    this.clock = clock;
  }

  private record Bucket(double tokens, Instant at) {}

  /**
   * What became of one request.
   *
   * @param allowed whether it may go on
   * @param limit how many the bucket holds
   * @param remaining how many are left
   * @param fullAt when it will be full again
   * @param pause how long until there is one again
   */
  record Turn(boolean allowed, int limit, int remaining, Instant fullAt, Duration pause) {}

  synchronized Turn take(String key, int perMinute) {
    var now = clock.instant();
    double perSecond = perMinute / 60.0;
    double most = Math.max(1, perMinute * BURST);
    var before = buckets.getOrDefault(key, new Bucket(most, now));
    double seconds = Math.max(0, Duration.between(before.at(), now).toMillis() / 1000.0);
    double tokens = Math.min(most, before.tokens() + seconds * perSecond);
    boolean allowed = tokens >= 1;
    double left = allowed ? tokens - 1 : tokens;
    buckets.put(key, new Bucket(left, now));
    forget();
    return new Turn(
        allowed,
        (int) most,
        (int) left,
        now.plusMillis((long) Math.ceil((most - left) / perSecond * 1000)),
        allowed
            ? Duration.ZERO
            : Duration.ofMillis((long) Math.ceil((1 - tokens) / perSecond * 1000)));
  }

  private void forget() {
    Iterator<String> oldest = buckets.keySet().iterator();
    while (buckets.size() > KEYS_MAX && oldest.hasNext()) {
      oldest.next();
      oldest.remove();
    }
  }
}
