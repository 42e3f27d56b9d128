package dev.backlot.cli;

import dev.backlot.model.ItemCounts;
import dev.backlot.runtime.BatchTiming;
import dev.backlot.runtime.Busy;
import dev.backlot.store.BatchRecord;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One line that redraws itself under the failures: a bar of segments, counts, rate, ETA, busy
 * steps.
 */
final class LiveProgress implements Progress {
  private static final String CLEAR_LINE = "\r\u001b[2K";
  private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};

  private final Terminal terminal;
  private String line = "";
  private int turns;

  LiveProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void started(BatchRecord batch, String note) {
    above(terminal.bold(batch.origin().name()) + "  " + note);
  }

  @Override
  public void update(BatchRecord batch, BatchTiming timing, Map<String, Busy> busy) {
    var counts = batch.state().counts();
    var facts = facts(counts, timing);
    var steps = busy(busy);
    int plain = facts.length() + steps.length() + 8;
    int bar = Math.clamp(terminal.width() - plain, 10, 40);
    draw(
        SPINNER[turns++ % SPINNER.length]
            + " "
            + bar(counts, bar)
            + " "
            + facts
            + "  "
            + terminal.dim(steps));
  }

  private String facts(ItemCounts counts, BatchTiming timing) {
    var rate =
        String.format(
            Locale.ROOT,
            timing.itemsPerSecond() < 10 ? "%.1f/s" : "%.0f/s",
            timing.itemsPerSecond());
    var text = counts.ended() + "/" + counts.total();
    if (counts.failed() > 0) {
      text += "  ✗ " + counts.failed();
    }
    if (counts.ended() > 0) {
      text += "  " + rate;
    }
    return text
        + timing.remaining().map(left -> "  " + Terminal.seconds(left) + " left").orElse("");
  }

  private static String busy(Map<String, Busy> busy) {
    return busy.entrySet().stream()
        .map(step -> step.getKey() + much(step.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String much(Busy step) {
    return step.attempts() > 1
        ? "×" + step.attempts()
        : step.progress().map(told -> " " + Math.round(100 * told.fraction()) + " %").orElse("");
  }

  private String bar(ItemCounts counts, int width) {
    int total = Math.max(1, counts.total());
    int done = share(counts.succeeded(), total, width);
    int failed = share(counts.failed() + counts.cancelled(), total, width);
    int running = Math.min(share(counts.running(), total, width), width - done - failed);
    int rest = Math.max(0, width - done - failed - running);
    return terminal.green("█".repeat(done))
        + terminal.red("█".repeat(failed))
        + terminal.yellow("▒".repeat(running))
        + terminal.dim("░".repeat(rest));
  }

  private static int share(int count, int total, int width) {
    // whatever exists at all is seen
    return count == 0 ? 0 : Math.max(1, (int) ((long) count * width / total));
  }

  @Override
  public void failed(FailedItem item) {
    above(
        terminal.red("✗ " + item.name())
            + "  "
            + terminal.dim(item.step() + ":")
            + " "
            + item.message());
  }

  @Override
  public void say(String message) {
    above(message);
  }

  private void above(String text) {
    terminal.out().print(CLEAR_LINE + text + "\n" + line);
    terminal.out().flush();
  }

  private void draw(String text) {
    line = text;
    terminal.out().print(CLEAR_LINE + text);
    terminal.out().flush();
  }

  @Override
  public void ended() {
    line = "";
    terminal.out().print(CLEAR_LINE);
    terminal.out().flush();
  }
}
