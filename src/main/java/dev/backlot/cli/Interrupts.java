package dev.backlot.cli;

import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/** Ctrl-C as a wish: the first one asks to stop, the second one ends the process at once. */
final class Interrupts {
  private final AtomicInteger count = new AtomicInteger();

  static Interrupts listen() {
    var interrupts = new Interrupts();
    Runnable handler = interrupts::hear;
    Signals.register("INT", handler);
    Signals.register("TERM", handler);
    return interrupts;
  }

  private void hear() {
    if (count.incrementAndGet() > 1) {
      Runtime.getRuntime().halt(ExitCodes.INTERRUPTED);
    }
  }

  boolean asked() {
    return count.get() > 0;
  }
}
