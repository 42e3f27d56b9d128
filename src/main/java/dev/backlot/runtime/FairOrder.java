package dev.backlot.runtime;

import dev.backlot.model.BatchId;
import dev.backlot.model.TenantId;
import java.util.Optional;

/** Who goes next among the batches that could start an item now. Guarded by its caller. */
interface FairOrder {
  /** The batch could start an item; nothing happens when it is known already. */
  void enter(TenantId tenant, BatchId batch);

  /** The batch has nothing to start, or is at its limit. */
  void leave(BatchId batch);

  boolean isEmpty();

  /** Forgets a batch that has ended. */
  void forget(BatchId batch);

  /** The one whose turn it is; it stays in, charged for one item. */
  Optional<BatchId> pick();
}
