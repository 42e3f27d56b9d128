package dev.backlot.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.Seeded;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {
  private static RunId run(Random random) {
    return new BatchId(1 + random.nextLong(Long.MAX_VALUE - 1))
        .run(1 + random.nextInt(Integer.MAX_VALUE));
  }

  @Test
  void a_run_and_its_batch_come_back_from_their_uuids() {
    Seeded.times(
        10_000,
        random -> {
          var run = run(random);

          assertThat(RunId.parse(run.toString())).contains(run);
          assertThat(BatchId.parse(run.batch().toString())).contains(run.batch());
        });
  }

  @Test
  void a_runs_uuid_is_no_batchs_and_the_other_way_round() {
    var run = run(new Random(1));

    assertThat(BatchId.parse(run.toString())).isEmpty();
    assertThat(RunId.parse(run.batch().toString())).isEmpty();
  }

  @Test
  void ids_are_version_7_uuids_that_sort_by_time() {
    Seeded.times(
        1_000,
        random -> {
          var earlier = new BatchId(1 + random.nextLong(Long.MAX_VALUE / 2));
          var later = new BatchId(earlier.number() + 1 + random.nextLong(1L << 40));

          assertThat(UUID.fromString(earlier.toString()).version()).isEqualTo(7);
          assertThat(earlier.toString()).isLessThan(later.toString());
        });
  }

  @Test
  void uuids_of_others_are_refused() {
    Seeded.times(
        10_000,
        random -> {
          var foreign = new UUID(random.nextLong(), random.nextLong());

          assertThat(RunId.parse(foreign.toString())).isEmpty();
          assertThat(BatchId.parse(foreign.toString())).isEmpty();
        });
  }

  @Test
  void text_that_is_no_uuid_is_refused() {
    for (var text : new String[] {"", "1", "x".repeat(36), "0".repeat(36), "-".repeat(36)}) {
      assertThat(RunId.parse(text)).isEmpty();
      assertThat(BatchId.parse(text)).isEmpty();
    }
  }
}
