package dev.backlot.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.ChildJvm;
import dev.backlot.fixture.Seeded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process is killed in the middle of its work, again and again. */
class KillTest {
  private static final int ACKNOWLEDGED_MAX = 120;
  private static final int KILLS = 20;

  @TempDir Path folder;

  @Test
  void twenty_kills_lose_nothing_acknowledged_and_repeat_nothing_finished() {
    Seeded.once(this::surviveKills);
  }

  @Test
  @Tag("soak")
  void hundreds_of_kills_lose_nothing_acknowledged_and_repeat_nothing_finished() {
    // each story starts anew: what is compared after a life grows with all lives before it
    Seeded.times(Integer.getInteger("soak.kills", 300) / KILLS, this::surviveKills);
  }

  private void surviveKills(Random random) throws Exception {
    new Story(Files.createTempDirectory(folder, "story")).surviveKills(random);
  }

  private record Life(List<Long> acknowledged, boolean killed) {}

  /** Lives on the same data, one after another. */
  private record Story(Path folder) {
    void surviveKills(Random random) throws Exception {
      var before = Ledger.read(DiamondProgram.data(folder));
      for (int killed = 0; killed < KILLS; ) {
        long noted = notes().size();
        var life = live(random.nextInt(ACKNOWLEDGED_MAX));
        killed += life.killed() ? 1 : 0;
        before = check(before, life, noted);
      }
      check(before, live(Integer.MAX_VALUE), notes().size()).assertEveryBatchSucceeded();
      assertNoNoteIsMissing();
    }

    /**
     * One life of the program: it is killed once it has acknowledged so many groups, if it lives
     * that long.
     */
    private Life live(int groups) throws Exception {
      var acknowledged = new ArrayList<Long>();
      boolean done = false;
      boolean killed = false;
      try (var child = ChildJvm.start(DiamondProgram.class, folder.toString())) {
        // what it said between our decision and its death counts as well
        for (var line = child.line(); line.isPresent(); line = child.line()) {
          done |= line.get().equals("done");
          if (line.get().matches("[0-9]+")) {
            acknowledged.add(Long.valueOf(line.get()));
          }
          if (!done && !killed && acknowledged.size() >= groups) {
            child.kill();
            killed = true;
          }
        }
        assertThat(killed || done).as("it was killed or came to its end").isTrue();
      }
      return new Life(acknowledged, killed);
    }

    private Ledger check(Ledger before, Life life, long noted) throws IOException {
      var after = Ledger.read(DiamondProgram.data(folder));
      after.assertContinues(before);
      after.assertHolds(life.acknowledged());
      var repeated = notes().stream().skip(noted).filter(before.finishedSteps()::contains).toList();
      assertThat(repeated).as("steps that had finished before this life").isEmpty();
      return after;
    }

    private void assertNoNoteIsMissing() throws IOException {
      var finished = Ledger.read(DiamondProgram.data(folder)).finishedSteps();
      assertThat(notes()).containsAll(finished);
    }

    private List<String> notes() throws IOException {
      var notes = DiamondProgram.notes(folder);
      return Files.exists(notes) ? Files.readAllLines(notes) : List.of();
    }
  }
}
