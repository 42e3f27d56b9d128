package dev.backlot.store.sqlite;

import dev.backlot.json.RunEventReader;
import dev.backlot.model.BatchId;
import dev.backlot.model.RunEvent;
import dev.backlot.model.TenantId;
import dev.backlot.store.RunRecord;
import dev.backlot.store.Views.OneItem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Batches with their first items, many in three questions: most dialects' runs are batches of one.
 */
final class FirstItems {
  // the list of numbers comes first, whatever the planner thinks of it
  private static final String WANTED = " FROM json_each(?) AS w CROSS JOIN ";

  private FirstItems() {}

  static List<OneItem> read(Connection connection, TenantId tenant, List<BatchId> batches)
      throws SQLException {
    var wanted = numbers(batches);
    var found =
        Sql.list(
            connection,
            "SELECT b.*" + WANTED + "batch AS b ON b.id=w.value WHERE b.tenant=?",
            Rows::batch,
            wanted,
            tenant.value());
    var runs = runs(connection, tenant, wanted);
    var events = events(connection, tenant, wanted);
    var items = new ArrayList<OneItem>();
    for (var batch : found) {
      var run = runs.get(batch.id());
      if (run != null) {
        items.add(new OneItem(batch, run, events.getOrDefault(batch.id(), List.of())));
      }
    }
    return items;
  }

  /** As a list in JSON, which {@code json_each} turns into rows. */
  static String numbers(List<BatchId> batches) {
    return batches.stream()
        .map(batch -> Long.toString(batch.number()))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static Map<BatchId, RunRecord> runs(Connection connection, TenantId tenant, String wanted)
      throws SQLException {
    var runs = new HashMap<BatchId, RunRecord>();
    Sql.list(
            connection,
            "SELECT r.*" + WANTED + "run AS r ON r.batch=w.value AND r.item=1 WHERE r.tenant=?",
            Rows::run,
            wanted,
            tenant.value())
        .forEach(run -> runs.put(run.id().batch(), run));
    return runs;
  }

  private record Body(BatchId batch, String text) {}

  private static Map<BatchId, List<RunEvent>> events(
      Connection connection, TenantId tenant, String wanted) throws SQLException {
    var events = new HashMap<BatchId, List<RunEvent>>();
    for (var body :
        Sql.list(
            connection,
            "SELECT e.batch,e.body"
                + WANTED
                + "event AS e ON e.batch=w.value AND e.item=1 WHERE e.tenant=? ORDER BY"
                + " w.key,e.seq",
            row -> new Body(new BatchId(row.getLong(1)), row.getString(2)),
            wanted,
            tenant.value())) {
      events
          .computeIfAbsent(body.batch(), _ -> new ArrayList<>())
          .addAll(RunEventReader.read(Sql.parse(body.text())));
    }
    return events;
  }
}
