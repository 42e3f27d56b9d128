package dev.backlot.provider;

import dev.backlot.model.Failure;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The shapes of those who take no size in pixels, such as {@code 16:9}. */
public final class Shape {
  private Shape() {}

  /** Why a size cannot be told; empty when both sides are given, or neither. */
  public static Optional<Failure.Invalid> refuse(Task.GenerateImage task) {
    return task.width().isPresent() == task.height().isPresent()
        ? Optional.empty()
        : Optional.of(
            new Failure.Invalid(
                task.width().isPresent() ? "height" : "width",
                "expected a width and a height, or neither"));
  }

  /** The one nearest to the size that is asked for; empty when none is. */
  public static Optional<String> nearest(List<String> shapes, Task.GenerateImage task) {
    return task.width()
        .flatMap(width -> task.height().map(height -> (double) width / height))
        .flatMap(
            wide ->
                shapes.stream()
                    .min(
                        Comparator.comparingDouble(
                            shape -> Math.abs(Math.log(ratio(shape) / wide)))));
  }

  private static double ratio(String shape) {
    var sides = shape.split(":", 2);
    return Double.parseDouble(sides[0]) / Double.parseDouble(sides[1]);
  }
}
