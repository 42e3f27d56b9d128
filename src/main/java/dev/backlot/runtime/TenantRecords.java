package dev.backlot.runtime;

import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Caller;
import dev.backlot.model.Value;
import dev.backlot.step.Records;
import dev.backlot.store.DocumentRecord;
import java.time.InstantSource;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** A tenant's records are documents of one kind, whose bodies hold fields and marks. */
final class TenantRecords implements Records {
  private final Documents documents;
  private final Caller caller;
  private final InstantSource clock;

  TenantRecords(Documents documents, Caller caller, InstantSource clock) {
    this.documents = documents;
    this.caller = caller;
    this.clock = clock;
  }

  @Override
  public boolean set(String id, Map<String, Value> fields, Map<String, Value> marks) {
    var changing =
        documents.change(
            caller,
            Documents.RECORD,
            id,
            record ->
                record.deleted()
                    ? new Documents.Changing.Unknown()
                    : new Documents.Changing.Changed(with(record, fields, marks)));
    return changing instanceof Documents.Changing.Changed;
  }

  private DocumentRecord with(
      DocumentRecord record, Map<String, Value> fields, Map<String, Value> marks) {
    var body = (ObjectNode) Json.MAPPER.readTree(record.body());
    body.withObjectProperty("fields").setAll(ValueJson.node(fields));
    body.withObjectProperty("marks").setAll(ValueJson.node(marks));
    return record.with(record.tags(), Json.text(body), clock.instant());
  }
}
