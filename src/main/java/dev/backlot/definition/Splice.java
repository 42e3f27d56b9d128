package dev.backlot.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Cuts text into words and expressions; a doubled dollar stands for the opening sign itself. */
final class Splice {
  private static final String OPEN = "${{";
  private static final String ESCAPED = "$${{";

  sealed interface Part {}

  record Words(String text) implements Part {}

  /** An expression without its surrounding blanks, and where in the text it starts. */
  record Code(String source, int offset) implements Part {}

  /** An expression that never ends. */
  record Unclosed(int offset) implements Part {}

  private final String text;
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder words = new StringBuilder();
  private int at;

  private Splice(String text) {
    this.text = text;
  }

  static boolean hasSigns(String text) {
    return text.contains(OPEN);
  }

  static List<Part> cut(String text) {
    return new Splice(text).cut();
  }

  /** The expression that a text consists of, if it is nothing but one. */
  static Optional<Code> only(String text) {
    var parts = cut(text.strip());
    int inset = text.length() - text.stripLeading().length();
    return parts.size() == 1 && parts.getFirst() instanceof Code(var source, var offset)
        ? Optional.of(new Code(source, offset + inset))
        : Optional.empty();
  }

  private List<Part> cut() {
    while (at < text.length()) {
      if (text.startsWith(ESCAPED, at)) {
        words.append(OPEN);
        at += ESCAPED.length();
      } else if (text.startsWith(OPEN, at)) {
        code();
      } else {
        words.append(text.charAt(at));
        at++;
      }
    }
    endWords();
    return parts;
  }

  private void endWords() {
    if (!words.isEmpty()) {
      parts.add(new Words(words.toString()));
      words.setLength(0);
    }
  }

  private void code() {
    endWords();
    int start = at + OPEN.length();
    int end = end(start);
    if (end < 0) {
      parts.add(new Unclosed(at));
      at = text.length();
      return;
    }
    var source = text.substring(start, end);
    parts.add(new Code(source.strip(), start + source.length() - source.stripLeading().length()));
    at = end + 2;
  }

  /** Where the expression is closed: not within quotes, and not by the end of a map of its own. */
  private int end(int start) {
    int depth = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'' || c == '"') {
        i = closingQuote(i, c);
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && depth > 0) {
        depth--;
      } else if (text.startsWith("}}", i)) {
        return i;
      }
    }
    return -1;
  }

  private int closingQuote(int open, char quote) {
    for (int i = open + 1; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == quote) {
        return i;
      }
    }
    return text.length();
  }
}
