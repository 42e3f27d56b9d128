package dev.backlot.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How the output is shown: colours and redrawing only where a person looks at a terminal that can
 * do both, and never when {@code NO_COLOR} asks for none.
 */
record Terminal(PrintWriter out, boolean live, boolean colours, int width) {
  private static final int WIDTH_DEFAULT = 100;

  static Terminal detect(PrintWriter out, Map<String, String> environment) {
    var console = Optional.ofNullable(System.console());
    boolean tty = console.filter(Console::isTerminal).isPresent();
    var kind = environment.getOrDefault("TERM", "dumb");
    boolean live = tty && !kind.equals("dumb") && !environment.containsKey("CI");
    boolean colours = live && !environment.containsKey("NO_COLOR");
    return new Terminal(out, live, colours, live ? width(environment) : WIDTH_DEFAULT);
  }

  private static int width(Map<String, String> environment) {
    // the launcher passes on what the shell knows
    var columns =
        environment.getOrDefault("BACKLOT_COLUMNS", environment.getOrDefault("COLUMNS", ""));
    return columns.matches("\\d{2,4}")
        ? Math.clamp(Integer.parseInt(columns), 40, 400)
        : WIDTH_DEFAULT;
  }

  String green(String text) {
    return paint("32", text);
  }

  String red(String text) {
    return paint("31", text);
  }

  String yellow(String text) {
    return paint("33", text);
  }

  String dim(String text) {
    return paint("2", text);
  }

  String bold(String text) {
    return paint("1", text);
  }

  private String paint(String code, String text) {
    return colours && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /** A number with its unit, short. */
  static String seconds(java.time.Duration duration) {
    long seconds = Math.round(duration.toMillis() / 1000.0);
    if (seconds < 60) {
      return seconds + " s";
    }
    return seconds < 3600
        ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
        : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
  }
}
