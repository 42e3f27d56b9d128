package dev.backlot.definition;

import dev.backlot.definition.StepHead.NestedHead;
import dev.backlot.model.GraphLimits;
import dev.backlot.model.Port;
import dev.backlot.model.StepSpec;
import dev.backlot.model.Template;
import dev.backlot.model.Value;
import dev.backlot.model.Work;
import dev.backlot.model.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a step that runs a published version of another workflow. */
final class NestedReader {
  private static final Pattern FORM =
      Pattern.compile("([a-z0-9][a-z0-9-]{0,62})@([1-9][0-9]{0,8})");

  private final PublishedWorkflows published;
  private final GraphLimits limits;

  NestedReader(PublishedWorkflows published, GraphLimits limits) {
    this.published = published;
    this.limits = limits;
  }

  /**
   * The workflow named by {@code NAME@VERSION}.
   *
   * @param around how many loops stand around the step
   */
  Optional<NestedHead> head(Map<String, Field> fields, int around) {
    var field = fields.get("workflow");
    return field == null
        ? Optional.empty()
        : field.text().flatMap(text -> head(field, text, around));
  }

  private Optional<NestedHead> head(Field field, String text, int around) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      field.refuse(
          "expected a published workflow with its version, such as shop-images@3, but '"
              + text
              + "'");
      return Optional.empty();
    }
    var name = form.group(1);
    int version = Integer.parseInt(form.group(2));
    var found = published.find(name, version);
    if (found.isEmpty()) {
      field.refuse(unknown(name, version));
      return Optional.empty();
    }
    int depth = around + 1 + depth(found.get().workflow().steps().values());
    if (depth > limits.depth()) {
      field.refuse(tooDeep(depth));
    }
    return Optional.of(new NestedHead(found.get(), version));
  }

  private static String unknown(String name, int version) {
    return ("there is no published version %d of a workflow '%s' here; save it with POST"
            + " /v1/workflows, and publish it with POST /v1/workflows/%s/versions/%d/publish")
        .formatted(version, name, name, version);
  }

  String tooDeep(int depth) {
    return "expected loops and sub-workflows at most %d deep, but %d"
        .formatted(limits.depth(), depth);
  }

  /** How many loops and sub-workflows stand around the innermost of these steps. */
  private static int depth(Iterable<StepSpec> steps) {
    int depth = 0;
    for (var step : steps) {
      depth =
          switch (step.work()) {
            case Work.Calls _, Work.Gate _ -> depth;
            case Work.ForEach loop -> Math.max(depth, 1 + depth(loop.steps().values()));
            case Work.SubWorkflow nested ->
                Math.max(depth, 1 + depth(nested.workflow().steps().values()));
          };
    }
    return depth;
  }

  /** The step itself; without a workflow only what it is given is read. */
  static Work.SubWorkflow read(StepHead head, ParameterReader parameters) {
    var with = head.find("with");
    var given = with.map(Field::fields).orElse(Map.of());
    var workflow = head.nested().map(nested -> nested.definition().workflow());
    var ports = workflow.map(found -> List.copyOf(found.inputs().values())).orElse(List.of());
    var name = head.nested().map(NestedHead::words).orElse("");
    var read =
        workflow.isPresent()
            ? parameters.read(given, new ParameterReader.Owner(name, "input"), ports)
            : Map.<String, Template>of();
    if (with.stream().allMatch(field -> field.node() instanceof Node.Mapping)) {
      var place = with.or(() -> head.find("workflow")).orElse(head.field());
      ports.stream()
          .filter(port -> !given.containsKey(port.name()))
          .forEach(port -> missing(place, name, port));
    }
    return new Work.SubWorkflow(
        workflow.orElseGet(() -> new Workflow("", "", Map.of(), Map.of(), Map.of())),
        head.nested().map(NestedHead::version).orElse(1),
        read);
  }

  private static void missing(Field place, String name, Port port) {
    if (port.required() && port.fallback().isEmpty()) {
      place.refuse(name + " needs '" + port.name() + "', " + port.expectation());
    } else if (port.fallback().filter(Value::hasSource).isPresent()) {
      place.refuse(
          "%s takes a file of its own for '%s', which only a run of its own brings in; give it %s"
              .formatted(name, port.name(), port.expectation()));
    }
  }
}
