package dev.backlot.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * Where in a workflow an expression or a step stands.
 *
 * @param loops the loops around it, from the outside in; empty for the workflow itself
 */
public record Standpoint(List<String> loops) {
  public static final Standpoint TOP = new Standpoint(List.of());

  public Standpoint {
    loops = List.copyOf(loops);
  }

  /** A place in the body of a loop that stands here. */
  public Standpoint within(String loop) {
    var inner = new ArrayList<>(loops);
    inner.add(loop);
    return new Standpoint(inner);
  }

  /** Whether this is the same place as the other, or one around it. */
  public boolean isAround(Standpoint other) {
    return loops.size() <= other.loops.size() && loops.equals(other.loops.subList(0, loops.size()));
  }
}
