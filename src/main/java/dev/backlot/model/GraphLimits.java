package dev.backlot.model;

/**
 * How large a workflow may be and become; the operator's word.
 *
 * @param steps of a file, those within loops too, 1 to {@value #STEPS_CEILING}
 * @param iterations of one loop, 1 to {@value #ITERATIONS_CEILING}
 * @param depth of loops and sub-workflows within each other, 1 to {@value #DEPTH_CEILING}
 * @param resultCharacters of one step's result as JSON, 1,024 to {@value #RESULT_CEILING}; what is
 *     larger belongs into assets
 */
public record GraphLimits(int steps, int iterations, int depth, int resultCharacters) {
  public static final int STEPS_CEILING = 2_000;
  public static final int ITERATIONS_CEILING = 10_000;
  public static final int DEPTH_CEILING = 10;
  public static final int RESULT_CEILING = 4_194_304;
  private static final int RESULT_LEAST = 1_024;

  public static final GraphLimits DEFAULT = new GraphLimits(200, 1_000, 5, 262_144);

  public GraphLimits {
    check("steps", steps, 1, STEPS_CEILING);
    check("iterations", iterations, 1, ITERATIONS_CEILING);
    check("depth", depth, 1, DEPTH_CEILING);
    check("characters of a result", resultCharacters, RESULT_LEAST, RESULT_CEILING);
  }

  private static void check(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "expected %,d to %,d %s, but %,d".formatted(least, most, what, value));
    }
  }
}
