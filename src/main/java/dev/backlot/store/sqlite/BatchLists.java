package dev.backlot.store.sqlite;

import dev.backlot.model.BatchId;
import dev.backlot.model.BatchStatus;
import dev.backlot.model.TenantId;
import dev.backlot.store.BatchQuery;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.BatchStretch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Reads batches: one, and lists page by page. */
final class BatchLists {
  private BatchLists() {}

  static Optional<BatchRecord> one(Connection connection, TenantId tenant, BatchId batch)
      throws SQLException {
    return Sql.first(
        connection,
        "SELECT * FROM batch WHERE id=? AND tenant=?",
        Rows::batch,
        batch.number(),
        tenant.value());
  }

  static Optional<BatchRecord> one(Connection connection, BatchId batch) throws SQLException {
    return Sql.first(connection, "SELECT * FROM batch WHERE id=?", Rows::batch, batch.number());
  }

  static Optional<BatchRecord> resumable(Connection connection, TenantId tenant, String resumeKey)
      throws SQLException {
    return Sql.first(
        connection,
        "SELECT * FROM batch WHERE tenant=? AND resume_key=? AND status BETWEEN 1 AND 4 ORDER BY id"
            + " DESC LIMIT 1",
        Rows::batch,
        tenant.value(),
        resumeKey);
  }

  static Optional<BatchRecord> latest(Connection connection, TenantId tenant, String resumeKey)
      throws SQLException {
    return Sql.first(
        connection,
        "SELECT * FROM batch WHERE tenant=? AND resume_key=? ORDER BY id DESC LIMIT 1",
        Rows::batch,
        tenant.value(),
        resumeKey);
  }

  static long greatest(Connection connection) throws SQLException {
    return Sql.first(connection, "SELECT coalesce(max(id),0) FROM batch", row -> row.getLong(1))
        .orElse(0L);
  }

  static List<BatchRecord> open(Connection connection) throws SQLException {
    return Sql.list(connection, "SELECT * FROM batch WHERE status<5 ORDER BY id", Rows::batch);
  }

  static List<BatchRecord> list(
      Connection connection,
      TenantId tenant,
      Optional<BatchStatus> status,
      Optional<BatchId> redriveOf,
      Optional<BatchId> before,
      int limit)
      throws SQLException {
    var conditions =
        new Conditions(
                "tenant=? AND id<?",
                tenant.value(),
                before.map(BatchId::number).orElse(Long.MAX_VALUE))
            .and("status=?", status.map(BatchStatus::code))
            .and("redrive_of=?", redriveOf.map(BatchId::number));
    return Sql.list(
        connection,
        "SELECT * FROM batch WHERE " + conditions.sql() + " ORDER BY id DESC LIMIT ?",
        Rows::batch,
        conditions.values(limit));
  }

  static List<BatchRecord> list(
      Connection connection, TenantId tenant, BatchQuery query, long skipped, int limit)
      throws SQLException {
    return NearerEnd.of(length(connection, tenant, query), skipped, limit)
        .read(
            query.oldestFirst(),
            (oldestFirst, from, most) ->
                read(connection, tenant, query.oldestFirst(oldestFirst), from, most));
  }

  /**
   * Of a list whose newest come first: what is created meanwhile moves nothing as seen from its
   * end.
   */
  private static long length(Connection connection, TenantId tenant, BatchQuery query)
      throws SQLException {
    var counted = query.oldestFirst() ? Optional.<String>empty() : tally(query);
    return counted.isPresent() ? Tally.of(connection, tenant, counted.get()) : NearerEnd.UNKNOWN;
  }

  private static List<BatchRecord> read(
      Connection connection, TenantId tenant, BatchQuery query, long skipped, long limit)
      throws SQLException {
    var wanted = BatchSql.of(tenant, query);
    return Sql.list(
        connection,
        "SELECT * FROM batch WHERE id IN ("
            + wanted.ids(query)
            + " LIMIT ? OFFSET ?) ORDER BY id"
            + BatchSql.order(query),
        Rows::batch,
        wanted.conditions().values(limit, skipped));
  }

  static BatchStretch stretch(Connection connection, TenantId tenant, BatchQuery query, long most)
      throws SQLException {
    var wanted = BatchSql.of(tenant, query);
    return Sql.list(
            connection,
            "SELECT count(*),"
                + (query.oldestFirst() ? "max" : "min")
                + "(id) FROM ("
                + wanted.ids(query)
                + " LIMIT ?)",
            row -> {
              long count = row.getLong(1);
              return count == 0
                  ? BatchStretch.NONE
                  : new BatchStretch(count, Optional.of(new BatchId(row.getLong(2))));
            },
            wanted.conditions().values(most))
        .getFirst();
  }

  static long count(Connection connection, TenantId tenant, BatchQuery query) throws SQLException {
    var counted = tally(query);
    if (counted.isPresent()) {
      return Tally.of(connection, tenant, counted.get());
    }
    var wanted = BatchSql.of(tenant, query);
    return Sql.list(
            connection,
            "SELECT count(*)" + wanted.rows(),
            row -> row.getLong(1),
            wanted.conditions().values())
        .getFirst();
  }

  /** What triggers count these as; empty when they do not. */
  private static Optional<String> tally(BatchQuery query) {
    if (query.equals(BatchQuery.ALL)) {
      return Optional.of("batch");
    }
    return query.equals(BatchQuery.ALL.ofOne()) ? Optional.of("batch_one") : Optional.empty();
  }
}
