package dev.backlot.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known word that somebody who mistyped most likely meant. */
public final class Nearest {
  private static final int WORD_MAX = 100;

  private Nearest() {}

  /** The closest candidate; empty when none is close: about a third of the letters may differ. */
  public static Optional<String> to(String word, Collection<String> candidates) {
    if (word.length() > WORD_MAX) {
      return Optional.empty();
    }
    return candidates.stream()
        .filter(candidate -> candidate.length() <= WORD_MAX && isClose(word, candidate))
        .min(
            Comparator.comparingInt((String candidate) -> distance(word, candidate))
                .thenComparing(c -> c));
  }

  /** The end of an error message: {@code , did you mean 'cutout'?}, or nothing. */
  public static String hint(String word, Collection<String> candidates) {
    return to(word, candidates).map(found -> ", did you mean '" + found + "'?").orElse("");
  }

  private static boolean isClose(String word, String candidate) {
    int limit = Math.max(1, (Math.max(word.length(), candidate.length()) + 1) / 3);
    return Math.abs(word.length() - candidate.length()) <= limit
        && distance(word, candidate) <= limit;
  }

  /** Edits from one word to the other: insert, delete, replace, or swap two neighbours. */
  static int distance(String from, String to) {
    var edits = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : cheapest(edits, from, to, i, j);
      }
    }
    return edits[from.length()][to.length()];
  }

  private static int cheapest(int[][] edits, String from, String to, int i, int j) {
    int replace = edits[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replace, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, 1 + edits[i - 2][j - 2]) : best;
  }
}
