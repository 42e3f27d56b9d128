package dev.backlot.store.sqlite;

import dev.backlot.json.Json;
import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.TenantId;
import dev.backlot.store.Commit;
import dev.backlot.store.DeliveryRecord;
import dev.backlot.store.WebhookRecord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Webhooks and their deliveries as rows. */
final class WebhookRows {
  private WebhookRows() {}

  static void write(Connection connection, Commit.WebhookSaved saved) throws SQLException {
    write(connection, saved.webhook());
    if (saved.delivery().isPresent()) {
      write(connection, saved.webhook().creator(), saved.delivery().get(), saved.kept());
    }
  }

  private static void write(Connection connection, WebhookRecord webhook) throws SQLException {
    var subject = webhook.subject();
    var progress = webhook.progress();
    var old = webhook.secrets().old();
    execute(
        connection,
        "INSERT OR REPLACE INTO webhook(id,tenant,creator,url,description,events,batch,enabled,"
            + "disabled_reason,secret,old_secret,old_secret_until,cursor,attempts,due_at,"
            + "failing_since,short_form,created_at,updated_at,once_for)"
            + " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        webhook.id(),
        webhook.creator().tenant().value(),
        webhook.creator().user(),
        subject.url(),
        subject.description(),
        Json.text(Json.MAPPER.valueToTree(subject.events())),
        subject.batch().map(BatchId::number).orElse(null),
        webhook.enabled(),
        webhook.disabledReason().orElse(null),
        webhook.secrets().current(),
        old.map(WebhookRecord.Secrets.Old::secret).orElse(null),
        old.map(one -> one.until().toEpochMilli()).orElse(null),
        progress.cursor(),
        progress.attempts(),
        millis(progress.due()),
        millis(progress.failingSince()),
        progress.shortForm(),
        webhook.createdAt().toEpochMilli(),
        webhook.updatedAt().toEpochMilli(),
        subject.onceFor().orElse(null));
  }

  private static void write(
      Connection connection, Caller creator, DeliveryRecord delivery, int kept)
      throws SQLException {
    execute(
        connection,
        "INSERT OR REPLACE INTO delivery(webhook,number,tenant,creator,reason,message,event,"
            + "sequence,attempt,status,answer,duration_ms,at,next_at)"
            + " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        delivery.webhook(),
        delivery.number(),
        creator.tenant().value(),
        creator.user(),
        delivery.reason(),
        delivery.message(),
        delivery.event(),
        delivery.sequence().orElse(null),
        delivery.attempt(),
        delivery.status().orElse(null),
        delivery.answer(),
        delivery.durationMs(),
        delivery.at().toEpochMilli(),
        millis(delivery.next()));
    execute(
        connection,
        "DELETE FROM delivery WHERE webhook=? AND number<=?",
        delivery.webhook(),
        delivery.number() - kept);
  }

  static void delete(Connection connection, String id) throws SQLException {
    execute(connection, "DELETE FROM webhook WHERE id=?", id);
    execute(connection, "DELETE FROM delivery WHERE webhook=?", id);
  }

  private static @Nullable Long millis(Optional<Instant> at) {
    return at.map(Instant::toEpochMilli).orElse(null);
  }

  private static void execute(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      Sql.bind(statement, values);
      statement.executeUpdate();
    }
  }

  static WebhookRecord webhook(ResultSet row) throws SQLException {
    var events = Sql.parse(row.getString("events"));
    var subject =
        new WebhookRecord.Subject(
            row.getString("url"),
            row.getString("description"),
            events.valueStream().map(event -> event.asString("")).toList(),
            Rows.integer(row, "batch").map(BatchId::new),
            Optional.ofNullable(row.getString("once_for")));
    var until = instant(row, "old_secret_until");
    var old =
        Optional.ofNullable(row.getString("old_secret"))
            .flatMap(secret -> until.map(at -> new WebhookRecord.Secrets.Old(secret, at)));
    var progress =
        new WebhookRecord.Progress(
            row.getLong("cursor"),
            row.getInt("attempts"),
            instant(row, "due_at"),
            instant(row, "failing_since"),
            row.getBoolean("short_form"));
    return new WebhookRecord(
        row.getString("id"),
        new Caller(new TenantId(row.getString("tenant")), row.getString("creator")),
        subject,
        new WebhookRecord.Secrets(row.getString("secret"), old),
        row.getBoolean("enabled"),
        Optional.ofNullable(row.getString("disabled_reason")),
        progress,
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("updated_at")));
  }

  static DeliveryRecord delivery(ResultSet row) throws SQLException {
    return new DeliveryRecord(
        row.getString("webhook"),
        row.getLong("number"),
        row.getString("reason"),
        row.getString("message"),
        row.getString("event"),
        Rows.integer(row, "sequence"),
        row.getInt("attempt"),
        Rows.integer(row, "status").map(Math::toIntExact),
        row.getString("answer"),
        row.getLong("duration_ms"),
        Instant.ofEpochMilli(row.getLong("at")),
        instant(row, "next_at"));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Rows.integer(row, column).map(Instant::ofEpochMilli);
  }
}
