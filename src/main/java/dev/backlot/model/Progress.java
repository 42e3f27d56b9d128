package dev.backlot.model;

import java.util.Optional;

/**
 * How far a piece of work is: told while it goes on, and kept nowhere.
 *
 * @param fraction of all of it, 0 to 1; what lies outside is brought to the nearer end, what is no
 *     number to 0
 * @param words for people, such as {@code frame 12 of 50}; cut at {@value #WORDS_MAX} characters
 */
public record Progress(double fraction, Optional<String> words) {
  public static final int WORDS_MAX = 80;

  public Progress {
    fraction = fraction >= 0 ? Math.min(fraction, 1) : 0;
    words = words.filter(text -> !text.isBlank()).map(Progress::cut);
  }

  public Progress(double fraction) {
    this(fraction, Optional.empty());
  }

  public Progress(double fraction, String words) {
    this(fraction, Optional.of(words));
  }

  /**
   * So many of so many, such as {@code frame 12 of 50}.
   *
   * @param all at least 1
   */
  public static Progress of(String what, int done, int all) {
    return new Progress((double) done / all, what + " " + done + " of " + all);
  }

  private static String cut(String text) {
    if (text.length() <= WORDS_MAX) {
      return text;
    }
    boolean splits = Character.isHighSurrogate(text.charAt(WORDS_MAX - 1));
    return text.substring(0, splits ? WORDS_MAX - 1 : WORDS_MAX);
  }
}
