package dev.backlot.runtime;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The times of a cron expression on the clocks of a zone. Each local time counts once: where clocks
 * are set back the first of two equal times counts, where they are set forward all times that do
 * not exist count together, at the moment of the change.
 */
final class CronTimes {
  /** The longest expression, in characters. */
  static final int LENGTH_MAX = 200;

  private static final int FIELDS = 5;
  private static final List<Duration> WINDOWS =
      List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(32), Duration.ofDays(400));

  private final ExecutionTime local;
  private final ZoneId zone;

  private CronTimes(ExecutionTime local, ZoneId zone) {
    this.local = local;
    this.zone = zone;
  }

  /**
   * Reads an expression of five fields: minute, hour, day of month, month, day of week.
   *
   * @throws IllegalArgumentException with what is wrong with the expression, in words
   */
  static CronTimes of(String expression, ZoneId zone) {
    if (expression.length() > LENGTH_MAX || expression.strip().split("\\s+").length != FIELDS) {
      throw new IllegalArgumentException(
          "expected 5 fields: minute, hour, day of month, month, day of week");
    }
    var unix = CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);
    return new CronTimes(ExecutionTime.forCron(new CronParser(unix).parse(expression)), zone);
  }

  /**
   * A time zone by its IANA name.
   *
   * @return empty where there is none of this name
   */
  static Optional<ZoneId> zone(String name) {
    try {
      return Optional.of(name).filter(ZoneId.getAvailableZoneIds()::contains).map(ZoneId::of);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  /** The first time after the given one; empty where the expression never comes true. */
  Optional<Instant> after(Instant instant) {
    var place = instant.atZone(zone).toLocalDateTime();
    while (true) {
      var next = local.nextExecution(place.atZone(ZoneOffset.UTC));
      if (next.isEmpty()) {
        return Optional.empty();
      }
      place = next.get().toLocalDateTime();
      var at = at(place);
      if (at.isAfter(instant)) {
        return Optional.of(at);
      }
    }
  }

  /** The last time up to the given one, if there was one since the other; looks at few of them. */
  Instant last(Instant since, Instant until) {
    for (var window : WINDOWS) {
      var start = until.minus(window);
      var first = start.isAfter(since) ? after(start) : Optional.<Instant>empty();
      if (first.filter(at -> !at.isAfter(until)).isPresent()) {
        return walk(first.get(), until);
      }
    }
    return walk(since, until);
  }

  private Instant walk(Instant first, Instant until) {
    var found = first;
    var next = after(found);
    while (next.isPresent() && !next.get().isAfter(until)) {
      found = next.get();
      next = after(found);
    }
    return found;
  }

  private Instant at(LocalDateTime time) {
    var rules = zone.getRules();
    var gap = rules.getTransition(time);
    return gap != null && gap.isGap() ? gap.getInstant() : time.atZone(zone).toInstant();
  }
}
