package dev.backlot.surface.wiserows;

import dev.backlot.json.Json;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.DocumentRecord;
import java.util.Map;
import java.util.Optional;

/** Batches that were started in other dialects: a job each, by the batch's own id. */
final class Elsewhere {
  private Elsewhere() {}

  static DocumentRecord job(BatchRecord batch) {
    var created = batch.id().createdAt();
    return new DocumentRecord(
        Definition.JOB,
        batch.id().toString(),
        batch.creator(),
        Optional.of(batch.id()),
        Map.of(),
        Json.MAPPER.writeValueAsString(new Definition.Job("", batch.origin().name())),
        false,
        created,
        created);
  }
}
