package dev.backlot.media;

import java.awt.Font;
import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Which letters the fonts that are here can draw. Thread-safe. */
public final class Glyphs {
  /** Letters below this one, Latin, are in every font. */
  private static final int COMMON_END = 0x250;

  private static final int NAMED_MAX = 8;

  private final List<Font> own;
  private final Supplier<List<Font>> installed;

  /**
   * @param installed asked for no sooner than there is a letter that not every font has
   */
  Glyphs(List<Font> own, Supplier<List<Font>> installed) {
    this.own = own;
    this.installed = installed;
  }

  /**
   * Refuses words that would come out as empty boxes; where the JVM knows no fonts, nothing can be
   * said beforehand.
   */
  public void check(String words) throws MediaException {
    var missing = words.codePoints().distinct().filter(this::isMissing).boxed().toList();
    if (missing.isEmpty()) {
      return;
    }
    var letters =
        missing.stream().limit(NAMED_MAX).map(Character::toString).collect(Collectors.joining(" "));
    throw MediaException.invalid(
        "expected letters that an installed font has, but none has %s: install %s"
            .formatted(letters, packageFor(missing.getFirst())));
  }

  /** A font that has this letter, one of the operator's before the machine's. */
  public Optional<Font> fontWith(int letter) {
    return with(letter, own).or(() -> with(letter, installed.get()));
  }

  private static Optional<Font> with(int letter, List<Font> fonts) {
    return fonts.stream().filter(font -> font.canDisplay(letter)).findFirst();
  }

  private boolean isMissing(int letter) {
    return letter >= COMMON_END
        && isDrawn(letter)
        && !installed.get().isEmpty()
        && fontWith(letter).isEmpty();
  }

  /** Joiners, marks of direction and variation selectors leave no ink. */
  private static boolean isDrawn(int letter) {
    boolean selector =
        (letter >= 0xFE00 && letter <= 0xFE0F) || (letter >= 0xE0100 && letter <= 0xE01EF);
    return !selector
        && !Character.isISOControl(letter)
        && !Character.isWhitespace(letter)
        && Character.getType(letter) != Character.FORMAT;
  }

  private static String packageFor(int letter) {
    return switch (UnicodeScript.of(letter)) {
      case HAN, HIRAGANA, KATAKANA, HANGUL, BOPOMOFO ->
          "one for Chinese, Japanese and Korean, such as fonts-noto-cjk";
      case COMMON -> "one with such signs, such as fonts-noto-core or fonts-noto-color-emoji";
      default -> "one for " + Character.getName(letter) + " and its like, such as fonts-noto-core";
    };
  }
}
