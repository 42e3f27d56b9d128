package dev.backlot.store.sqlite;

import dev.backlot.model.BatchId;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunId;
import dev.backlot.model.RunStatus;
import dev.backlot.model.TenantId;
import dev.backlot.store.RunFilter;
import dev.backlot.store.RunRecord;
import dev.backlot.store.RunSummary;
import dev.backlot.store.Views.FailureCount;
import dev.backlot.store.Views.LiveRun;
import dev.backlot.store.Views.PendingItem;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads runs: those to go on with, one, and lists page by page. */
final class RunLists {
  private RunLists() {}

  /** A run's row while its history is still to be read. */
  private record Started(RunRecord record, Optional<Integer> source) {
    static Started of(ResultSet row) throws SQLException {
      return new Started(Rows.run(row), Rows.integer(row, "source_item").map(Math::toIntExact));
    }

    LiveRun with(List<RunEvent> events) {
      return new LiveRun(record, source, events);
    }
  }

  static List<LiveRun> live(Connection connection) throws SQLException {
    return withEvents(
        connection,
        Sql.list(connection, "SELECT * FROM run WHERE status BETWEEN 1 AND 3", Started::of));
  }

  private static List<LiveRun> withEvents(Connection connection, List<Started> runs)
      throws SQLException {
    var live = new ArrayList<LiveRun>();
    for (var run : runs) {
      live.add(run.with(EventLists.ofRun(connection, run.record.id())));
    }
    return live;
  }

  static Optional<LiveRun> started(Connection connection, RunId run) throws SQLException {
    return withEvents(
            connection,
            Sql.list(
                connection,
                "SELECT * FROM run WHERE batch=? AND item=? AND status<>0",
                Started::of,
                run.batch().number(),
                run.item()))
        .stream()
        .findFirst();
  }

  static List<RunId> waiting(Connection connection, BatchId batch, int limit) throws SQLException {
    return Sql.list(
        connection,
        "SELECT item FROM run WHERE batch=? AND status=7 ORDER BY item LIMIT ?",
        row -> batch.run(row.getInt(1)),
        batch.number(),
        limit);
  }

  static List<RunId> due(Connection connection, Instant now, int limit) throws SQLException {
    return Sql.list(
        connection,
        "SELECT batch,item FROM run WHERE due_at<=? ORDER BY due_at LIMIT ?",
        row -> new BatchId(row.getLong(1)).run(row.getInt(2)),
        now.toEpochMilli(),
        limit);
  }

  static List<PendingItem> pending(Connection connection, BatchId batch, int afterItem, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        "SELECT item,name,inputs,source_item FROM run WHERE batch=? AND item>? ORDER BY item LIMIT"
            + " ?",
        row ->
            new PendingItem(
                batch.run(row.getInt("item")),
                row.getString("name"),
                Rows.fields(row, "inputs"),
                Rows.integer(row, "source_item").map(Math::toIntExact)),
        batch.number(),
        afterItem,
        limit);
  }

  static List<RunRecord> list(
      Connection connection,
      TenantId tenant,
      BatchId batch,
      RunFilter filter,
      int afterItem,
      int skipped,
      int limit)
      throws SQLException {
    var conditions = RunSql.of(tenant, batch, filter).and("item>?", afterItem);
    return Sql.list(
        connection,
        "SELECT * FROM run WHERE " + conditions.sql() + " ORDER BY item LIMIT ? OFFSET ?",
        Rows::run,
        conditions.values(limit, skipped));
  }

  static List<RunSummary> summaries(
      Connection connection, TenantId tenant, BatchId batch, int limit) throws SQLException {
    return Sql.list(
        connection,
        "SELECT name,status,failure,started_at,ended_at FROM run WHERE batch=? AND tenant=?"
            + " ORDER BY item LIMIT ?",
        Rows::summary,
        batch.number(),
        tenant.value(),
        limit);
  }

  static Optional<RunRecord> one(Connection connection, TenantId tenant, RunId run)
      throws SQLException {
    return Sql.first(
        connection,
        "SELECT * FROM run WHERE batch=? AND item=? AND tenant=?",
        Rows::run,
        run.batch().number(),
        run.item(),
        tenant.value());
  }

  static long count(Connection connection, TenantId tenant, BatchId batch, RunFilter filter)
      throws SQLException {
    var conditions = RunSql.of(tenant, batch, filter);
    return Sql.first(
            connection,
            "SELECT count(*) FROM run WHERE " + conditions.sql(),
            row -> row.getLong(1),
            conditions.values())
        .orElse(0L);
  }

  static List<FailureCount> failures(
      Connection connection, TenantId tenant, BatchId batch, int limit) throws SQLException {
    return Sql.list(
        connection,
        "SELECT failed_step,failure->>'kind' kind,failure->>'message' message,count(*) n,min(item)"
            + " first,max(failure->>'rejected') rejected FROM run INDEXED BY run_status WHERE"
            + " batch=? AND tenant=? AND status=? GROUP BY 1,2,3 ORDER BY n DESC,first LIMIT ?",
        row ->
            new FailureCount(
                Optional.ofNullable(row.getString(1)),
                Optional.ofNullable(row.getString(2)).orElse("defect"),
                Optional.ofNullable(row.getString(3)).orElse(""),
                row.getLong(4),
                row.getInt(5),
                row.getBoolean(6)),
        batch.number(),
        tenant.value(),
        RunStatus.FAILED.code(),
        limit);
  }
}
