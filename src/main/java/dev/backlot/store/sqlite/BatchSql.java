package dev.backlot.store.sqlite;

import dev.backlot.model.BatchId;
import dev.backlot.model.TenantId;
import dev.backlot.store.BatchQuery;
import java.time.Instant;

/** The conditions of a {@link BatchQuery} on the row {@code b} of a batch. */
final class BatchSql {
  private static final String ONE_ITEM =
      "b.pending+b.running+b.waiting+b.succeeded+b.failed+b.cancelled=1";
  private static final String NO_DOCUMENT =
      "NOT EXISTS(SELECT 1 FROM document AS d WHERE d.batch=b.id AND d.kind=?)";

  private BatchSql() {}

  static Conditions of(TenantId tenant, BatchQuery query) {
    var conditions =
        new Conditions("b.tenant=?", tenant.value())
            .and("b.creator=?", query.user())
            .and("b.workflow=?", query.workflow())
            .and("b.name=?", query.name())
            .and("b.created_at>=?", query.from().map(Instant::toEpochMilli))
            .and("b.created_at<?", query.to().map(Instant::toEpochMilli))
            .and("b.id>=?", query.since().map(BatchId::number))
            .and("b.id<?", query.before().map(BatchId::number))
            .and(NO_DOCUMENT, query.without());
    if (query.single()) {
      conditions.and(ONE_ITEM);
    }
    return query.standings().isEmpty()
        ? conditions
        : conditions.and(StandingSql.of(query.standings()));
  }
}
