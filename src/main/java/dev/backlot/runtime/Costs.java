package dev.backlot.runtime;

import dev.backlot.model.Caller;
import dev.backlot.store.Views;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/** What was paid, by day. Thread-safe. */
public final class Costs {
  /** The most days that one question may span. */
  public static final int DAYS_MAX = 366;

  private final Views views;
  private final InstantSource clock;

  Costs(Views views, InstantSource clock) {
    this.views = views;
    this.clock = clock;
  }

  /** The day it is (UTC). */
  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /**
   * What the caller's tenant paid on each day of a span, both ends included; days without costs are
   * left out.
   *
   * @throws IllegalArgumentException when the span is longer than {@value #DAYS_MAX} days
   */
  public List<Views.DayCost> days(Caller caller, LocalDate from, LocalDate to) {
    if (to.toEpochDay() - from.toEpochDay() >= DAYS_MAX) {
      throw new IllegalArgumentException("expected at most " + DAYS_MAX + " days");
    }
    return views.costs(caller.tenant(), from, to);
  }
}
