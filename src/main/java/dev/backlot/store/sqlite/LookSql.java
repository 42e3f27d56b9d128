package dev.backlot.store.sqlite;

import dev.backlot.model.Look;
import dev.backlot.model.Oklab;
import dev.backlot.model.TenantId;
import dev.backlot.store.Alike;
import dev.backlot.store.AssetQuery;
import dev.backlot.store.LookQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.PriorityQueue;

/**
 * Finds pictures by what they look like, the nearest first: reads all looks of a tenant once, a
 * hundred bytes each, and then those of the nearest that fit what else is asked.
 */
final class LookSql {
  /** So many looks are compared for one question: a second's work or two. */
  static final int COMPARED_MAX = 1_000_000;

  /** So many of the nearest are looked at for what else is asked. */
  static final int NEAREST_MAX = 2_000;

  private static final Comparator<Near> NEAREST_FIRST =
      Comparator.comparingInt(Near::bits)
          .thenComparingDouble(Near::colour)
          .thenComparing(Near::sha256);

  private final Connection connection;
  private final TenantId tenant;
  private final LookQuery look;

  /** One that is near enough; 0 where nothing of the kind was asked. */
  private record Near(String sha256, int bits, double colour) {}

  LookSql(Connection connection, TenantId tenant, LookQuery look) {
    this.connection = connection;
    this.tenant = tenant;
    this.look = look;
  }

  Alike page(AssetQuery query, int limit) throws SQLException {
    var near = new PriorityQueue<Near>(NEAREST_FIRST.reversed());
    long beyond = compare(near);
    return new Alike(
        found(near.stream().sorted(NEAREST_FIRST).toList(), query, limit),
        beyond + LookRows.countDue(connection, tenant));
  }

  /** Gathers the nearest, and tells how many were not compared. */
  private long compare(PriorityQueue<Near> near) throws SQLException {
    var sql =
        "SELECT sha256,print,colours FROM look WHERE tenant=? AND print IS NOT NULL LIMIT "
            + COMPARED_MAX;
    long compared = 0;
    try (var statement = connection.prepareStatement(sql)) {
      Sql.bind(statement, tenant.value());
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          compared++;
          near(rows).ifPresent(near::add);
          if (near.size() > NEAREST_MAX) {
            near.poll();
          }
        }
      }
    }
    return compared < COMPARED_MAX ? 0 : countLooks() - compared;
  }

  private long countLooks() throws SQLException {
    return Sql.list(
            connection,
            "SELECT count(*) FROM look WHERE tenant=? AND print IS NOT NULL",
            row -> row.getLong(1),
            tenant.value())
        .getFirst();
  }

  private Optional<Near> near(ResultSet row) throws SQLException {
    int bits = 0;
    if (look.like().isPresent()) {
      var like = look.like().get();
      bits = Look.distance(row.getLong(2), like.print());
      if (bits > like.bitsMax() || row.getString(1).equals(like.asset().sha256())) {
        return Optional.empty();
      }
    }
    double colour = 0;
    if (look.colour().isPresent()) {
      var nearest = distance(look.colour().get(), LookRows.colours(row.getString(3)));
      if (nearest.isEmpty() || nearest.getAsDouble() > LookQuery.COLOUR_DISTANCE_MAX) {
        return Optional.empty();
      }
      colour = nearest.getAsDouble();
    }
    return Optional.of(new Near(row.getString(1), bits, colour));
  }

  private static OptionalDouble distance(Oklab wanted, List<Look.Shade> shades) {
    return shades.stream()
        .filter(shade -> shade.percent() >= LookQuery.SHARE_LEAST)
        .mapToDouble(shade -> Oklab.of(shade.rgb()).distance(wanted))
        .min();
  }

  private List<Alike.Found> found(List<Near> near, AssetQuery query, int limit)
      throws SQLException {
    var found = new ArrayList<Alike.Found>();
    var conditions = AssetSql.conditions(query, new Conditions("1=1"));
    var sql = "SELECT * FROM asset AS a WHERE " + conditions.sql() + " AND tenant=? AND sha256=?";
    try (var statement = connection.prepareStatement(sql)) {
      for (var one : near) {
        if (found.size() == limit) {
          return found;
        }
        Sql.bind(statement, conditions.values(tenant.value(), one.sha256()));
        add(statement, one, found);
      }
    }
    return found;
  }

  private void add(PreparedStatement statement, Near one, List<Alike.Found> found)
      throws SQLException {
    try (var row = statement.executeQuery()) {
      if (row.next()) {
        found.add(
            new Alike.Found(
                Rows.asset(row),
                look.like().map(_ -> one.bits()),
                look.colour().map(_ -> one.colour())));
      }
    }
  }
}
