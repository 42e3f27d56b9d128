package dev.backlot.store.sqlite;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Statements with their values, and rows as what they stand for. */
final class Sql {
  private Sql() {}

  /** Turns the current row into what the caller asked for. */
  interface Row<T> {
    T of(ResultSet row) throws SQLException;
  }

  static <T> List<T> list(Connection connection, String sql, Row<T> row, Object... arguments)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      bind(statement, arguments);
      try (var rows = statement.executeQuery()) {
        var found = new ArrayList<T>();
        while (rows.next()) {
          found.add(row.of(rows));
        }
        return found;
      }
    }
  }

  static <T> Optional<T> first(Connection connection, String sql, Row<T> row, Object... arguments)
      throws SQLException {
    return list(connection, sql, row, arguments).stream().findFirst();
  }

  static void executeIfAny(PreparedStatement statement, List<?> rows) throws SQLException {
    if (!rows.isEmpty()) {
      statement.executeBatch();
    }
  }

  static @Nullable Long millis(Optional<Instant> at) {
    return at.map(Instant::toEpochMilli).orElse(null);
  }

  static void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      switch (values[i]) {
        case null -> statement.setObject(i + 1, null);
        case String text -> statement.setString(i + 1, text);
        case Long number -> statement.setLong(i + 1, number);
        case Integer number -> statement.setInt(i + 1, number);
        case Boolean flag -> statement.setInt(i + 1, flag ? 1 : 0);
        default -> throw new IllegalArgumentException("cannot bind " + values[i]);
      }
    }
  }

  static JsonNode parse(String json) {
    try {
      return Json.parse(json);
    } catch (JsonProblem e) {
      throw new StoreException("the database holds text that is not JSON", e);
    }
  }
}
