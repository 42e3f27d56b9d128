package dev.backlot.store.sqlite;

import dev.backlot.json.RunEventReader;
import dev.backlot.model.BatchId;
import dev.backlot.model.RunEvent;
import dev.backlot.model.RunId;
import dev.backlot.model.TenantId;
import dev.backlot.store.EventRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the log: of one run, and in the order of its numbers. */
final class EventLists {
  private EventLists() {}

  static List<RunEvent> ofRun(Connection connection, RunId run) throws SQLException {
    var events = new ArrayList<RunEvent>();
    for (var body :
        Sql.list(
            connection,
            "SELECT body FROM event WHERE batch=? AND item=? ORDER BY seq",
            row -> row.getString(1),
            run.batch().number(),
            run.item())) {
      events.addAll(RunEventReader.read(Sql.parse(body)));
    }
    return events;
  }

  static List<EventRecord> all(
      Connection connection, TenantId tenant, Optional<BatchId> batch, long after, int limit)
      throws SQLException {
    return list(connection, tenant, batch, after, limit, "");
  }

  static List<EventRecord> ofBatches(
      Connection connection, TenantId tenant, Optional<BatchId> batch, long after, int limit)
      throws SQLException {
    return list(connection, tenant, batch, after, limit, " AND item=0");
  }

  static List<EventRecord> ofRun(
      Connection connection, TenantId tenant, RunId run, long after, int limit)
      throws SQLException {
    var rows =
        Sql.list(
            connection,
            "SELECT seq,batch,item,body FROM event WHERE batch=? AND item=? AND tenant=?"
                + " AND seq+count-1>? ORDER BY seq LIMIT ?",
            Rows::eventGroup,
            run.batch().number(),
            run.item(),
            tenant.value(),
            after,
            limit);
    return behind(rows, tenant, after);
  }

  private static List<EventRecord> list(
      Connection connection,
      TenantId tenant,
      Optional<BatchId> batch,
      long after,
      int limit,
      String only)
      throws SQLException {
    // a row may hold numbers on both sides of the cursor, so start at the row that contains it
    var rows =
        Sql.list(
            connection,
            "SELECT seq,batch,item,body FROM event WHERE seq>=coalesce((SELECT max(seq) FROM event"
                + " WHERE seq<=?1),0) AND seq+count-1>?1 AND tenant=?2 AND (?3=0 OR batch=?3)"
                + only
                + " ORDER BY seq LIMIT ?4",
            Rows::eventGroup,
            after,
            tenant.value(),
            batch.map(BatchId::number).orElse(0L),
            limit);
    return behind(rows, tenant, after);
  }

  private static List<EventRecord> behind(List<Rows.EventGroup> rows, TenantId tenant, long after) {
    var records = new ArrayList<EventRecord>();
    rows.forEach(
        group ->
            group.forEach(
                tenant,
                record -> {
                  if (record.sequence() > after) {
                    records.add(record);
                  }
                }));
    return records;
  }
}
