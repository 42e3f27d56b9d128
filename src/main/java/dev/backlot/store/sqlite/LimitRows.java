package dev.backlot.store.sqlite;

import dev.backlot.model.Money;
import dev.backlot.model.Rate;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.ResourceLimit;
import dev.backlot.model.TenantId;
import dev.backlot.model.TenantLimits;
import dev.backlot.store.Commit;
import dev.backlot.store.LimitSetting;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Limits as rows. They change so seldom that their statements are not kept. */
final class LimitRows {
  private LimitRows() {}

  static void write(Connection connection, Commit.LimitSet set) throws SQLException {
    switch (set.limit()) {
      case LimitSetting.OfResource(var key, var limit) -> {
        execute(connection, "DELETE FROM resource_limit WHERE key=?", key.value());
        if (limit.isPresent()) {
          insert(connection, set, key, limit.get());
        }
      }
      case LimitSetting.OfTenant(var tenant, var limits) -> {
        execute(connection, "DELETE FROM tenant_limit WHERE tenant=?", tenant.value());
        if (limits.isPresent()) {
          insert(connection, set, tenant, limits.get());
        }
      }
    }
  }

  private static void insert(
      Connection connection, Commit.LimitSet set, ResourceKey key, ResourceLimit limit)
      throws SQLException {
    execute(
        connection,
        "INSERT INTO resource_limit(key,tenant,creator,concurrent,rate_starts,rate_per_ms,"
            + "rate_burst,updated_at) VALUES(?,?,?,?,?,?,?,?)",
        key.value(),
        set.caller().tenant().value(),
        set.caller().user(),
        limit.concurrent().orElse(null),
        limit.rate().map(Rate::starts).orElse(null),
        limit.rate().map(rate -> rate.per().toMillis()).orElse(null),
        limit.rate().map(Rate::burst).orElse(null),
        set.at().toEpochMilli());
  }

  private static void insert(
      Connection connection, Commit.LimitSet set, TenantId tenant, TenantLimits limits)
      throws SQLException {
    execute(
        connection,
        "INSERT INTO tenant_limit(tenant,creator,weight,items,batches,steps,budget_day,"
            + "budget_month,updated_at)"
            + " VALUES(?,?,?,?,?,?,?,?,?)",
        tenant.value(),
        set.caller().user(),
        limits.weight(),
        limits.items().orElse(null),
        limits.batches().orElse(null),
        limits.steps().orElse(null),
        limits.budgetDay().map(Money::micros).orElse(null),
        limits.budgetMonth().map(Money::micros).orElse(null),
        set.at().toEpochMilli());
  }

  private static void execute(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      Sql.bind(statement, values);
      statement.executeUpdate();
    }
  }

  static List<LimitSetting> read(Connection connection) throws SQLException {
    var limits = new ArrayList<LimitSetting>();
    try (var statement = connection.createStatement()) {
      try (var row = statement.executeQuery("SELECT * FROM resource_limit ORDER BY key")) {
        while (row.next()) {
          limits.add(resource(row));
        }
      }
      try (var row = statement.executeQuery("SELECT * FROM tenant_limit ORDER BY tenant")) {
        while (row.next()) {
          limits.add(tenant(row));
        }
      }
    }
    return limits;
  }

  private static LimitSetting resource(ResultSet row) throws SQLException {
    var starts = number(row, "rate_starts");
    var rate =
        starts.isPresent()
            ? Optional.of(
                new Rate(
                    starts.get(),
                    Duration.ofMillis(row.getLong("rate_per_ms")),
                    row.getInt("rate_burst")))
            : Optional.<Rate>empty();
    var limit = new ResourceLimit(number(row, "concurrent"), rate);
    return new LimitSetting.OfResource(new ResourceKey(row.getString("key")), Optional.of(limit));
  }

  private static LimitSetting tenant(ResultSet row) throws SQLException {
    var limits =
        new TenantLimits(
            row.getInt("weight"),
            number(row, "items"),
            number(row, "batches"),
            number(row, "steps"),
            money(row, "budget_day"),
            money(row, "budget_month"));
    return new LimitSetting.OfTenant(new TenantId(row.getString("tenant")), Optional.of(limits));
  }

  private static Optional<Money> money(ResultSet row, String column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(new Money(micros));
  }

  private static Optional<Integer> number(ResultSet row, String column) throws SQLException {
    int number = row.getInt(column);
    return row.wasNull() ? Optional.empty() : Optional.of(number);
  }
}
