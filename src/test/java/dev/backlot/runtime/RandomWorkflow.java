package dev.backlot.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Workflow files with steps, memory, calls, loops, gates, conditions, retries and fallbacks. */
final class RandomWorkflow {
  private final Random random;
  private final List<String> steps = new ArrayList<>();

  private RandomWorkflow(Random random) {
    this.random = random;
  }

  static String of(String name, Random random) {
    return "{name: %s, inputs: {n: integer}, steps: {%s}}"
        .formatted(name, new RandomWorkflow(random).steps(1 + random.nextInt(6), "s", 0));
  }

  private String steps(int count, String prefix, int depth) {
    var text = new ArrayList<String>();
    var earlier = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      var id = prefix + i;
      text.add(id + ": {" + step(id, earlier, depth) + "}");
      earlier.add(id);
      steps.add(id);
    }
    return String.join(", ", text);
  }

  private String step(String id, List<String> earlier, int depth) {
    var needs = earlier.stream().filter(_ -> random.nextInt(3) == 0).toList();
    var text = new ArrayList<String>();
    if (!needs.isEmpty()) {
      text.add("needs: [" + String.join(", ", needs) + "]");
    }
    if (random.nextInt(5) == 0) {
      text.add("when: inputs.n % 2 == 0");
    }
    if (random.nextInt(4) == 0) {
      text.add("on-error: " + List.of("continue", "skip-dependants").get(random.nextInt(2)));
    }
    text.add(kind(id, needs, depth));
    return String.join(", ", text);
  }

  private String kind(String id, List<String> needs, int depth) {
    return switch (random.nextInt(depth == 0 ? 12 : 8)) {
      case 0, 1 ->
          "uses: sim.pure, with: {value: \"k${{ inputs.n %% 3 }}\"}%s"
              .formatted(random.nextInt(4) == 0 ? ", memo: false" : "");
      case 2, 3 -> paint(id);
      case 4 -> work(id) + ", fallback: {" + work(id) + "}";
      case 8, 9 ->
          "for-each: %d, concurrency: %d, steps: {%s}"
              .formatted(
                  random.nextInt(4),
                  1 + random.nextInt(3),
                  steps(1 + random.nextInt(2), id + "_", 1));
      case 10, 11 -> gate(needs);
      default -> work(id);
    };
  }

  private String work(String id) {
    var timeout = random.nextInt(5) == 0 ? ", timeout: 2s" : "";
    return "uses: sim.work, with: {value: \"%s ${{ inputs.n }}\"}, retry: {attempts: %d, delay: %dms}%s"
        .formatted(id, 1 + random.nextInt(4), 1 + random.nextInt(2_000), timeout);
  }

  private String paint(String id) {
    var timeout = random.nextInt(4) == 0 ? ", timeout: 3s" : "";
    return "uses: image.generate, with: {provider: sim, model: a/b, prompt: \"%s ${{ inputs.n }}\"}, retry: {attempts: %d, backoff: fixed, delay: 500ms}%s"
        .formatted(id, 1 + random.nextInt(8), timeout);
  }

  private String gate(List<String> needs) {
    var more = new StringBuilder();
    if (random.nextInt(3) == 0) {
      more.append(", expires-after: %ds, on-expiry: approve".formatted(1 + random.nextInt(60)));
    }
    if (!needs.isEmpty() && random.nextBoolean()) {
      more.append(", regenerate: ").append(needs.getFirst());
    }
    more.append(", on-reject: ")
        .append(List.of("branch", "fail", "skip", "cancel").get(random.nextInt(4)));
    return "gate: {title: good?, approvals: %d%s}".formatted(1 + random.nextInt(2), more);
  }
}
