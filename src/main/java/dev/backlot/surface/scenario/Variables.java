package dev.backlot.surface.scenario;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names that a node's CEL may use, and what they are in ours. */
final class Variables {
  // text in quotes is skipped, so that it may say what it likes
  private static final Pattern NAME =
      Pattern.compile(
          "\"(?:\\\\.|[^\"\\\\])*\"|'(?:\\\\.|[^'\\\\])*'|(?<![\\w.])([A-Za-z_]\\w*)(?!\\w|\\s*\\()");

  private final Map<String, String> names = new HashMap<>();

  void put(String name, String expression) {
    names.putIfAbsent(name.replaceAll("\\W", "_"), expression);
  }

  String in(String cel) {
    return NAME.matcher(cel)
        .replaceAll(
            found -> {
              var name = found.group(1);
              return Matcher.quoteReplacement(
                  name == null ? found.group() : names.getOrDefault(name, name));
            });
  }
}
