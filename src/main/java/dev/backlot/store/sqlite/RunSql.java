package dev.backlot.store.sqlite;

import dev.backlot.model.BatchId;
import dev.backlot.model.RunStatus;
import dev.backlot.model.TenantId;
import dev.backlot.store.RunFilter;
import java.util.Comparator;
import java.util.stream.Collectors;

/** Which rows of runs a filter means. */
final class RunSql {
  /** As {@code json.FailureJson} writes a person's no. */
  private static final String REJECTED = "coalesce(failure->>'rejected',0)";

  private RunSql() {}

  static Conditions of(TenantId tenant, BatchId batch, RunFilter filter) {
    var conditions = new Conditions("batch=? AND tenant=?", batch.number(), tenant.value());
    if (!filter.statuses().isEmpty()) {
      conditions.and(
          filter.statuses().stream()
              .sorted(Comparator.comparingInt(RunStatus::code))
              .map(status -> Integer.toString(status.code()))
              .collect(Collectors.joining(",", "status IN (", ")")));
    }
    conditions.and("failed_step=?", filter.failedStep());
    filter
        .started()
        .ifPresent(started -> conditions.and("started_at IS " + (started ? "NOT NULL" : "NULL")));
    filter.rejected().ifPresent(is -> conditions.and(is ? REJECTED : "NOT " + REJECTED));
    return conditions;
  }
}
