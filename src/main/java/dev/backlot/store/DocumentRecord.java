package dev.backlot.store;

import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a dialect keeps of something that only it knows by that name: a workflow in its own words,
 * what a batch is called there. The engine carries it and never reads the body.
 *
 * @param kind which collection: {@code firefly.batch}
 * @param id unique within tenant and collection, as clients know it
 * @param creator the tenant that owns it, and who made it
 * @param batch what it stands for, once there is one
 * @param tags what lists are filtered by, besides their creator, time and batch
 * @param body JSON text
 * @param deleted whether lists leave it out unless asked
 */
public record DocumentRecord(
    String kind,
    String id,
    Caller creator,
    Optional<BatchId> batch,
    Map<String, String> tags,
    String body,
    boolean deleted,
    Instant createdAt,
    Instant updatedAt) {
  /** The longest body, in characters. */
  public static final int BODY_MAX = 8 << 20;

  public DocumentRecord {
    tags = Map.copyOf(tags);
    if (body.length() > BODY_MAX) {
      throw new IllegalArgumentException(
          "expected a body of at most " + BODY_MAX + " characters, but " + body.length());
    }
  }

  public DocumentRecord standingFor(BatchId newBatch) {
    return new DocumentRecord(
        kind, id, creator, Optional.of(newBatch), tags, body, deleted, createdAt, updatedAt);
  }

  public DocumentRecord with(Map<String, String> newTags, String newBody, Instant now) {
    return new DocumentRecord(kind, id, creator, batch, newTags, newBody, deleted, createdAt, now);
  }

  public DocumentRecord deleted(Instant now) {
    return new DocumentRecord(kind, id, creator, batch, tags, body, true, createdAt, now);
  }
}
