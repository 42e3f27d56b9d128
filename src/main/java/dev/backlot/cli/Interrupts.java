package dev.backlot.cli;

import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/** Ctrl-C as a wish: the first one asks to stop, the second one ends the process at once. */
final class Interrupts {
  private final AtomicInteger count = new AtomicInteger();
  private final Runnable wake;

  private Interrupts(Runnable wake) {
    this.wake = wake;
  }

  static Interrupts listen() {
    return listen(() -> {});
  }

  /**
   * @param wake what else to do at the first one, for those who cannot look now and then
   */
  static Interrupts listen(Runnable wake) {
    var interrupts = new Interrupts(wake);
    Runnable handler = interrupts::hear;
    Signals.register("INT", handler);
    Signals.register("TERM", handler);
    return interrupts;
  }

  private void hear() {
    if (count.incrementAndGet() > 1) {
      Runtime.getRuntime().halt(ExitCodes.INTERRUPTED);
    }
    wake.run();
  }

  boolean asked() {
    return count.get() > 0;
  }
}
