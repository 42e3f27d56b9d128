package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.Seeded;
import dev.backlot.model.BatchId;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BatchIdsTest {
  private static final Instant START = Instant.parse("2026-11-01T10:00:00Z");

  @Test
  void ids_grow_whatever_the_clock_does() {
    Seeded.times(
        100,
        random -> {
          var clock = new AtomicReference<>(START);
          var ids = new BatchIds(clock::get, 0);
          BatchId last = ids.next();
          for (int i = 0; i < 1_000; i++) {
            clock.updateAndGet(now -> now.plusMillis(random.nextInt(10) - 5));
            var next = ids.next();
            assertThat(next).isGreaterThan(last);
            last = next;
          }
        });
  }

  @Test
  void a_restart_goes_on_above_the_greatest_id_ever_given() {
    long greatest = START.plusSeconds(3_600).toEpochMilli() << 16;

    assertThat(new BatchIds(() -> START, greatest).next().number()).isEqualTo(greatest + 1);
  }

  @Test
  void an_id_tells_when_it_was_given() {
    assertThat(new BatchIds(() -> START, 0).next().createdAt()).isEqualTo(START);
  }
}
