package dev.backlot.store.sqlite;

import dev.backlot.model.BatchId;
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

/** Documents of dialects as rows. */
final class DocumentRows {
  private static final String FROM = " FROM document AS d";

  private static final String TAGGED =
      "EXISTS(SELECT 1 FROM document_tag AS t WHERE t.document=d.number AND t.name=? AND"
          + " t.value=?)";

  private DocumentRows() {}

  static void write(Connection connection, DocumentRecord document) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "INSERT INTO document(tenant,kind,id,creator,batch,body,deleted,created_at,updated_at)"
                + " VALUES(?,?,?,?,?,?,?,?,?) ON CONFLICT(tenant,kind,id) DO UPDATE SET"
                + " batch=excluded.batch,body=excluded.body,deleted=excluded.deleted,"
                + "updated_at=excluded.updated_at RETURNING number")) {
      Sql.bind(
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
      Sql.bind(clearing, number);
      clearing.executeUpdate();
      for (var tag : tags.entrySet()) {
        Sql.bind(adding, number, tag.getKey(), tag.getValue());
        adding.executeUpdate();
      }
    }
  }

  static Optional<DocumentRecord> read(
      Connection connection, TenantId tenant, String kind, String id) throws SQLException {
    return read(
            connection,
            "SELECT * FROM document WHERE tenant=? AND kind=? AND id=?",
            tenant.value(),
            kind,
            id)
        .stream()
        .findFirst();
  }

  static Optional<DocumentRecord> read(Connection connection, BatchId batch) throws SQLException {
    return read(connection, "SELECT * FROM document WHERE batch=?", batch.number()).stream()
        .findFirst();
  }

  static List<DocumentRecord> read(Connection connection, TenantId tenant, List<BatchId> batches)
      throws SQLException {
    return read(
        connection,
        "SELECT d.* FROM json_each(?) AS w CROSS JOIN document AS d ON d.batch=w.value WHERE"
            + " d.tenant=?",
        FirstItems.numbers(batches),
        tenant.value());
  }

  static List<DocumentRecord> all(Connection connection, String kind, int limit)
      throws SQLException {
    return read(
        connection,
        "SELECT * FROM document WHERE kind=? AND deleted=0 ORDER BY number LIMIT ?",
        kind,
        limit);
  }

  /** In the query's order those behind the given one, after so many more. */
  static List<DocumentRecord> list(
      Connection connection,
      TenantId tenant,
      DocumentQuery query,
      Optional<String> behind,
      long skipped,
      int limit)
      throws SQLException {
    long length =
        behind.isEmpty() && isTallied(query)
            ? Tally.of(connection, tenant, tally(query))
            : NearerEnd.UNKNOWN;
    return NearerEnd.of(length, skipped, limit)
        .read(
            query.oldestFirst(),
            (oldestFirst, from, most) ->
                page(connection, tenant, query.oldestFirst(oldestFirst), behind, from, most));
  }

  /** What is skipped is skipped in the index; only what is shown is read. */
  private static List<DocumentRecord> page(
      Connection connection,
      TenantId tenant,
      DocumentQuery query,
      Optional<String> behind,
      long skipped,
      long limit)
      throws SQLException {
    var conditions = conditions(tenant, query);
    behind.ifPresent(
        id ->
            conditions.and(
                "d.number"
                    + (query.oldestFirst() ? ">" : "<")
                    + "(SELECT number FROM document WHERE tenant=? AND kind=? AND id=?)",
                tenant.value(),
                query.kind(),
                id));
    var order = query.oldestFirst() ? " ASC" : " DESC";
    return read(
        connection,
        "SELECT * FROM document WHERE number IN (SELECT d.number"
            + from(query)
            + conditions.sql()
            + " ORDER BY d.number"
            + order
            + " LIMIT ? OFFSET ?) ORDER BY number"
            + order,
        conditions.values(limit, skipped));
  }

  /** Whether triggers count these: all that are not deleted, newest first. */
  private static boolean isTallied(DocumentQuery query) {
    return query.equals(DocumentQuery.of(query.kind()));
  }

  private static String tally(DocumentQuery query) {
    return "kept:" + query.kind();
  }

  static long count(Connection connection, TenantId tenant, DocumentQuery query)
      throws SQLException {
    if (isTallied(query)) {
      return Tally.of(connection, tenant, tally(query));
    }
    var conditions = conditions(tenant, query);
    try (var statement =
        connection.prepareStatement("SELECT count(*)" + from(query) + conditions.sql())) {
      Sql.bind(statement, conditions.values());
      try (var row = statement.executeQuery()) {
        return row.next() ? row.getLong(1) : 0L;
      }
    }
  }

  /** Batches are looked up only where it matters how they stand. */
  private static String from(DocumentQuery query) {
    return query.standings().isEmpty()
        ? FROM + " WHERE "
        : FROM + " LEFT JOIN batch AS b ON b.id=d.batch WHERE ";
  }

  private static Conditions conditions(TenantId tenant, DocumentQuery query) {
    var conditions =
        new Conditions("d.tenant=? AND d.kind=?", tenant.value(), query.kind())
            .and("d.creator=?", query.user())
            .and("d.created_at>=?", query.from().map(Instant::toEpochMilli))
            .and("d.created_at<?", query.to().map(Instant::toEpochMilli));
    if (!query.deleted()) {
      conditions.and("d.deleted=0");
    }
    query.tags().forEach((name, value) -> conditions.and(TAGGED, name, value));
    if (!query.standings().isEmpty() || query.batchless().isPresent()) {
      standings(conditions, query);
    }
    return conditions;
  }

  private static void standings(Conditions conditions, DocumentQuery query) {
    var some = query.standings().isEmpty() ? "0" : StandingSql.of(query.standings());
    query
        .batchless()
        .ifPresentOrElse(
            state ->
                conditions.and(
                    "(" + some + " OR (d.batch IS NULL AND " + TAGGED + "))",
                    DocumentQuery.STATE,
                    state),
            () -> conditions.and(some));
  }

  private static List<DocumentRecord> read(Connection connection, String sql, Object... values)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql);
        var tags =
            connection.prepareStatement("SELECT name,value FROM document_tag WHERE document=?")) {
      Sql.bind(statement, values);
      try (var rows = statement.executeQuery()) {
        var found = new ArrayList<DocumentRecord>();
        while (rows.next()) {
          found.add(record(rows, tags(tags, rows.getLong("number"))));
        }
        return found;
      }
    }
  }

  private static Map<String, String> tags(PreparedStatement statement, long document)
      throws SQLException {
    Sql.bind(statement, document);
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
