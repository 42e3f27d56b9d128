package dev.backlot.engine.schedule;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Those who wait in one place, in two orders: by the turns they took anywhere in the pool, and by
 * those they took here. While slots are what is scarce the first one is fair. Where a limit is
 * scarce it would be unfair: whoever uses the pool a lot elsewhere would never have a turn here.
 */
final class Places<K> {
  private final Ledger<K> pool;
  private final Ledger.Line<K> poolLine = new Ledger.Line<>();
  private final @Nullable Ledger<K> own;
  private final Ledger.Line<K> ownLine = new Ledger.Line<>();

  /**
   * An empty place.
   *
   * @param limited whether something else than slots can become scarce here
   */
  Places(Ledger<K> pool, boolean limited) {
    this.pool = pool;
    this.own = limited ? new Ledger<>() : null;
  }

  void enter(K key, int weight) {
    pool.enter(poolLine, key, weight);
    if (own != null) {
      own.enter(ownLine, key, weight);
    }
  }

  void leave(K key) {
    pool.leave(poolLine, key);
    if (own != null) {
      own.leave(ownLine, key);
    }
  }

  /** Where the own order is concerned; the pool's is weighed by the pool. */
  void weigh(K key, int weight) {
    if (own != null) {
      own.weigh(key, weight);
    }
  }

  /** Takes a turn here; the pool's own account is charged by the pool. */
  void charge(K key) {
    if (own != null) {
      own.charge(key);
    }
  }

  boolean isEmpty() {
    return poolLine.isEmpty();
  }

  /** Whose turn it is; only where there is somebody. */
  K first(boolean scarce) {
    var line = scarce && own != null ? ownLine : poolLine;
    return Objects.requireNonNull(line.first(), "nobody waits here").key;
  }

  boolean has(K key) {
    return pool.isIn(poolLine, key);
  }
}
