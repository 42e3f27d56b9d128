package dev.backlot.runtime;

import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.model.TenantId;
import dev.backlot.model.TenantLimits;
import dev.backlot.store.Views.DayCost;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each tenant has spent today and this month (UTC), and what its open batches hold back for
 * calls on their way. Owned by the engine thread.
 */
final class TenantPurses {
  private final Map<TenantId, Purse> purses = new HashMap<>();
  private final Map<TenantId, Money> held = new HashMap<>();

  /** One tenant's money on the given day. */
  private record Purse(LocalDate day, Money today, Money month) {
    Purse on(LocalDate now) {
      if (day.equals(now)) {
        return this;
      }
      boolean sameMonth =
          day.getYear() == now.getYear() && day.getMonthValue() == now.getMonthValue();
      return new Purse(now, Money.NONE, sameMonth ? month : Money.NONE);
    }
  }

  private Purse purse(TenantId tenant, LocalDate day) {
    var known = purses.get(tenant);
    return known == null ? new Purse(day, Money.NONE, Money.NONE) : known.on(day);
  }

  /** Takes over what was paid this month before this process started; oldest first. */
  void adopt(List<DayCost> paid) {
    paid.forEach(one -> spend(one.tenant(), one.day(), one.spent()));
  }

  void spend(TenantId tenant, LocalDate day, Money amount) {
    var now = purse(tenant, day);
    purses.put(tenant, new Purse(day, now.today.plus(amount), now.month.plus(amount)));
  }

  /** A batch holds back so much more. */
  void hold(TenantId tenant, Money amount) {
    if (!amount.isNone()) {
      held.merge(tenant, amount, Money::plus);
    }
  }

  /** A batch no longer holds back so much. */
  void letGo(TenantId tenant, Money amount) {
    held.computeIfPresent(tenant, (_, now) -> now.compareTo(amount) <= 0 ? null : now.less(amount));
  }

  /** Why a call that may cost so much must not be made now; empty when it may. */
  Optional<String> refuse(TenantId tenant, TenantLimits limits, LocalDate day, Money most) {
    var purse = purse(tenant, day);
    var reserved = held.getOrDefault(tenant, Money.NONE);
    return over("today", limits.budgetDay(), purse.today, reserved, most)
        .or(() -> over("this month", limits.budgetMonth(), purse.month, reserved, most));
  }

  private static Optional<String> over(
      String when, Optional<Money> budget, Money spent, Money reserved, Money most) {
    return budget
        .filter(limit -> spent.plus(reserved).plus(most).compareTo(limit) > 0)
        .map(
            limit ->
                "the next call may cost %s; the tenant has spent %s of %s %s and %s are held back for calls on their way: raise its budget or wait, then resume"
                    .formatted(most, spent, limit, when, reserved));
  }

  /** The same as a refusal of the call. */
  static Failure refusal(String message) {
    return new Failure.Refused("budget", message);
  }
}
