package dev.backlot.engine;

import dev.backlot.model.GateDecision.Verdict;
import dev.backlot.model.OnError;
import dev.backlot.model.RetryPolicy;
import dev.backlot.model.Template;
import dev.backlot.model.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Graphs of up to twelve steps in any order, with conditions, retries, fallbacks and tolerance,
 * loops within loops, sub-workflows and gates.
 */
final class RandomGraph {
  private static final int STEPS_MAX = 12;

  private RandomGraph() {}

  static Plan of(Random random) {
    var nodes = new ArrayList<Graphs.Node>();
    var earlier = new ArrayList<String>();
    int steps = 1 + random.nextInt(STEPS_MAX);
    for (int i = 0; i < steps; i++) {
      var id = "s" + i;
      nodes.add(node(id, earlier, random, 0));
      earlier.add(id);
    }
    Collections.shuffle(nodes, random);
    return Graphs.plan(outputs(earlier, random), nodes.toArray(Graphs.Node[]::new));
  }

  private static Graphs.Node node(String id, List<String> earlier, Random random, int depth) {
    var needs = someOf(earlier, random);
    var node = kind(id, needs, random, depth).needs(needs).retry(retry(random));
    if (random.nextInt(4) == 0) {
      node.when(condition(random));
    }
    if (random.nextInt(5) == 0) {
      node.fallback("other", retry(random));
    }
    return switch (random.nextInt(6)) {
      case 0 -> node.tolerated();
      case 1 -> node.onError(OnError.CONTINUE);
      default -> node;
    };
  }

  private static Graphs.Node kind(String id, String[] needs, Random random, int depth) {
    return switch (random.nextInt(depth < 2 ? 12 : 40)) {
      case 0 ->
          Graphs.loop(
              id,
              random.nextInt(4),
              1 + random.nextInt(3),
              random.nextBoolean(),
              body(id, random, depth));
      case 1 -> Graphs.nested(id, body(id, random, depth));
      case 2 -> gate(id, needs, random);
      default -> Graphs.step(id);
    };
  }

  private static Graphs.Node[] body(String id, Random random, int depth) {
    var nodes = new ArrayList<Graphs.Node>();
    var earlier = new ArrayList<String>();
    int steps = 1 + random.nextInt(3);
    for (int i = 0; i < steps; i++) {
      var inner = id + "_" + i;
      nodes.add(node(inner, earlier, random, depth + 1));
      earlier.add(inner);
    }
    return nodes.toArray(Graphs.Node[]::new);
  }

  private static Graphs.Node gate(String id, String[] needs, Random random) {
    var gate =
        Graphs.gate(id, needs)
            .approvals(1 + random.nextInt(2))
            .onReject(List.of(Work.OnReject.values()).get(random.nextInt(4)));
    if (needs.length > 0 && random.nextBoolean()) {
      gate.producer(needs[0]);
    }
    if (random.nextInt(3) == 0) {
      gate.select(1, 2, "one", "two", "three");
    }
    if (random.nextInt(3) == 0) {
      var after = Duration.ofMillis(1 + random.nextInt(3_000));
      gate.expires(after, random.nextBoolean() ? Verdict.APPROVE : Verdict.REJECT);
    }
    if (random.nextInt(3) == 0) {
      gate.remind(Duration.ofMillis(500 + random.nextInt(3_000)));
    }
    return gate.node();
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
    var backoff = List.of(RetryPolicy.Backoff.values()).get(random.nextInt(3));
    var total =
        random.nextInt(4) == 0
            ? Optional.of(Duration.ofMillis(random.nextInt(9_000)))
            : Optional.<Duration>empty();
    return new RetryPolicy(
        1 + random.nextInt(4), backoff, delay, delayMax, random.nextDouble(), total);
  }

  private static Map<String, Template> outputs(List<String> steps, Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> Map.of("result", Graphs.outputOf(Graphs.BROKEN));
      case 1, 2, 3 -> Map.of("result", Graphs.outputOf(steps.getLast()));
      default -> Map.of();
    };
  }
}
