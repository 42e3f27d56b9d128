package dev.backlot.runtime;

import dev.backlot.model.BatchState;
import dev.backlot.model.Money;
import dev.backlot.store.Commit;
import dev.backlot.store.Views;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * What batches and their tenants may spend, have spent, and hold back for calls on their way. Owned
 * by the engine thread.
 */
final class Budgets {
  private final TenantLoads loads;
  private final TenantPurses purses = new TenantPurses();

  Budgets(TenantLoads loads) {
    this.loads = loads;
  }

  /** Takes over what was paid this month before; oldest first. */
  void adopt(List<Views.DayCost> paid) {
    purses.adopt(paid);
  }

  void open(LiveBatch batch) {
    purses.hold(batch.creator.tenant(), batch.state.progress().reserved());
  }

  void close(LiveBatch batch) {
    purses.letGo(batch.creator.tenant(), batch.state.progress().reserved());
  }

  /** Why a call that may cost so much is not made; empty when it fits into every budget. */
  Optional<String> refuse(LiveBatch batch, Money most, Instant now) {
    var tenant = batch.creator.tenant();
    return ofBatch(batch, most)
        .or(() -> purses.refuse(tenant, loads.limits(tenant), day(now), most));
  }

  private static Optional<String> ofBatch(LiveBatch batch, Money most) {
    var progress = batch.state.progress();
    return batch
        .state
        .settings()
        .budget()
        .filter(
            budget -> progress.spent().plus(progress.reserved()).plus(most).compareTo(budget) > 0)
        .map(
            budget ->
                "the next call may cost %s; %s of %s are spent and %s are held back for calls on their way: raise the budget, then resume"
                    .formatted(most, progress.spent(), budget, progress.reserved()));
  }

  /** What an event moved in its batch's books moves in those of its tenant. */
  void account(LiveBatch batch, BatchState.Progress before, Group group, Instant now) {
    var after = batch.state.progress();
    var tenant = batch.creator.tenant();
    purses.hold(tenant, after.reserved().less(before.reserved()));
    purses.letGo(tenant, before.reserved().less(after.reserved()));
    var paid = after.spent().less(before.spent());
    if (!paid.isNone()) {
      purses.spend(tenant, day(now), paid);
      group.rows().paid.add(new Commit.Paid(tenant, day(now), paid));
    }
  }

  private static LocalDate day(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }
}
