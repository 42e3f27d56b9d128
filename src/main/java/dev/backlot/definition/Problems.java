package dev.backlot.definition;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one file; tells the first {@value #SHOWN_MAX} by position. */
final class Problems {
  static final int SHOWN_MAX = 100;

  private final String file;
  private final List<Problem> found = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  void add(Place place, String path, String message) {
    found.add(new Problem(file, place.line(), place.column(), path, message));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<Problem> sorted() {
    var sorted = found.stream().distinct().sorted(Problem.ORDER).toList();
    if (sorted.size() <= SHOWN_MAX) {
      return sorted;
    }
    var shown = new ArrayList<>(sorted.subList(0, SHOWN_MAX));
    var next = sorted.get(SHOWN_MAX);
    shown.add(
        new Problem(
            file,
            next.line(),
            next.column(),
            "",
            "and " + (sorted.size() - SHOWN_MAX) + " more problems"));
    return shown;
  }
}
