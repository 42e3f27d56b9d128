package dev.backlot.media.own;

import dev.backlot.settings.SettingsFile.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The kinds of values that a manifest holds, beyond text. */
final class Fields {
  private static final Pattern REAL = Pattern.compile("-?\\d{1,6}(\\.\\d{1,12})?");

  private Fields() {}

  /** A number, or the usual one. */
  static float number(Entry at, String name, float usual) {
    return at.text(name, "a number such as 0.00392157", fits(REAL))
        .map(Float::parseFloat)
        .orElse(usual);
  }

  /** So many numbers of a list, or as many times the usual one. */
  static float[] numbers(Entry at, String name, int count, float usual) {
    var numbers = new float[count];
    Arrays.fill(numbers, usual);
    if (!at.has(name)) {
      return numbers;
    }
    var texts = at.texts(name, count + " numbers", fits(REAL));
    if (texts.size() != count) {
      at.mistake(name, "expected " + count + " numbers, but " + texts.size());
      return numbers;
    }
    for (int i = 0; i < count; i++) {
      numbers[i] = Float.parseFloat(texts.get(i));
    }
    if (name.equals("std") && texts.stream().anyMatch(text -> Float.parseFloat(text) <= 0)) {
      at.mistake(name, "expected numbers above 0");
    }
    return numbers;
  }

  /** One of some words, or the usual one. */
  static <E extends Enum<E>> E word(Entry at, String name, E usual, E[] values) {
    var words = Arrays.stream(values).map(Fields::word).toList();
    return at.text(name, "one of " + String.join(", ", words), words::contains)
        .map(found -> values[words.indexOf(found)])
        .orElse(usual);
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Whether a text is written so. */
  static Predicate<String> fits(Pattern pattern) {
    return text -> pattern.matcher(text).matches();
  }

  /** Whether a text is one of these. */
  static Predicate<String> oneOf(String... words) {
    return List.of(words)::contains;
  }

  /** Whether a text is one line of so many characters. */
  static Predicate<String> line(int most) {
    return text -> !text.isBlank() && text.length() <= most && text.lines().count() == 1;
  }
}
