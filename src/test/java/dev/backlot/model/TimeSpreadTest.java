package dev.backlot.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeSpreadTest {
  @Test
  void percentiles_are_within_a_tenth_of_the_truth() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var spread = new TimeSpread();
    var times = new long[5_000];
    for (int at = 0; at < times.length; at++) {
      times[at] = Math.round(Math.exp(random.nextDouble() * 18));
      spread.add(times[at]);
    }
    Arrays.sort(times);

    for (double share : new double[] {0.1, 0.5, 0.9, 0.99}) {
      long truth = times[(int) Math.ceil(share * times.length) - 1];
      assertThat((double) spread.percentileMs(share))
          .as("%s of seed %d", share, seed)
          .isBetween(truth * 0.9 - 1, truth * 1.1 + 1);
    }
    assertThat(spread.leastMs()).isEqualTo(times[0]);
    assertThat(spread.mostMs()).isEqualTo(times[times.length - 1]);
  }

  @Test
  void what_was_written_is_read_again() {
    var spread = new TimeSpread();
    assertThat(TimeSpread.parse(spread.text()).percentileMs(0.5)).isZero();
    for (long ms : new long[] {0, 1, 7, 7, 250, 900_000_000_000L}) {
      spread.add(ms);
    }

    var again = TimeSpread.parse(spread.text());

    assertThat(again.text()).isEqualTo(spread.text());
    assertThat(again.count()).isEqualTo(6);
    assertThat(again.percentileMs(0.5)).isEqualTo(7);
    again.add(3);
    assertThat(again.leastMs()).isZero();
  }
}
