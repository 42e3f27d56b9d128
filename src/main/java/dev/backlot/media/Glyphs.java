package dev.backlot.media;

import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.lang.Character.UnicodeScript;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Which letters the installed fonts can draw. Thread-safe. */
public final class Glyphs {
  /** Letters below this one, Latin, are in every font. */
  private static final int COMMON_END = 0x250;

  private static final int NAMED_MAX = 8;

  private Glyphs() {}

  /** Read when first needed: with many fonts that takes a second. */
  private static final class Installed {
    static final List<Font> FONTS = fonts();

    private static List<Font> fonts() {
      try {
        return List.of(GraphicsEnvironment.getLocalGraphicsEnvironment().getAllFonts());
      } catch (LinkageError | InternalError | RuntimeException bareMachine) {
        // Without the system's fontconfig the JVM knows no fonts; libvips brings its own.
        return List.of();
      }
    }
  }

  /**
   * Refuses words that would come out as empty boxes; where the JVM knows no fonts, nothing can be
   * said beforehand.
   */
  public static void check(String words) throws MediaException {
    var missing = words.codePoints().distinct().filter(Glyphs::isMissing).boxed().toList();
    if (missing.isEmpty()) {
      return;
    }
    var letters =
        missing.stream().limit(NAMED_MAX).map(Character::toString).collect(Collectors.joining(" "));
    throw MediaException.invalid(
        "expected letters that an installed font has, but none has %s: install %s"
            .formatted(letters, packageFor(missing.getFirst())));
  }

  /** An installed font that has this letter. */
  public static Optional<Font> fontWith(int letter) {
    return Installed.FONTS.stream().filter(font -> font.canDisplay(letter)).findFirst();
  }

  private static boolean isMissing(int letter) {
    return letter >= COMMON_END
        && isDrawn(letter)
        && !Installed.FONTS.isEmpty()
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
