package dev.backlot.store;

import dev.backlot.model.BatchStanding;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which documents of a collection.
 *
 * @param user who made them; empty means anybody of the tenant
 * @param tags that they carry, all of them
 * @param from created then or later
 * @param to created before then
 * @param standings how their batches stand; empty means all, also those without a batch
 * @param batchless those without a batch count among those that stand so if their tag {@value
 *     #STATE} says this
 * @param deleted whether deleted ones too
 * @param oldestFirst in which order
 */
public record DocumentQuery(
    String kind,
    Optional<String> user,
    Map<String, String> tags,
    Optional<Instant> from,
    Optional<Instant> to,
    Set<BatchStanding> standings,
    Optional<String> batchless,
    boolean deleted,
    boolean oldestFirst) {
  /** The tag that says how something without a batch stands. */
  public static final String STATE = "state";

  public DocumentQuery {
    tags = Map.copyOf(tags);
    standings = Set.copyOf(standings);
  }

  /** All of a collection that are not deleted. */
  public static DocumentQuery of(String kind) {
    return new DocumentQuery(
        kind,
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        Optional.empty(),
        false,
        false);
  }

  public DocumentQuery by(String newUser) {
    return new DocumentQuery(
        kind, Optional.of(newUser), tags, from, to, standings, batchless, deleted, oldestFirst);
  }

  public DocumentQuery tagged(Map<String, String> newTags) {
    return new DocumentQuery(
        kind, user, newTags, from, to, standings, batchless, deleted, oldestFirst);
  }

  public DocumentQuery created(Optional<Instant> newFrom, Optional<Instant> newTo) {
    return new DocumentQuery(
        kind, user, tags, newFrom, newTo, standings, batchless, deleted, oldestFirst);
  }

  public DocumentQuery standing(Set<BatchStanding> newStandings, Optional<String> orBatchless) {
    return new DocumentQuery(
        kind, user, tags, from, to, newStandings, orBatchless, deleted, oldestFirst);
  }

  public DocumentQuery deletedToo() {
    return new DocumentQuery(kind, user, tags, from, to, standings, batchless, true, oldestFirst);
  }

  public DocumentQuery oldestFirst(boolean whether) {
    return new DocumentQuery(kind, user, tags, from, to, standings, batchless, deleted, whether);
  }
}
