package dev.backlot.store.sqlite;

import dev.backlot.model.BatchId;
import dev.backlot.model.TenantId;
import dev.backlot.store.BatchQuery;
import java.time.Instant;

/**
 * The batches of a {@link BatchQuery}. Those of one item are looked for among themselves, and the
 * row {@code b} of a batch is read only for what is said there.
 *
 * @param id what the number of a batch is called
 * @param from the tables
 */
record BatchSql(String id, String from, Conditions conditions) {
  private static final String NO_DOCUMENT =
      "NOT EXISTS(SELECT 1 FROM document AS d WHERE d.batch=b.id AND d.kind=?)";

  static BatchSql of(TenantId tenant, BatchQuery query) {
    if (!query.single()) {
      var conditions = new Conditions("b.tenant=?", tenant.value());
      within("b.id", query, conditions).and(NO_DOCUMENT, query.without());
      return new BatchSql("b.id", "batch AS b", ofRow(query, conditions));
    }
    var conditions = new Conditions("s.tenant=?", tenant.value());
    within("s.batch", query, conditions).and("s.kind IS NOT ?", query.without());
    return new BatchSql(
        "s.batch",
        "batch_single AS s" + (asksRow(query) ? " CROSS JOIN batch AS b ON b.id=s.batch" : ""),
        ofRow(query, conditions));
  }

  private static Conditions within(String id, BatchQuery query, Conditions conditions) {
    return conditions
        .and(id + ">=?", query.since().map(BatchId::number))
        .and(id + "<?", query.before().map(BatchId::number));
  }

  private static Conditions ofRow(BatchQuery query, Conditions conditions) {
    conditions
        .and("b.creator=?", query.user())
        .and("b.workflow=?", query.workflow())
        .and("b.name=?", query.name())
        .and("b.created_at>=?", query.from().map(Instant::toEpochMilli))
        .and("b.created_at<?", query.to().map(Instant::toEpochMilli));
    return query.standings().isEmpty()
        ? conditions
        : conditions.and(StandingSql.of(query.standings()));
  }

  private static boolean asksRow(BatchQuery query) {
    return query.user().isPresent()
        || query.workflow().isPresent()
        || query.name().isPresent()
        || query.from().isPresent()
        || query.to().isPresent()
        || !query.standings().isEmpty();
  }

  /** The numbers of these batches, in the query's order. */
  String ids(BatchQuery query) {
    return "SELECT " + id + " AS id" + rows() + " ORDER BY " + id + order(query);
  }

  static String order(BatchQuery query) {
    return query.oldestFirst() ? " ASC" : " DESC";
  }

  /** The tables with the conditions. */
  String rows() {
    return " FROM " + from + " WHERE " + conditions.sql();
  }
}
