package dev.backlot.store.sqlite;

import static java.util.stream.Collectors.joining;

import dev.backlot.model.AssetId;
import dev.backlot.model.BatchId;
import dev.backlot.model.Money;
import dev.backlot.model.StepPhase;
import dev.backlot.model.TimeSpread;
import dev.backlot.store.Commit;
import dev.backlot.store.Pace;
import dev.backlot.store.ProviderStanding;
import dev.backlot.store.StepStanding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the steps of batches stand, and how fast batches go. */
final class OverviewRows implements AutoCloseable {
  private final PreparedStatement standing;
  private final PreparedStatement provider;
  private final PreparedStatement pace;
  private final PreparedStatement clear;

  OverviewRows(Connection connection) throws SQLException {
    standing =
        connection.prepareStatement(
            "INSERT INTO step_standing(batch,step,tenant,creator,place,counts,rejected,reused,"
                + "attempts,spent,waited_ms,took,latest,latest_item)"
                + " VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT(batch,step) DO UPDATE SET"
                + " counts=excluded.counts,rejected=excluded.rejected,reused=excluded.reused,"
                + "attempts=excluded.attempts,spent=excluded.spent,waited_ms=excluded.waited_ms,"
                + "took=excluded.took,latest=excluded.latest,latest_item=excluded.latest_item");
    provider =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO provider_standing(batch,provider,model,tenant,creator,failed,"
                + "took) VALUES(?,?,?,?,?,?,?)");
    pace =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO batch_pace(batch,at,tenant,creator,width_ms,succeeded,failed,"
                + "spent) VALUES(?,?,?,?,?,?,?,?)");
    clear = connection.prepareStatement("DELETE FROM batch_pace WHERE batch=?");
  }

  void write(Commit group) throws SQLException {
    write(group.standings, group.paces);
    for (var one : group.calls) {
      Sql.bind(
          provider,
          one.batch().number(),
          one.standing().provider(),
          one.standing().model(),
          one.creator().tenant().value(),
          one.creator().user(),
          one.standing().failed(),
          one.standing().took().text());
      provider.addBatch();
    }
    if (!group.calls.isEmpty()) {
      provider.executeBatch();
    }
  }

  private void write(List<Commit.Standing> standings, List<Commit.PaceChanged> paces)
      throws SQLException {
    for (var one : standings) {
      add(one);
    }
    if (!standings.isEmpty()) {
      standing.executeBatch();
    }
    for (var one : paces) {
      write(one);
    }
  }

  private void add(Commit.Standing row) throws SQLException {
    var step = row.standing();
    Sql.bind(
        standing,
        row.batch().number(),
        step.step(),
        row.creator().tenant().value(),
        row.creator().user(),
        step.place(),
        text(step.counts()),
        step.rejected(),
        step.reused(),
        step.attempts(),
        step.spent().micros(),
        step.waitedMs(),
        step.took().text(),
        step.latest().map(latest -> latest.picture().sha256()).orElse(null),
        step.latest().map(latest -> latest.run().item()).orElse(null));
    standing.addBatch();
  }

  private static String text(Map<StepPhase, Long> counts) {
    return counts.entrySet().stream()
        .map(entry -> entry.getKey().code() + ":" + entry.getValue())
        .collect(joining(" "));
  }

  private static Map<StepPhase, Long> counts(String text) {
    var counts = new EnumMap<StepPhase, Long>(StepPhase.class);
    for (var part : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
      int colon = part.indexOf(':');
      var phase = StepPhase.ofCode(Integer.parseInt(part, 0, colon, 10));
      counts.put(phase, Long.parseLong(part, colon + 1, part.length(), 10));
    }
    return counts;
  }

  private void write(Commit.PaceChanged change) throws SQLException {
    if (change.rewritten()) {
      Sql.bind(clear, change.batch().number());
      clear.executeUpdate();
    }
    for (var span : change.spans()) {
      Sql.bind(
          pace,
          change.batch().number(),
          span.from().toEpochMilli(),
          change.creator().tenant().value(),
          change.creator().user(),
          span.widthMs(),
          span.succeeded(),
          span.failed(),
          span.spent().micros());
      pace.addBatch();
    }
    pace.executeBatch();
  }

  static StepStanding standing(ResultSet row) throws SQLException {
    var batch = new BatchId(row.getLong("batch"));
    int item = row.getInt("latest_item");
    return new StepStanding(
        row.getString("step"),
        row.getInt("place"),
        counts(row.getString("counts")),
        row.getLong("rejected"),
        row.getLong("reused"),
        row.getLong("attempts"),
        new Money(row.getLong("spent")),
        row.getLong("waited_ms"),
        TimeSpread.parse(row.getString("took")),
        Optional.ofNullable(row.getString("latest"))
            .map(sha -> new StepStanding.Latest(new AssetId(sha), batch.run(item))));
  }

  static ProviderStanding provider(ResultSet row) throws SQLException {
    return new ProviderStanding(
        row.getString("provider"),
        row.getString("model"),
        row.getLong("failed"),
        TimeSpread.parse(row.getString("took")));
  }

  static Pace pace(ResultSet row) throws SQLException {
    return new Pace(
        Instant.ofEpochMilli(row.getLong("at")),
        row.getLong("width_ms"),
        row.getLong("succeeded"),
        row.getLong("failed"),
        new Money(row.getLong("spent")));
  }

  @Override
  public void close() throws SQLException {
    for (var statement : List.of(standing, provider, pace, clear)) {
      statement.close();
    }
  }
}
