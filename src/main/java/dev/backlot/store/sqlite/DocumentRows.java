package dev.backlot.store.sqlite;

import dev.backlot.model.BatchId;
import dev.backlot.model.BatchStanding;
import dev.backlot.model.Caller;
import dev.backlot.model.TenantId;
import dev.backlot.store.DocumentQuery;
import dev.backlot.store.DocumentRecord;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Documents of dialects as rows. */
final class DocumentRows {
  private DocumentRows() {}

  static void write(Connection connection, DocumentRecord document) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "INSERT INTO document(tenant,kind,id,creator,batch,body,deleted,created_at,updated_at)"
                + " VALUES(?,?,?,?,?,?,?,?,?) ON CONFLICT(tenant,kind,id) DO UPDATE SET"
                + " batch=excluded.batch,body=excluded.body,deleted=excluded.deleted,"
                + "updated_at=excluded.updated_at RETURNING number")) {
      SqliteJournal.bind(
          statement,
          document.creator().tenant().value(),
          document.kind(),
          document.id(),
          document.creator().user(),
          document.batch().map(BatchId::number).orElse(null),
          document.body(),
          document.deleted(),
          document.createdAt().toEpochMilli(),
          document.updatedAt().toEpochMilli());
      try (var row = statement.executeQuery()) {
        row.next();
        writeTags(connection, row.getLong(1), document.tags());
      }
    }
  }

  private static void writeTags(Connection connection, long number, Map<String, String> tags)
      throws SQLException {
    try (var clearing = connection.prepareStatement("DELETE FROM document_tag WHERE document=?");
        var adding =
            connection.prepareStatement(
                "INSERT INTO document_tag(document,name,value) VALUES(?,?,?)")) {
      SqliteJournal.bind(clearing, number);
      clearing.executeUpdate();
      for (var tag : tags.entrySet()) {
        SqliteJournal.bind(adding, number, tag.getKey(), tag.getValue());
        adding.executeUpdate();
      }
    }
  }

  static Optional<DocumentRecord> read(
      Connection connection, TenantId tenant, String kind, String id) throws SQLException {
    return read(
            connection,
            "SELECT * FROM document WHERE tenant=? AND kind=? AND id=?",
            List.of(tenant.value(), kind, id))
        .stream()
        .findFirst();
  }

  static Optional<DocumentRecord> read(Connection connection, BatchId batch) throws SQLException {
    return read(connection, "SELECT * FROM document WHERE batch=?", List.of(batch.number()))
        .stream()
        .findFirst();
  }

  /** Newest first, after so many, those before the given one. */
  static List<DocumentRecord> list(
      Connection connection,
      TenantId tenant,
      DocumentQuery query,
      Optional<String> before,
      long skipped,
      int limit)
      throws SQLException {
    var condition = Condition.of(tenant, query);
    before.ifPresent(
        id ->
            condition.and(
                "d.number<(SELECT number FROM document WHERE tenant=? AND kind=? AND id=?)",
                tenant.value(),
                query.kind(),
                id));
    var values = new ArrayList<Object>(condition.values);
    values.add(limit);
    values.add(skipped);
    return read(
        connection,
        "SELECT d.* FROM document AS d"
            + condition.join
            + " WHERE "
            + condition.sql
            + " ORDER BY d.number DESC LIMIT ? OFFSET ?",
        values);
  }

  static long count(Connection connection, TenantId tenant, DocumentQuery query)
      throws SQLException {
    var condition = Condition.of(tenant, query);
    try (var statement =
        connection.prepareStatement(
            "SELECT count(*) FROM document AS d" + condition.join + " WHERE " + condition.sql)) {
      bind(statement, condition.values);
      try (var row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0L;
      }
    }
  }

  /** A query as SQL, its values in order. */
  private static final class Condition {
    private final StringBuilder sql = new StringBuilder("d.tenant=? AND d.kind=?");
    private final List<Object> values = new ArrayList<>();
    private String join = "";

    static Condition of(TenantId tenant, DocumentQuery query) {
      var condition = new Condition();
      condition.values.add(tenant.value());
      condition.values.add(query.kind());
      query.user().ifPresent(user -> condition.and("d.creator=?", user));
      query.from().ifPresent(from -> condition.and("d.created_at>=?", from.toEpochMilli()));
      query.to().ifPresent(to -> condition.and("d.created_at<?", to.toEpochMilli()));
      if (!query.deleted()) {
        condition.and("d.deleted=0");
      }
      query
          .tags()
          .forEach(
              (name, value) ->
                  condition.and(
                      "EXISTS(SELECT 1 FROM document_tag AS t WHERE t.document=d.number AND"
                          + " t.name=? AND t.value=?)",
                      name,
                      value));
      if (!query.standings().isEmpty() || query.batchless()) {
        condition.join = " LEFT JOIN batch AS b ON b.id=d.batch";
        condition.and(standings(query));
      }
      return condition;
    }

    private void and(String more, Object... given) {
      sql.append(" AND ").append(more);
      values.addAll(List.of(given));
    }
  }

  private static String standings(DocumentQuery query) {
    var some =
        query.standings().stream().map(DocumentRows::standing).collect(Collectors.joining(" OR "));
    var none = query.batchless() ? "d.batch IS NULL" : "";
    var both = some.isEmpty() || none.isEmpty() ? some + none : some + " OR " + none;
    return "(" + both + ")";
  }

  /** The rules of {@link BatchStanding#of}. */
  private static String standing(BatchStanding standing) {
    var goesOn = "json_extract(b.settings,'$.continue_on_error')";
    return switch (standing) {
      case PENDING -> "(b.status=0 OR (b.status=1 AND b.cursor=0))";
      case ACTIVE -> "(b.status=4 OR (b.status=1 AND b.cursor>0))";
      case PAUSED -> "b.status=2";
      case CANCELLED -> "b.status IN (3,7)";
      case SUCCEEDED -> "b.status=5";
      case PARTLY_SUCCEEDED -> "(b.status=6 AND b.succeeded>0 AND " + goesOn + ")";
      case FAILED -> "(b.status=6 AND NOT (b.succeeded>0 AND " + goesOn + "))";
    };
  }

  private static List<DocumentRecord> read(Connection connection, String sql, List<?> values)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql);
        var tags =
            connection.prepareStatement("SELECT name,value FROM document_tag WHERE document=?")) {
      bind(statement, values);
      try (var rows = statement.executeQuery()) {
        var found = new ArrayList<DocumentRecord>();
        while (rows.next()) {
          found.add(record(rows, tags(tags, rows.getLong("number"))));
        }
        return found;
      }
    }
  }

  private static void bind(PreparedStatement statement, List<?> values) throws SQLException {
    SqliteJournal.bind(statement, values.toArray());
  }

  private static Map<String, String> tags(PreparedStatement statement, long document)
      throws SQLException {
    SqliteJournal.bind(statement, document);
    var tags = new HashMap<String, String>();
    try (var rows = statement.executeQuery()) {
      while (rows.next()) {
        tags.put(rows.getString(1), rows.getString(2));
      }
    }
    return tags;
  }

  private static DocumentRecord record(ResultSet row, Map<String, String> tags)
      throws SQLException {
    return new DocumentRecord(
        row.getString("kind"),
        row.getString("id"),
        new Caller(new TenantId(row.getString("tenant")), row.getString("creator")),
        Rows.integer(row, "batch").map(BatchId::new),
        tags,
        row.getString("body"),
        row.getInt("deleted") != 0,
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("updated_at")));
  }
}
