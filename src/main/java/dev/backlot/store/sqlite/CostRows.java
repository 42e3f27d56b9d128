package dev.backlot.store.sqlite;

import dev.backlot.model.Money;
import dev.backlot.model.TenantId;
import dev.backlot.store.Commit;
import dev.backlot.store.Views.DayCost;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** What tenants paid, a row for each day. */
final class CostRows {
  private CostRows() {}

  static void write(Connection connection, Commit.Paid paid) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "INSERT INTO cost_day(tenant,day,creator,spent) VALUES(?,?,'engine',?)"
                + " ON CONFLICT(tenant,day) DO UPDATE SET spent=spent+excluded.spent")) {
      Sql.bind(statement, paid.tenant().value(), paid.day().toEpochDay(), paid.amount().micros());
      statement.executeUpdate();
    }
  }

  static List<DayCost> read(Connection connection, TenantId tenant, LocalDate from, LocalDate to)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT tenant,day,spent FROM cost_day WHERE tenant=? AND day BETWEEN ? AND ?"
                + " ORDER BY day")) {
      Sql.bind(statement, tenant.value(), from.toEpochDay(), to.toEpochDay());
      return rows(statement);
    }
  }

  static List<DayCost> read(Connection connection, LocalDate from) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT tenant,day,spent FROM cost_day WHERE day>=? ORDER BY tenant,day")) {
      Sql.bind(statement, from.toEpochDay());
      return rows(statement);
    }
  }

  private static List<DayCost> rows(PreparedStatement statement) throws SQLException {
    var days = new ArrayList<DayCost>();
    try (var row = statement.executeQuery()) {
      while (row.next()) {
        days.add(
            new DayCost(
                new TenantId(row.getString(1)),
                LocalDate.ofEpochDay(row.getLong(2)),
                new Money(row.getLong(3))));
      }
    }
    return days;
  }
}
