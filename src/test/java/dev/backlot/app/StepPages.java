package dev.backlot.app;

import dev.backlot.model.Port;
import dev.backlot.model.Value;
import dev.backlot.step.StepType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The pages of {@code docs/steps}: one for each family, and an index. */
final class StepPages {
  private final List<StepType> types;
  private final Map<String, String> examples;

  /**
   * @param examples what stands in {@code with}, by step type
   */
  StepPages(List<StepType> types, Map<String, String> examples) {
    this.types = types;
    this.examples = examples;
  }

  /** Text by file name. */
  Map<String, String> pages() {
    var families =
        types.stream()
            .collect(Collectors.groupingBy(StepPages::family, TreeMap::new, Collectors.toList()));
    var pages = new TreeMap<String, String>();
    families.forEach((family, members) -> pages.put(family + ".md", page(family, members)));
    pages.put("README.md", index(families));
    return pages;
  }

  private static String family(StepType type) {
    int dot = type.name().indexOf('.');
    return dot < 0 ? "flow" : type.name().substring(0, dot);
  }

  private static String index(Map<String, List<StepType>> families) {
    var text =
        new StringBuilder(
            """
            # Steps

            What a workflow can do. `backlot steps TYPE` shows the same in a terminal.
            These pages are made from the steps' own descriptions.
            """);
    families.forEach(
        (family, members) -> {
          text.append("\n## [").append(family).append("](").append(family).append(".md)\n");
          text.append("| step | does |\n| --- | --- |\n");
          for (var type : members) {
            text.append(
                "| [`%s`](%s.md#%s) | %s |\n"
                    .formatted(type.name(), family, anchor(type), type.summary()));
          }
        });
    return text.toString();
  }

  /** As GitHub makes it of a heading: in lower case, without dots. */
  private static String anchor(StepType type) {
    return type.name().replace(".", "");
  }

  private String page(String family, List<StepType> members) {
    return members.stream()
        .map(this::section)
        .collect(Collectors.joining("\n", "# Steps: " + family + "\n\n", ""));
  }

  private String section(StepType type) {
    var text = new StringBuilder("## " + type.name() + "\n" + type.summary() + ".\n\n");
    text.append("```yaml\nsteps:\n  example:\n    uses: ")
        .append(type.name())
        .append("\n    with:\n");
    text.append(Objects.requireNonNull(examples.get(type.name())).indent(4)).append("```\n\n");
    text.append("| with | is | |\n| --- | --- | --- |\n");
    type.parameters().forEach(port -> text.append(row(port)));
    text.append("\n| gives | is | |\n| --- | --- | --- |\n");
    type.outputs().forEach(port -> text.append(row(port)));
    text.append(
        type.deterministic()
            ? "\nVersion %d. Equal inputs give equal results, which are reused.\n"
                .formatted(type.version())
            : "\nVersion %d. Runs every time.\n".formatted(type.version()));
    return text.toString();
  }

  private static String row(Port port) {
    return "| `%s` | %s | %s |\n"
        .formatted(port.name(), facts(port), port.description().replace("|", "\\|"));
  }

  private static String facts(Port port) {
    var facts = new StringBuilder(port.expectation());
    if (!port.allowed().isEmpty()) {
      facts
          .append(": ")
          .append(
              port.allowed().stream()
                  .map(Value::inText)
                  .map(word -> "`" + word + "`")
                  .collect(Collectors.joining(", ")));
    }
    if (port.min().isPresent() && port.max().isPresent()) {
      facts
          .append(", ")
          .append(number(port.min().getAsDouble()))
          .append(" to ")
          .append(number(port.max().getAsDouble()));
    }
    if (port.required()) {
      facts.append("; required");
    }
    port.fallback()
        .filter(value -> !value.inText().isEmpty())
        .ifPresent(value -> facts.append("; default `").append(value.inText()).append("`"));
    return facts.toString();
  }

  private static String number(double value) {
    return Value.of(value).inText();
  }
}
