package dev.backlot.store.sqlite;

import dev.backlot.json.Json;
import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.RunId;
import dev.backlot.model.RunStatus;
import dev.backlot.model.TenantId;
import dev.backlot.store.BulkActionRecord;
import dev.backlot.store.Commit;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Bulk actions as rows. */
final class BulkActionRows {
  private BulkActionRows() {}

  static void write(Connection connection, Commit.BulkActionSaved saved) throws SQLException {
    var action = saved.action();
    var order = action.order();
    var progress = action.progress();
    try (var statement =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO bulk_action(id,tenant,creator,kind,batch,statuses,step,note,"
                + "status,cursor_item,cursor_step,selected,done,refused,refusals,created_at,"
                + "updated_at) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
      Sql.bind(
          statement,
          action.id(),
          action.creator().tenant().value(),
          action.creator().user(),
          order.kind().word(),
          order.batch().number(),
          words(order),
          order.step().orElse(null),
          order.note(),
          action.status().word(),
          progress.item(),
          progress.step(),
          progress.selected(),
          progress.done(),
          progress.refused(),
          refusals(progress.refusals()),
          action.createdAt().toEpochMilli(),
          action.updatedAt().toEpochMilli());
      statement.executeUpdate();
    }
    if (action.status() != BulkActionRecord.Status.RUNNING) {
      forget(connection, action.creator().tenant(), saved.kept());
    }
  }

  private static void forget(Connection connection, TenantId tenant, int kept) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "DELETE FROM bulk_action WHERE tenant=?1 AND status<>'running' AND id<=(SELECT id FROM"
                + " bulk_action WHERE tenant=?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)")) {
      Sql.bind(statement, tenant.value(), kept);
      statement.executeUpdate();
    }
  }

  private static String words(BulkActionRecord.Order order) {
    return order.statuses().stream().sorted().map(RunStatus::word).collect(Collectors.joining(","));
  }

  private static String refusals(List<BulkActionRecord.Refusal> refusals) {
    var list = Json.MAPPER.createArrayNode();
    for (var refusal : refusals) {
      list.add(Json.object().put("run", refusal.run().toString()).put("reason", refusal.reason()));
    }
    return Json.text(list);
  }

  static BulkActionRecord read(ResultSet row) throws SQLException {
    var statuses =
        List.of(row.getString("statuses").split(",", -1)).stream()
            .flatMap(word -> RunStatus.parse(word).stream())
            .collect(Collectors.toSet());
    var order =
        new BulkActionRecord.Order(
            BulkActionRecord.Kind.parse(row.getString("kind")).orElseThrow(),
            new BatchId(row.getLong("batch")),
            statuses,
            Optional.ofNullable(row.getString("step")),
            row.getString("note"));
    var refusals = new ArrayList<BulkActionRecord.Refusal>();
    for (var refusal : Sql.parse(row.getString("refusals"))) {
      RunId.parse(refusal.path("run").asString(""))
          .ifPresent(
              run ->
                  refusals.add(
                      new BulkActionRecord.Refusal(run, refusal.path("reason").asString(""))));
    }
    var progress =
        new BulkActionRecord.Progress(
            row.getInt("cursor_item"),
            row.getString("cursor_step"),
            row.getLong("selected"),
            row.getLong("done"),
            row.getLong("refused"),
            refusals);
    return new BulkActionRecord(
        row.getString("id"),
        new Caller(new TenantId(row.getString("tenant")), row.getString("creator")),
        order,
        BulkActionRecord.Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        progress,
        Instant.ofEpochMilli(row.getLong("created_at")),
        Instant.ofEpochMilli(row.getLong("updated_at")));
  }
}
