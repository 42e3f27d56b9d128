package dev.backlot.store.sqlite;

import dev.backlot.json.BatchJson;
import dev.backlot.json.FailureJson;
import dev.backlot.json.GateJson;
import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchState;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.ItemCounts;
import dev.backlot.model.Money;
import dev.backlot.model.RunId;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepPath;
import dev.backlot.model.TenantId;
import dev.backlot.model.Value;
import dev.backlot.store.Acknowledgement;
import dev.backlot.store.BatchOrigin;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.EventRecord;
import dev.backlot.store.GateRecord;
import dev.backlot.store.MemoKey;
import dev.backlot.store.MemoRecord;
import dev.backlot.store.RunRecord;
import dev.backlot.store.RunSummary;
import dev.backlot.store.WorkflowRecord;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Rows as records, column by name. */
final class Rows {
  private Rows() {}

  static BatchRecord batch(ResultSet row) throws SQLException {
    var settings = BatchJson.settings(Sql.parse(row.getString("settings")));
    var counts =
        new ItemCounts(
            row.getInt("pending"),
            row.getInt("running"),
            row.getInt("waiting"),
            row.getInt("succeeded"),
            row.getInt("failed"),
            row.getInt("cancelled"));
    var origin =
        new BatchOrigin(
            row.getString("name"),
            row.getString("workflow"),
            row.getInt("version"),
            Optional.ofNullable(row.getString("resume_key")),
            row.getString("publish_root"),
            integer(row, "redrive_of").map(BatchId::new));
    var state =
        new BatchState(
            BatchStatus.ofCode(row.getInt("status")),
            settings,
            counts,
            row.getInt("cursor"),
            BatchJson.progress(Sql.parse(row.getString("progress"))),
            instant(row, "created_at"),
            instant(row, "ended_at"));
    return new BatchRecord(
        new BatchId(row.getLong("id")),
        caller(row),
        origin,
        state,
        row.getInt("rejected"),
        Optional.ofNullable(row.getString("acknowledged")).map(Sql::parse).map(Rows::acknowledged),
        Instant.ofEpochMilli(row.getLong("updated_at")));
  }

  private static Acknowledgement acknowledged(JsonNode word) {
    return new Acknowledgement(
        word.path("by").asString(),
        Instant.ofEpochMilli(word.path("at").longValue()),
        word.path("note").asString(),
        word.path("failed").intValue());
  }

  static RunRecord run(ResultSet row) throws SQLException {
    return new RunRecord(
        new RunId(new BatchId(row.getLong("batch")), row.getInt("item")),
        caller(row),
        row.getString("name"),
        RunStatus.ofCode(row.getInt("status")),
        fields(row, "inputs"),
        fields(row, "outputs"),
        Optional.ofNullable(row.getString("failed_step")).flatMap(StepPath::parse),
        failure(row),
        instant(row, "started_at"),
        instant(row, "ended_at"),
        integer(row, "spent").map(Money::new),
        Instant.ofEpochMilli(row.getLong("updated_at")));
  }

  static RunSummary summary(ResultSet row) throws SQLException {
    return new RunSummary(
        row.getString("name"),
        RunStatus.ofCode(row.getInt("status")),
        failure(row),
        instant(row, "started_at"),
        instant(row, "ended_at"));
  }

  private static Optional<Failure> failure(ResultSet row) throws SQLException {
    return Optional.ofNullable(row.getString("failure")).map(Sql::parse).map(FailureJson::read);
  }

  static Asset asset(ResultSet row) throws SQLException {
    return new Asset(
        new AssetId(row.getString("sha256")),
        row.getString("media_type"),
        row.getLong("bytes"),
        row.getInt("width"),
        row.getInt("height"),
        row.getString("name"));
  }

  static WorkflowRecord workflow(ResultSet row) throws SQLException {
    return new WorkflowRecord(
        row.getString("name"),
        row.getInt("version"),
        row.getBoolean("published"),
        row.getString("description"),
        row.getString("source"),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }

  /** The events of one row of the log. */
  record EventGroup(long sequence, BatchId batch, int item, JsonNode events) {
    void forEach(TenantId tenant, Consumer<EventRecord> action) {
      var run = item == 0 ? Optional.<RunId>empty() : Optional.of(batch.run(item));
      for (int i = 0; i < events.size(); i++) {
        action.accept(new EventRecord(sequence + i, tenant, batch, run, Json.text(events.get(i))));
      }
    }
  }

  static EventGroup eventGroup(ResultSet row) throws SQLException {
    return new EventGroup(
        row.getLong("seq"),
        new BatchId(row.getLong("batch")),
        row.getInt("item"),
        Sql.parse(row.getString("body")));
  }

  static Map<String, Value> fields(ResultSet row, String column) throws SQLException {
    var text = row.getString(column);
    return text == null ? Map.of() : ValueJson.fields(Sql.parse(text));
  }

  private static Caller caller(ResultSet row) throws SQLException {
    return new Caller(new TenantId(row.getString("tenant")), row.getString("creator"));
  }

  static GateRecord gate(ResultSet row) throws SQLException {
    return new GateRecord(
        new BatchId(row.getLong("batch")).run(row.getInt("item")),
        row.getString("name"),
        path(row, "step"),
        row.getInt("round"),
        GateJson.question(Sql.parse(row.getString("question"))),
        Instant.ofEpochMilli(row.getLong("opened_at")));
  }

  static MemoRecord memo(ResultSet row) throws SQLException {
    var parts = new LinkedHashMap<String, String>();
    Sql.parse(row.getString("parts"))
        .properties()
        .forEach(part -> parts.put(part.getKey(), part.getValue().asString("")));
    return new MemoRecord(
        new MemoKey(row.getString("key")),
        parts,
        new BatchId(row.getLong("batch")).run(row.getInt("item")),
        path(row, "step"),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }

  private static StepPath path(ResultSet row, String column) throws SQLException {
    var text = row.getString(column);
    return StepPath.parse(text)
        .orElseThrow(() -> new SQLException("no place of a step: '" + text + "'"));
  }

  static Optional<Long> integer(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(number);
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }
}
