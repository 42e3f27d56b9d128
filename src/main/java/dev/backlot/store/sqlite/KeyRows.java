package dev.backlot.store.sqlite;

import dev.backlot.model.TenantId;
import dev.backlot.store.Commit;
import dev.backlot.store.KeyRecord;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Idempotency keys as rows. Each new one takes the place of two that are too old. */
final class KeyRows {
  private static final int FORGOTTEN_AT_ONCE = 2;

  private KeyRows() {}

  static void write(Connection connection, Commit.KeyUsed used) throws SQLException {
    execute(
        connection,
        "DELETE FROM idempotency_key WHERE (tenant,key) IN (SELECT tenant,key FROM idempotency_key"
            + " WHERE created_at<? ORDER BY created_at LIMIT ?)",
        oldest(used.at(), used.kept()),
        FORGOTTEN_AT_ONCE);
    execute(
        connection,
        "INSERT OR REPLACE INTO"
            + " idempotency_key(tenant,key,creator,fingerprint,resource,created_at)"
            + " VALUES(?,?,?,?,?,?)",
        used.caller().tenant().value(),
        used.key(),
        used.caller().user(),
        used.fingerprint(),
        used.resource(),
        used.at().toEpochMilli());
  }

  private static long oldest(Instant now, Duration kept) {
    return now.minus(kept).toEpochMilli();
  }

  static void write(Connection connection, Commit.KeyAnswered answered) throws SQLException {
    var answer = answered.answer();
    execute(
        connection,
        "UPDATE idempotency_key SET status=?,location=?,body=? WHERE tenant=? AND key=?",
        answer.status(),
        answer.location().orElse(null),
        answer.body(),
        answered.tenant().value(),
        answered.key());
  }

  private static void execute(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      Sql.bind(statement, values);
      statement.executeUpdate();
    }
  }

  static Optional<KeyRecord> read(
      Connection connection, TenantId tenant, String key, Instant notBefore) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT * FROM idempotency_key WHERE tenant=? AND key=? AND created_at>=?")) {
      Sql.bind(statement, tenant.value(), key, notBefore.toEpochMilli());
      try (var row = statement.executeQuery()) {
        return row.next() ? Optional.of(record(row)) : Optional.empty();
      }
    }
  }

  private static KeyRecord record(ResultSet row) throws SQLException {
    var body = Optional.ofNullable(row.getString("body"));
    int status = row.getInt("status");
    var location = Optional.ofNullable(row.getString("location"));
    return new KeyRecord(
        row.getString("key"),
        row.getString("fingerprint"),
        row.getString("resource"),
        body.map(text -> new KeyRecord.Answer(status, location, text)),
        Instant.ofEpochMilli(row.getLong("created_at")));
  }

  static int count(Connection connection, TenantId tenant) throws SQLException {
    try (var statement =
        connection.prepareStatement("SELECT count(*) FROM idempotency_key WHERE tenant=?")) {
      Sql.bind(statement, tenant.value());
      try (var row = statement.executeQuery()) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }
}
