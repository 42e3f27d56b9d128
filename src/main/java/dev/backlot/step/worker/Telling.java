package dev.backlot.step.worker;

import dev.backlot.json.Json;
import dev.backlot.model.Progress;
import java.io.IOException;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a worker tells the other side how far its job is: beside questions and answers, and no more
 * often than anybody looks.
 */
final class Telling {
  static final String FIELD = "progress";

  /** At least so long between two messages. */
  static final Duration PAUSE = Duration.ofMillis(100);

  private final Frames frames;
  private long next = System.nanoTime();
  private boolean over;

  Telling(Frames frames) {
    this.frames = frames;
  }

  synchronized void tell(Progress progress) {
    if (over || System.nanoTime() - next < 0) {
      return;
    }
    next = System.nanoTime() + PAUSE.toNanos();
    try {
      frames.send(node(progress));
    } catch (IOException _) {
      // the other side is gone, as the next question or answer finds out
      over = true;
    }
  }

  /** The job has ended: a thread of it that still runs is not heard any more. */
  synchronized void end() {
    over = true;
  }

  private static ObjectNode node(Progress progress) {
    var node = Json.object();
    var told = node.putObject(FIELD).put("fraction", progress.fraction());
    progress.words().ifPresent(words -> told.put("words", words));
    return node;
  }

  static Progress read(JsonNode told) {
    return new Progress(told.path("fraction").asDouble(0), told.path("words").asString(""));
  }
}
