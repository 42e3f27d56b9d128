package dev.backlot.store;

import dev.backlot.model.BatchStanding;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which batches of a tenant.
 *
 * @param user who created them; empty means anybody
 * @param standings how they stand; empty means all
 * @param workflow of this workflow, whatever its version
 * @param name with exactly this name
 * @param from created then or later
 * @param to created before then
 */
public record BatchQuery(
    Optional<String> user,
    Set<BatchStanding> standings,
    Optional<String> workflow,
    Optional<String> name,
    Optional<Instant> from,
    Optional<Instant> to) {
  public BatchQuery {
    standings = Set.copyOf(standings);
  }
}
