package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CronTimesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  void a_local_time_stays_when_clocks_change() {
    assertThat(times("30 6 * * *", "2026-03-28T00:00:00Z", 2))
        .containsExactly("2026-03-28T05:30:00Z", "2026-03-29T04:30:00Z");
  }

  @Test
  void times_that_do_not_exist_count_once_at_the_change() {
    // on 29 March clocks go from 2:00 to 3:00
    assertThat(times("30 2 * * *", "2026-03-28T12:00:00Z", 2))
        .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
    assertThat(times("*/20 * * * *", "2026-03-29T00:40:00Z", 3))
        .containsExactly("2026-03-29T01:00:00Z", "2026-03-29T01:20:00Z", "2026-03-29T01:40:00Z");
  }

  @Test
  void times_that_come_twice_count_the_first_time() {
    // on 25 October clocks go from 3:00 back to 2:00
    assertThat(times("30 2 * * *", "2026-10-24T12:00:00Z", 2))
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
    assertThat(times("30 2 * * *", "2026-10-25T01:10:00Z", 1))
        .containsExactly("2026-10-26T01:30:00Z");
  }

  @Test
  void the_last_missed_time_is_found() {
    var cron = CronTimes.of("*/5 * * * *", BERLIN);
    var since = Instant.parse("2020-01-01T00:00:00Z");
    var until = Instant.parse("2026-11-24T10:07:00Z");
    assertThat(cron.last(since, until)).isEqualTo("2026-11-24T10:05:00Z");
    var yearly = CronTimes.of("0 0 1 1 *", ZoneId.of("UTC"));
    assertThat(yearly.last(since, until)).isEqualTo("2026-01-01T00:00:00Z");
    assertThat(yearly.last(until, until)).isEqualTo(until);
  }

  @Test
  void mistakes_are_told() {
    for (var wrong : List.of("", "* * * *", "61 * * * *", "* * * * * *", "a b c d e", "@daily")) {
      assertThatThrownBy(() -> CronTimes.of(wrong, BERLIN))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(CronTimes.zone("Europe/Berlin")).contains(BERLIN);
    assertThat(CronTimes.zone("Berlin")).isEmpty();
  }

  @Test
  void a_day_that_never_comes_is_no_endless_search() {
    assertThat(times("0 0 31 2 *", "2026-01-01T00:00:00Z", 1)).isEmpty();
  }

  private static List<String> times(String expression, String after, int count) {
    var cron = CronTimes.of(expression, BERLIN);
    var found = new ArrayList<String>();
    var next = cron.after(Instant.parse(after));
    while (next.isPresent() && found.size() < count) {
      found.add(next.get().toString());
      next = cron.after(next.get());
    }
    return found.stream().map(text -> Instant.parse(text).toString()).toList();
  }
}
