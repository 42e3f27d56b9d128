package dev.backlot.surface;

import dev.backlot.model.StepId;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Gives what a client named freely an id of ours that reads like it; no two are the same. */
public final class StepNames {
  private static final int LENGTH_MAX = 50;

  private final Set<String> taken = new HashSet<>(Set.of(StepId.INPUTS.value()));

  public String of(String given) {
    var plain = given.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    boolean good = !plain.isEmpty() && plain.charAt(0) >= 'a' && plain.charAt(0) <= 'z';
    var start = good ? plain : "a_" + plain;
    var wanted = start.length() > LENGTH_MAX ? start.substring(0, LENGTH_MAX) : start;
    var free = wanted;
    for (int number = 2; !taken.add(free); number++) {
      free = wanted + "_" + number;
    }
    return free;
  }
}
