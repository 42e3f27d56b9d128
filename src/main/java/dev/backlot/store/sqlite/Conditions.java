package dev.backlot.store.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A condition that grows, with its values in order. */
final class Conditions {
  private final StringBuilder sql;
  private final List<Object> values;

  Conditions(String first, Object... given) {
    sql = new StringBuilder(first);
    values = new ArrayList<>(List.of(given));
  }

  Conditions and(String more, Object... given) {
    sql.append(" AND ").append(more);
    values.addAll(List.of(given));
    return this;
  }

  <T> Conditions and(String more, Optional<T> given) {
    return given.map(value -> and(more, value)).orElse(this);
  }

  String sql() {
    return sql.toString();
  }

  /** The values of the condition, then these. */
  Object[] values(Object... last) {
    var all = new ArrayList<>(values);
    all.addAll(List.of(last));
    return all.toArray();
  }
}
