package dev.backlot.engine.schedule;

import dev.backlot.model.TenantId;
import dev.backlot.model.TenantLimits;

/** A tenant as the waiting room knows it. */
final class Guest {
  private final TenantId id;
  private TenantLimits limits = TenantLimits.DEFAULT;
  int running;
  int waiting;

  Guest(TenantId id) {
    this.id = id;
  }

  TenantId id() {
    return id;
  }

  int weight() {
    return limits.weight();
  }

  void limit(TenantLimits newLimits) {
    limits = newLimits;
  }

  /** Whether as many of its attempts run as may run at once. */
  boolean isHeld() {
    return limits.steps().filter(most -> running >= most).isPresent();
  }

  boolean isForgotten() {
    return running == 0 && waiting == 0 && limits.equals(TenantLimits.DEFAULT);
  }
}
