package dev.backlot.store;

import dev.backlot.model.BatchId;
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
 * @param since this one and newer ones
 * @param before older than this one
 * @param single whether only those of one item
 * @param without those that no document of this kind stands for
 * @param oldestFirst in which order
 */
public record BatchQuery(
    Optional<String> user,
    Set<BatchStanding> standings,
    Optional<String> workflow,
    Optional<String> name,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<BatchId> since,
    Optional<BatchId> before,
    boolean single,
    Optional<String> without,
    boolean oldestFirst) {
  public static final BatchQuery ALL =
      new BatchQuery(
          Optional.empty(),
          Set.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          false,
          Optional.empty(),
          false);

  public BatchQuery {
    standings = Set.copyOf(standings);
  }

  public BatchQuery by(Optional<String> newUser) {
    return new BatchQuery(
        newUser, standings, workflow, name, from, to, since, before, single, without, oldestFirst);
  }

  public BatchQuery standing(Set<BatchStanding> newStandings) {
    return new BatchQuery(
        user, newStandings, workflow, name, from, to, since, before, single, without, oldestFirst);
  }

  public BatchQuery of(Optional<String> newWorkflow) {
    return new BatchQuery(
        user, standings, newWorkflow, name, from, to, since, before, single, without, oldestFirst);
  }

  public BatchQuery named(Optional<String> newName) {
    return new BatchQuery(
        user, standings, workflow, newName, from, to, since, before, single, without, oldestFirst);
  }

  public BatchQuery created(Optional<Instant> newFrom, Optional<Instant> newTo) {
    return new BatchQuery(
        user,
        standings,
        workflow,
        name,
        newFrom,
        newTo,
        since,
        before,
        single,
        without,
        oldestFirst);
  }

  public BatchQuery olderThan(Optional<BatchId> newBefore) {
    return new BatchQuery(
        user, standings, workflow, name, from, to, since, newBefore, single, without, oldestFirst);
  }

  public BatchQuery since(Optional<BatchId> newSince) {
    return new BatchQuery(
        user, standings, workflow, name, from, to, newSince, before, single, without, oldestFirst);
  }

  /** Only batches of one item. */
  public BatchQuery ofOne() {
    return new BatchQuery(
        user, standings, workflow, name, from, to, since, before, true, without, oldestFirst);
  }

  public BatchQuery withoutDocument(String kind) {
    return new BatchQuery(
        user,
        standings,
        workflow,
        name,
        from,
        to,
        since,
        before,
        single,
        Optional.of(kind),
        oldestFirst);
  }

  public BatchQuery oldestFirst(boolean whether) {
    return new BatchQuery(
        user, standings, workflow, name, from, to, since, before, single, without, whether);
  }
}
