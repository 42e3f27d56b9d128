package dev.backlot.engine.schedule;

import dev.backlot.model.BatchId;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.TenantId;
import java.util.Set;

/**
 * What somebody waits for, and what counts for its turn.
 *
 * @param pool whose slot it needs: its number in the room
 * @param weight of its batch among its tenant's
 * @param finished how many steps of its run had finished when it came: more goes first in a batch
 * @param item its place in the batch: of equally far ones the earlier goes first
 * @param keys the resources it holds while it runs, whether anybody limits them or not
 */
public record Claim(
    int pool,
    TenantId tenant,
    BatchId batch,
    int weight,
    int finished,
    int item,
    Set<ResourceKey> keys) {
  public Claim {
    keys = Set.copyOf(keys);
  }
}
