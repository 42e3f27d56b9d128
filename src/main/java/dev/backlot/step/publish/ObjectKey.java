package dev.backlot.step.publish;

import dev.backlot.provider.HeldSecrets.UnusableException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** The keys of objects, made from a pattern such as <code>{item}/{name}.{ext}</code>. */
record ObjectKey(String prefix, String pattern) {
  static final String USUAL = "{item}/{name}.{ext}";
  private static final int BYTES_MAX = 1_024;
  private static final Pattern WORD = Pattern.compile("\\{([a-z0-9]*)}");

  /**
   * The key of a file.
   *
   * @param number of the file, counted from 1
   */
  String of(String item, FileNames.Named file, int number) throws UnusableException {
    var words =
        Map.of(
            "item", item,
            "name", file.stem(),
            "ext", file.extension(),
            "sha256", file.asset().id().sha256(),
            "number", Integer.toString(number));
    var key = new StringBuilder();
    var found = WORD.matcher(pattern);
    while (found.find()) {
      var word = words.get(found.group(1));
      if (word == null) {
        throw new UnusableException(
            "key",
            "expected {item}, {name}, {ext}, {sha256} and {number}, but '" + found.group() + "'");
      }
      found.appendReplacement(key, java.util.regex.Matcher.quoteReplacement(word));
    }
    found.appendTail(key);
    return checked(prefix.isEmpty() ? key.toString() : prefix.replaceFirst("/+$", "") + "/" + key);
  }

  /** What some stores and all browsers take for something else is refused. */
  static String checked(String key) throws UnusableException {
    boolean plain =
        !key.isEmpty()
            && key.getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX
            && key.chars().noneMatch(Character::isISOControl);
    for (var part : key.split("/", -1)) {
      plain &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
    }
    if (!plain) {
      throw new UnusableException(
          "key", "expected names between slashes, at most 1,024 bytes, but '" + key + "'");
    }
    return key;
  }
}
