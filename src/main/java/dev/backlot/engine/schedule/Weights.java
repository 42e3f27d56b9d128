package dev.backlot.engine.schedule;

import dev.backlot.model.Priority;

/**
 * What priorities weigh between the batches of one tenant: while all of them wait, a high one takes
 * twice the turns of a normal one and four times those of a low one. So a low batch among n others
 * has its turn after at most 4n + 1 turns of its tenant, whatever comes in later.
 */
public final class Weights {
  private Weights() {}

  public static int of(Priority priority) {
    return switch (priority) {
      case HIGH -> 4;
      case NORMAL -> 2;
      case LOW -> 1;
    };
  }
}
