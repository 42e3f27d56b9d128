package dev.backlot.step.worker;

import dev.backlot.step.StepContext;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/**
 * What the server hears of how far one job is. A worker that tells much more often than {@link
 * Telling} does is not one of ours any more.
 */
final class Hearing {
  /** So many at once are forgiven: they may have waited in the pipe. */
  private static final int BURST = 100;

  private final StepContext context;
  private final long since = System.nanoTime();
  private int heard;

  Hearing(StepContext context) {
    this.context = context;
  }

  /**
   * Passes it on.
   *
   * @throws IOException when it floods
   */
  void hear(JsonNode told) throws IOException {
    long due = (System.nanoTime() - since) / Telling.PAUSE.toNanos();
    if (++heard > BURST + 2 * due) {
      throw new IOException("it tells how far it is without end");
    }
    context.progress(Telling.read(told));
  }
}
