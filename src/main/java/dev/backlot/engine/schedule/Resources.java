package dev.backlot.engine.schedule;

import dev.backlot.model.ResourceKey;
import dev.backlot.model.ResourceLimit;
import dev.backlot.model.Use;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who holds how much of each resource, and what an operator allows of it. */
final class Resources {
  /** Those that nobody uses are forgotten beyond so many: most come back at once. */
  private static final int IDLE_MAX = 1_024;

  private final Map<ResourceKey, Resource> known = new HashMap<>();
  private int rates;

  private static final class Resource {
    Optional<ResourceLimit> limit = Optional.empty();
    @Nullable TokenBucket bucket;
    int inUse;
    int waiting;

    boolean isForgotten() {
      return inUse == 0 && waiting == 0 && limit.isEmpty();
    }

    boolean hasPermit(int spare) {
      var most = limit.flatMap(ResourceLimit::concurrent);
      return most.isEmpty() || inUse + spare < most.get();
    }
  }

  private Resource at(ResourceKey key) {
    return known.computeIfAbsent(key, _ -> new Resource());
  }

  private void settle(ResourceKey key, Resource resource) {
    if (known.size() > IDLE_MAX && resource.isForgotten()) {
      known.remove(key);
    }
  }

  /**
   * Sets or lifts a limit. What runs already counts; tokens that were taken stay taken.
   *
   * @return whether the key was unlimited before or is so now
   */
  boolean limit(ResourceKey key, Optional<ResourceLimit> limit, long now) {
    var resource = at(key);
    boolean changesKind = resource.limit.isPresent() != limit.isPresent();
    var earlier = resource.bucket;
    var bucket = limit.flatMap(ResourceLimit::rate).map(rate -> new TokenBucket(rate, now));
    bucket.ifPresent(
        fresh -> {
          if (earlier != null) {
            fresh.resume(earlier, now);
          }
        });
    rates += (bucket.isPresent() ? 1 : 0) - (earlier == null ? 0 : 1);
    resource.bucket = bucket.orElse(null);
    resource.limit = limit;
    settle(key, resource);
    return changesKind;
  }

  /** Those of the keys that somebody limits. */
  Set<ResourceKey> limited(Set<ResourceKey> keys) {
    Set<ResourceKey> limited = Set.of();
    for (var key : keys) {
      var resource = known.get(key);
      if (resource != null && resource.limit.isPresent()) {
        limited = limited.isEmpty() ? new HashSet<>() : limited;
        limited.add(key);
      }
    }
    return limited;
  }

  /** Somebody waits for these, or, with -1, does not any more. */
  void wait(Set<ResourceKey> keys, int by) {
    for (var key : keys) {
      var resource = at(key);
      resource.waiting += by;
      settle(key, resource);
    }
  }

  void take(Set<ResourceKey> keys, long now) {
    for (var key : keys) {
      var resource = at(key);
      resource.inUse++;
      if (resource.bucket != null) {
        resource.bucket.take(now);
      }
    }
  }

  void giveBack(Set<ResourceKey> keys) {
    for (var key : keys) {
      var resource = at(key);
      resource.inUse--;
      settle(key, resource);
    }
  }

  /**
   * Whether all of these can be had now.
   *
   * @param kept one permit and all tokens of these are kept for somebody else
   */
  boolean areFree(Set<ResourceKey> keys, Set<ResourceKey> kept, long now) {
    for (var key : keys) {
      var resource = known.get(key);
      if (resource == null) {
        continue;
      }
      boolean isKept = kept.contains(key);
      if (!resource.hasPermit(isKept ? 1 : 0) || (isKept && resource.bucket != null)) {
        return false;
      }
      if (resource.bucket != null && resource.bucket.readyAt() - now > 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether one more could have it now, after all who already wait for it. */
  boolean hasRoom(ResourceKey key, long now) {
    var resource = known.get(key);
    if (resource == null) {
      return true;
    }
    var bucket = resource.bucket;
    return resource.hasPermit(resource.waiting)
        && (bucket == null || bucket.readyAt(resource.waiting) - now <= 0);
  }

  /** Whether anything is limited by tokens. */
  boolean hasRates() {
    return rates > 0;
  }

  /** When the last missing token of these comes, where nothing but tokens is missing. */
  OptionalLong tokensAt(Set<ResourceKey> keys) {
    var latest = OptionalLong.empty();
    for (var key : keys) {
      var resource = known.get(key);
      if (resource != null && !resource.hasPermit(0)) {
        return OptionalLong.empty();
      }
      if (resource != null && resource.bucket != null) {
        long ready = resource.bucket.readyAt();
        if (latest.isEmpty() || ready - latest.getAsLong() > 0) {
          latest = OptionalLong.of(ready);
        }
      }
    }
    return latest;
  }

  Use use(ResourceKey key) {
    var resource = known.get(key);
    return resource == null ? Use.NONE : new Use(resource.inUse, resource.waiting);
  }
}
