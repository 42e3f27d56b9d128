package dev.backlot.engine;

import dev.backlot.fixture.Seeded;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RandomRunsTest {
  @Test
  void ten_thousand_random_runs_keep_every_promise() {
    play(10_000);
  }

  @Test
  @Tag("soak")
  void any_number_of_random_runs_keep_every_promise() {
    play(Integer.getInteger("soak.sequences", 1_000_000));
  }

  private static void play(int sequences) {
    Seeded.times(sequences, random -> new RandomRun(RandomGraph.of(random), random).play());
  }
}
