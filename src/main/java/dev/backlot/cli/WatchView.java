package dev.backlot.cli;

import dev.backlot.json.Json;
import java.io.PrintWriter;
import java.util.Set;

/** How what is watched is shown. */
interface WatchView {
  void event(WatchedEvent event);

  /** Something about the watching itself. */
  void note(String message);

  /** Nothing more comes. */
  default void ended() {}

  /** Each event's JSON as it came, a line each; notes go elsewhere. */
  record AsJson(PrintWriter out, PrintWriter err) implements WatchView {
    @Override
    public void event(WatchedEvent event) {
      out.println(event.data());
      out.flush();
    }

    @Override
    public void note(String message) {
      err.println(Json.text(Json.object().put("event", "note").put("message", message)));
      err.flush();
    }
  }

  /** A line for each event. */
  record Plain(PrintWriter out, PrintWriter err, boolean withBatch) implements WatchView {
    @Override
    public void event(WatchedEvent event) {
      out.println(event.line(withBatch));
      out.flush();
    }

    @Override
    public void note(String message) {
      err.println(message);
      err.flush();
    }
  }

  /** What matters to a person, above one line of counts that redraws itself. */
  final class Live implements WatchView {
    private static final String CLEAR_LINE = "\r\u001b[2K";
    private static final Set<String> NOTABLE =
        Set.of("run_failed", "run_expired", "fell_back", "retry_scheduled");
    private final Terminal terminal;
    private final boolean withBatch;
    private long total;
    private long started;
    private long succeeded;
    private long failed;
    private long cancelled;
    private long gates;

    Live(Terminal terminal, boolean withBatch) {
      this.terminal = terminal;
      this.withBatch = withBatch;
    }

    @Override
    public void event(WatchedEvent event) {
      count(event);
      boolean whole = event.item().isEmpty();
      if (whole || event.name().startsWith("gate_") || NOTABLE.contains(event.name())) {
        var line = event.line(withBatch);
        above(event.name().equals("run_failed") ? terminal.red(line) : line);
      } else {
        draw();
      }
    }

    private void count(WatchedEvent event) {
      switch (event.name()) {
        case "items_added" -> total += event.json().path("count").asInt(0);
        case "run_started" -> started++;
        case "run_succeeded" -> succeeded++;
        case "run_failed" -> failed++;
        case "run_cancelled" -> cancelled++;
        case "run_reopened" -> failed = Math.max(0, failed - 1);
        case "pending_cancelled" ->
            cancelled += event.json().path("to").asInt(0) - event.json().path("from").asInt(0) + 1;
        case "gate_opened" -> gates++;
        default -> {}
      }
    }

    @Override
    public void note(String message) {
      above(terminal.yellow(message));
    }

    private void above(String text) {
      terminal.out().print(CLEAR_LINE + text + "\n");
      draw();
    }

    private void draw() {
      var text =
          (total > 0 ? (succeeded + failed + cancelled) + "/" + total : started + " started")
              + "  "
              + terminal.green("✓ " + succeeded)
              + (failed > 0 ? "  " + terminal.red("✗ " + failed) : "")
              + (cancelled > 0 ? "  cancelled " + cancelled : "")
              + (gates > 0 ? "  gates opened " + gates : "");
      terminal.out().print(CLEAR_LINE + text);
      terminal.out().flush();
    }

    @Override
    public void ended() {
      terminal.out().println();
      terminal.out().flush();
    }
  }
}
