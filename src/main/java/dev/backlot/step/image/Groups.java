package dev.backlot.step.image;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Puts things together that are alike, directly or through others. */
final class Groups {
  /** Whether two things, by their numbers, belong together. */
  interface Alike {
    boolean test(int one, int other);
  }

  private Groups() {}

  /** Every number from 0 on is in exactly one group; groups go by their first. */
  static List<List<Integer>> of(int count, Alike alike) {
    var leaders = new int[count];
    for (int i = 0; i < count; i++) {
      leaders[i] = i;
      for (int j = 0; j < i; j++) {
        if (alike.test(i, j)) {
          join(leaders, i, j);
        }
      }
    }
    var groups = new TreeMap<Integer, List<Integer>>();
    for (int i = 0; i < count; i++) {
      groups.computeIfAbsent(leader(leaders, i), _ -> new ArrayList<>()).add(i);
    }
    return List.copyOf(groups.values());
  }

  private static void join(int[] leaders, int one, int other) {
    int a = leader(leaders, one);
    int b = leader(leaders, other);
    leaders[Math.max(a, b)] = Math.min(a, b);
  }

  private static int leader(int[] leaders, int of) {
    int leader = of;
    while (leaders[leader] != leader) {
      leader = leaders[leader];
    }
    return leader;
  }
}
