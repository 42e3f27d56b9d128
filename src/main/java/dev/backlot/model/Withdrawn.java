package dev.backlot.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Items beyond a batch's cursor that were cancelled one by one: they are passed over when their
 * turn comes, and then forgotten.
 *
 * @param items their numbers, ascending; the one right after the cursor is never among them
 */
public record Withdrawn(List<Integer> items) {
  /** How many a batch remembers at once. */
  public static final int MAX = 10_000;

  public static final Withdrawn NONE = new Withdrawn(List.of());

  public Withdrawn {
    items = List.copyOf(items);
  }

  public boolean contains(int item) {
    return place(item) >= 0;
  }

  /** How many there are up to the given one. */
  public int upTo(int item) {
    int place = place(item);
    return place >= 0 ? place + 1 : -place - 1;
  }

  public boolean isFull() {
    return items.size() >= MAX;
  }

  Withdrawn plus(int item) {
    int place = place(item);
    if (place >= 0) {
      return this;
    }
    var more = new ArrayList<>(items);
    more.add(-place - 1, item);
    return new Withdrawn(more);
  }

  /** The last of those that follow upon the given one without a gap; itself when none does. */
  int runFrom(int item) {
    int last = item;
    for (int i = upTo(item); i < items.size() && items.get(i) == last + 1; i++) {
      last++;
    }
    return last;
  }

  /** Those greater than the given one. */
  Withdrawn after(int item) {
    int passed = upTo(item);
    return passed == 0 ? this : new Withdrawn(items.subList(passed, items.size()));
  }

  private int place(int item) {
    return Collections.binarySearch(items, item);
  }
}
