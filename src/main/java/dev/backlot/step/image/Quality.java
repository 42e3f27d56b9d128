package dev.backlot.step.image;

import dev.backlot.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is technically good and bad about a photo.
 *
 * @param dark share of the pixels at black
 * @param bright share of the pixels at white
 * @param noise standard deviation of the grain, in levels of 255
 * @param shorter shorter side in pixels
 */
record Quality(
    double sharpness,
    double brightness,
    double contrast,
    double dark,
    double bright,
    double noise,
    int shorter) {
  private static final int BLACK = 4;
  private static final int WHITE = 251;

  static Quality of(double sharpness, Grey whole, Grey middle, int shorter) {
    double sum = 0;
    double squares = 0;
    int dark = 0;
    int bright = 0;
    for (double level : whole.levels()) {
      sum += level;
      squares += level * level;
      dark += level <= BLACK ? 1 : 0;
      bright += level >= WHITE ? 1 : 0;
    }
    double count = whole.levels().length;
    double mean = sum / count;
    double deviation = Math.sqrt(Math.max(0, squares / count - mean * mean));
    return new Quality(
        sharpness,
        mean / 255,
        deviation / 255,
        dark / count,
        bright / count,
        noise(middle),
        shorter);
  }

  /** Immerkaer's estimate: what a mask says that knows neither even areas nor straight slopes. */
  private static double noise(Grey grey) {
    double sum = 0;
    for (int y = 1; y < grey.height() - 1; y++) {
      for (int x = 1; x < grey.width() - 1; x++) {
        double corners =
            grey.at(x - 1, y - 1)
                + grey.at(x + 1, y - 1)
                + grey.at(x - 1, y + 1)
                + grey.at(x + 1, y + 1);
        double sides =
            grey.at(x, y - 1) + grey.at(x - 1, y) + grey.at(x + 1, y) + grey.at(x, y + 1);
        sum += Math.abs(corners - 2 * sides + 4 * grey.at(x, y));
      }
    }
    double count = Math.max(1, (grey.width() - 2.0) * (grey.height() - 2.0));
    return Math.sqrt(Math.PI / 2) * sum / (6 * count);
  }

  List<String> issues() {
    var issues = new ArrayList<String>();
    note(issues, "blurred", sharpness < 30);
    note(issues, "too-dark", brightness < 0.15 || dark > 0.4);
    note(issues, "too-bright", brightness > 0.9 && contrast < 0.12);
    note(issues, "flat", contrast < 0.06);
    note(issues, "noisy", noise > 8);
    note(issues, "small", shorter < 500);
    return issues;
  }

  private static void note(List<String> issues, String word, boolean holds) {
    if (holds) {
      issues.add(word);
    }
  }

  /** Each fault takes away a share of what is left. */
  double score() {
    double score = Math.clamp(sharpness / 80, 0.1, 1);
    score *= 1 - Math.clamp((noise - 4) / 20, 0, 0.7);
    score *= Math.clamp(contrast / 0.12, 0.3, 1);
    score *= 1 - Math.clamp(dark - 0.2, 0, 0.6);
    score *= brightness < 0.15 ? 0.4 : 1;
    score *= Math.clamp(shorter / 800.0, 0.3, 1);
    return score;
  }

  Map<String, Value> values() {
    return Map.of(
        "score", Value.of(score()),
        "sharpness", Value.of(sharpness),
        "brightness", Value.of(brightness),
        "contrast", Value.of(contrast),
        "clipped_dark", Value.of(dark),
        "clipped_bright", Value.of(bright),
        "noise", Value.of(noise),
        "issues", new Value.ListOf(issues().stream().map(Value::of).toList()));
  }
}
