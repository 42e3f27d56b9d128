package dev.backlot.engine;

import dev.backlot.model.RetryPolicy;
import dev.backlot.model.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Graphs of up to twelve steps in any order, with conditions, retries and tolerance. */
final class RandomGraph {
  private static final int STEPS_MAX = 12;

  private RandomGraph() {}

  static Plan of(Random random) {
    var nodes = new ArrayList<Graphs.Node>();
    var earlier = new ArrayList<String>();
    int steps = 1 + random.nextInt(STEPS_MAX);
    for (int i = 0; i < steps; i++) {
      var id = "s" + i;
      nodes.add(node(id, earlier, random));
      earlier.add(id);
    }
    Collections.shuffle(nodes, random);
    return Graphs.plan(outputs(earlier, random), nodes.toArray(Graphs.Node[]::new));
  }

  private static Graphs.Node node(String id, List<String> earlier, Random random) {
    var node = Graphs.step(id).needs(someOf(earlier, random)).retry(retry(random));
    if (random.nextInt(4) == 0) {
      node.when(condition(random));
    }
    return random.nextInt(4) == 0 ? node.tolerated() : node;
  }

  private static String[] someOf(List<String> earlier, Random random) {
    var chosen = new ArrayList<>(earlier);
    Collections.shuffle(chosen, random);
    int count = Math.min(earlier.size(), random.nextInt(4));
    return chosen.subList(0, count).toArray(String[]::new);
  }

  private static String condition(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> Graphs.BROKEN;
      case 1, 2, 3 -> "false";
      default -> "true";
    };
  }

  private static RetryPolicy retry(Random random) {
    var delay = Duration.ofMillis(random.nextInt(2_000));
    var delayMax = delay.plusMillis(random.nextInt(5_000));
    return new RetryPolicy(1 + random.nextInt(4), delay, delayMax, random.nextDouble());
  }

  private static Map<String, Template> outputs(List<String> steps, Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> Map.of("result", Graphs.outputOf(Graphs.BROKEN));
      case 1, 2, 3 -> Map.of("result", Graphs.outputOf(steps.getLast()));
      default -> Map.of();
    };
  }
}
