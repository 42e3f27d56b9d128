package dev.backlot.store.sqlite;

import dev.backlot.model.BatchStanding;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules of {@link BatchStanding#of} over the row {@code b} of a batch. */
final class StandingSql {
  private static final String GOES_ON = "json_extract(b.settings,'$.continue_on_error')";

  private StandingSql() {}

  /** Any of these; at least one. */
  static String of(Set<BatchStanding> standings) {
    return standings.stream().map(StandingSql::of).collect(Collectors.joining(" OR ", "(", ")"));
  }

  private static String of(BatchStanding standing) {
    return switch (standing) {
      case PENDING -> "(b.status=0 OR (b.status=1 AND b.cursor=0))";
      case ACTIVE -> "(b.status=4 OR (b.status=1 AND b.cursor>0))";
      case PAUSED -> "b.status=2";
      case CANCELLED -> "b.status IN (3,7)";
      case SUCCEEDED -> "b.status=5";
      case PARTLY_SUCCEEDED -> "(b.status=6 AND b.succeeded>0 AND " + GOES_ON + ")";
      case FAILED -> "(b.status=6 AND NOT (b.succeeded>0 AND " + GOES_ON + "))";
    };
  }
}
