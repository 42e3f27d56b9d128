package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole server on one thread, by a clock that a hand turns. A failure names its seed: {@code
 * -Dtest=SimulationTest -Dseed=N -Dsimulation.seeds=1} plays it again.
 */
class SimulationTest {
  private static final org.slf4j.Logger LOG = org.slf4j.LoggerFactory.getLogger("simulation");
  private static final Logger SERVER = Logger.getLogger("dev.backlot.runtime");

  @TempDir Path folder;
  private int crashes;
  private int paid;
  private int reused;

  /** What crashes on purpose has nothing to say. */
  @BeforeEach
  void hush() {
    SERVER.setLevel(Level.OFF);
  }

  @AfterEach
  void speak() {
    SERVER.setLevel(null);
  }

  @Test
  void whatever_crashes_every_promise_is_kept() {
    // other worlds each time: the same ones would find what they found once
    play(
        Long.getLong("seed", System.currentTimeMillis()),
        Integer.getInteger("simulation.seeds", 50),
        Duration.ofHours(1));

    assertThat(crashes).as("crashes").isPositive();
  }

  @Test
  @Tag("soak")
  void any_number_of_worlds_keep_every_promise() {
    play(
        Long.getLong("seed", System.currentTimeMillis()),
        Integer.getInteger("simulation.seeds", 1_000_000),
        Duration.ofMinutes(Integer.getInteger("simulation.minutes", 20)));
  }

  @Test
  void a_seed_brings_the_same_world_back() throws Exception {
    for (long seed = 1; seed <= 5; seed++) {
      assertThat(world(seed)).as("seed %d", seed).isEqualTo(world(seed));
    }
  }

  private void play(long first, int count, Duration most) {
    long end = System.nanoTime() + most.toNanos();
    int played = 0;
    for (long seed = first; seed < first + count && System.nanoTime() < end; seed++) {
      played++;
      try {
        var _ = world(seed);
      } catch (Exception | Error e) {
        throw new AssertionError(
            "failed; again with -Dtest=SimulationTest -Dsimulation.seeds=1 -Dseed="
                + seed
                + ": "
                + e.getMessage(),
            e);
      }
    }
    LOG.info(
        "{} worlds from seed {}: {} crashes, {} results paid for, {} reused",
        played,
        first,
        crashes,
        paid,
        reused);
  }

  private String world(long seed) throws Exception {
    var place = folder.resolve(Long.toString(seed));
    var world = new SimulatedWorld(place, seed);
    try {
      return world.play();
    } finally {
      crashes += world.crashes();
      paid += world.paid();
      reused += world.truth.reused;
      delete(place);
    }
  }

  private static void delete(Path place) throws Exception {
    try (var files = Files.walk(place)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
