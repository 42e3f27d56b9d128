package dev.backlot.cli;

import dev.backlot.runtime.BatchTiming;
import dev.backlot.runtime.Busy;
import dev.backlot.store.BatchRecord;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Plain lines for pipes and logs: one every {@link #EVERY}, when something has changed. */
final class PlainProgress implements Progress {
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final Terminal terminal;
  private Duration last = Duration.ZERO;
  private int lastEnded = -1;

  PlainProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void started(BatchRecord batch, String note) {
    say(batch.origin().name() + ": " + note);
  }

  @Override
  public void update(BatchRecord batch, BatchTiming timing, Map<String, Busy> busy) {
    var counts = batch.state().counts();
    if (counts.ended() == lastEnded || timing.elapsed().minus(last).compareTo(EVERY) < 0) {
      return;
    }
    last = timing.elapsed();
    lastEnded = counts.ended();
    var rate = String.format(Locale.ROOT, "%.1f", timing.itemsPerSecond());
    say(
        "%d of %d ended, %d failed, %s items/s%s%s"
            .formatted(
                counts.ended(),
                counts.total(),
                counts.failed(),
                rate,
                timing
                    .remaining()
                    .map(left -> ", about " + Terminal.seconds(left) + " left")
                    .orElse(""),
                busy.isEmpty() ? "" : ", busy with " + String.join(", ", busy.keySet())));
  }

  @Override
  public void failed(FailedItem item) {
    say("failed: " + item.name() + ": " + item.step() + ": " + item.message());
  }

  @Override
  public void say(String message) {
    terminal.out().println(message);
    terminal.out().flush();
  }

  @Override
  public void ended() {}
}
