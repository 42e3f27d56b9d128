package dev.backlot.model;

import java.util.Optional;

/**
 * A tenant's share of this process and how much it may have at once; what is not given is
 * unlimited.
 *
 * @param weight turns in relation to those of other tenants, 1 to {@value #WEIGHT_MAX}
 * @param items on their way at once, over all its batches
 * @param batches not ended at once
 * @param steps attempts at once, over all its batches
 * @param budgetDay the most its providers' calls may cost on a day (UTC)
 * @param budgetMonth the most they may cost in a calendar month (UTC)
 */
public record TenantLimits(
    int weight,
    Optional<Integer> items,
    Optional<Integer> batches,
    Optional<Integer> steps,
    Optional<Money> budgetDay,
    Optional<Money> budgetMonth) {
  public static final int WEIGHT_MAX = 1_000;
  public static final int WEIGHT_DEFAULT = 100;
  public static final int QUOTA_MAX = 1_000_000;

  /** What a tenant has for whom nobody said otherwise. */
  public static final TenantLimits DEFAULT =
      new TenantLimits(WEIGHT_DEFAULT, Optional.empty(), Optional.empty(), Optional.empty());

  /** Without budgets. */
  public TenantLimits(
      int weight, Optional<Integer> items, Optional<Integer> batches, Optional<Integer> steps) {
    this(weight, items, batches, steps, Optional.empty(), Optional.empty());
  }

  public TenantLimits {
    if (weight < 1 || weight > WEIGHT_MAX) {
      throw new IllegalArgumentException(
          "expected a weight from 1 to " + WEIGHT_MAX + ", but " + weight);
    }
    checkQuota("items", items);
    checkQuota("batches", batches);
    checkQuota("steps", steps);
  }

  private static void checkQuota(String name, Optional<Integer> quota) {
    if (quota.filter(most -> most < 1 || most > QUOTA_MAX).isPresent()) {
      throw new IllegalArgumentException(
          "expected " + name + " from 1 to " + QUOTA_MAX + ", but " + quota.get());
    }
  }
}
