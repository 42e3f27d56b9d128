package dev.backlot.surface.sartiq;

import dev.backlot.http.Fields;
import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** Reads requests. Every mistake is told at once, by its place in the body. */
final class Parse {
  private static final int NAME_MAX = 255;
  private static final int DESCRIPTION_MAX = 1_000;
  private static final int INSTANCE_MAX = 100;
  private static final int ZONE_MAX = 50;
  private static final int TENANT_MAX = 100;
  private static final int REFERENCE_MAX = 512;
  private static final int URL_MAX = 512;
  private static final int STEPS_MAX = 200;
  private static final int MAPPINGS_MAX = 100;
  private static final int RETRIES_MAX = 19;
  private static final List<String> TRANSFORMS =
      List.of("NONE", "IDENTITY", "FIRST", "LAST", "JOIN", "TO_LIST", "TO_STRING");

  private final List<Refusal.Field> mistakes;

  private Parse(List<Refusal.Field> mistakes) {
    this.mistakes = mistakes;
  }

  /** A new workflow, not yet one of ours. */
  static Definition workflow(JsonNode body, List<Refusal.Field> mistakes) {
    return new Parse(mistakes).workflow(body);
  }

  /** What is changed of a workflow; what is not named stays. */
  static Definition update(JsonNode body, Definition now, List<Refusal.Field> mistakes) {
    var fields = Fields.of(body, "", mistakes, "name", "description", "webhook_url");
    var parse = new Parse(mistakes);
    var name = parse.text(fields, "name", 1, NAME_MAX);
    var description = parse.text(fields, "description", 0, DESCRIPTION_MAX);
    var webhook = parse.text(fields, "webhook_url", 0, URL_MAX);
    return now.changed(
        name.orElse(now.name()),
        body.has("description") ? description : now.description(),
        body.has("webhook_url") ? webhook : now.webhookUrl());
  }

  private Definition workflow(JsonNode body) {
    var fields =
        Fields.of(
            body,
            "",
            mistakes,
            "name",
            "description",
            "steps",
            "config",
            "origin_instance",
            "origin_zone",
            "origin_tenant_id",
            "origin_reference",
            "webhook_url",
            "suppress_subtask_events");
    var name = fields.required("name", text(fields, "name", 1, NAME_MAX));
    var instance =
        fields.required("origin_instance", text(fields, "origin_instance", 1, INSTANCE_MAX));
    var origin =
        new Definition.Origin(
            instance.orElse(""),
            text(fields, "origin_zone", 0, ZONE_MAX),
            text(fields, "origin_tenant_id", 0, TENANT_MAX),
            text(fields, "origin_reference", 0, REFERENCE_MAX));
    var steps = fields.required("steps", fields.list("steps"));
    return new Definition(
        name.orElse(""),
        text(fields, "description", 0, DESCRIPTION_MAX),
        fields.object("config").orElseGet(Json::object),
        origin,
        text(fields, "webhook_url", 0, URL_MAX),
        fields.bool("suppress_subtask_events").orElse(true),
        steps.map(this::steps).orElse(List.of()),
        "",
        0);
  }

  private Optional<String> text(Fields fields, String name, int least, int most) {
    var text = fields.text(name, most);
    if (text.filter(given -> given.length() < least).isPresent()) {
      mistakes.add(
          new Refusal.Field(name, "expected text of at least " + least + " character, but none"));
    }
    return text;
  }

  private List<Definition.Task> steps(JsonNode list) {
    if (list.isEmpty() || list.size() > STEPS_MAX) {
      mistakes.add(
          new Refusal.Field("steps", "expected 1 to " + STEPS_MAX + " steps, but " + list.size()));
      return List.of();
    }
    var steps = new ArrayList<Definition.Task>();
    for (var node : list) {
      steps.add(step(node, "steps[" + steps.size() + "]"));
    }
    new Graph(steps).check();
    return steps;
  }

  private Definition.Task step(JsonNode node, String place) {
    var fields =
        Fields.of(
            node,
            place,
            mistakes,
            "id",
            "task_type",
            "config",
            "depends_on",
            "input_mappings",
            "max_retries",
            "provider_config",
            "active_provider_capabilities",
            "fallback_provider_type",
            "fallback_provider_config",
            "fallback_provider_capabilities");
    var id = fields.required("id", fields.text("id", NAME_MAX));
    if (id.filter(String::isEmpty).isPresent()) {
      mistakes.add(new Refusal.Field(place + ".id", "expected an id, but nothing"));
    }
    var type = fields.required("task_type", fields.text("task_type", NAME_MAX));
    var config = fields.required("config", fields.object("config"));
    var fallback = fields.text("fallback_provider_type", NAME_MAX);
    var fallbackConfig = fields.object("fallback_provider_config");
    if (fallbackConfig.isPresent() && fallback.isEmpty()) {
      mistakes.add(
          new Refusal.Field(
              place + ".fallback_provider_type", "expected a provider for the fallback's config"));
    }
    return new Definition.Task(
        UUID.randomUUID().toString(),
        id.orElse(""),
        type.orElse(""),
        config.orElseGet(Json::object),
        texts(fields, "depends_on", place),
        mappings(fields, place),
        fields.number("max_retries", 0, RETRIES_MAX).orElse(0),
        fields.object("provider_config"),
        fields.list("active_provider_capabilities"),
        fallback,
        fallbackConfig,
        fields.list("fallback_provider_capabilities"),
        "",
        "");
  }

  private List<String> texts(Fields fields, String name, String place) {
    var found = new LinkedHashSet<String>();
    int number = 0;
    for (var node : fields.list(name).orElseGet(Json.MAPPER::createArrayNode)) {
      if (node.isString()) {
        found.add(node.stringValue());
      } else {
        mistakes.add(
            new Refusal.Field(
                place + "." + name + "[" + number + "]", "expected the id of a step"));
      }
      number++;
    }
    return List.copyOf(found);
  }

  private List<Definition.Mapping> mappings(Fields fields, String place) {
    var list = fields.list("input_mappings").orElseGet(Json.MAPPER::createArrayNode);
    if (list.size() > MAPPINGS_MAX) {
      mistakes.add(
          new Refusal.Field(
              place + ".input_mappings", "expected at most " + MAPPINGS_MAX + " mappings"));
      return List.of();
    }
    var mappings = new ArrayList<Definition.Mapping>();
    for (var node : list) {
      var inside = place + ".input_mappings[" + mappings.size() + "]";
      var one =
          Fields.of(node, inside, mistakes, "from_step", "from_field", "to_field", "transform");
      var transform =
          one.word(
              "transform",
              "one of " + String.join(", ", TRANSFORMS),
              word -> Optional.of(word).filter(TRANSFORMS::contains));
      mappings.add(
          new Definition.Mapping(
              one.required("from_step", one.text("from_step", NAME_MAX)).orElse(""),
              one.required("from_field", one.text("from_field", NAME_MAX)).orElse(""),
              one.required("to_field", one.text("to_field", NAME_MAX)).orElse(""),
              transform.filter(word -> !word.equals("NONE") && !word.equals("IDENTITY"))));
    }
    return mappings;
  }

  /** Whether the steps form a graph without cycles, and take only of what they depend on. */
  private final class Graph {
    private final List<Definition.Task> steps;
    private final Map<String, Definition.Task> byId = new LinkedHashMap<>();

    Graph(List<Definition.Task> steps) {
      this.steps = steps;
    }

    void check() {
      for (int i = 0; i < steps.size(); i++) {
        var step = steps.get(i);
        if (!step.stepId().isEmpty() && byId.putIfAbsent(step.stepId(), step) != null) {
          mistakes.add(
              new Refusal.Field(
                  "steps[" + i + "].id", "the id '" + step.stepId() + "' stands twice"));
        }
      }
      for (int i = 0; i < steps.size(); i++) {
        check(steps.get(i), "steps[" + i + "]");
      }
    }

    private void check(Definition.Task step, String place) {
      int number = 0;
      for (var needed : step.dependsOn()) {
        if (!byId.containsKey(needed)) {
          mistakes.add(
              new Refusal.Field(
                  place + ".depends_on[" + number + "]", "unknown step id '" + needed + "'"));
        }
        number++;
      }
      var before = ancestors(step);
      if (before.contains(step.stepId())) {
        mistakes.add(
            new Refusal.Field(
                place + ".depends_on", "step '" + step.stepId() + "' depends on itself"));
      }
      for (int i = 0; i < step.inputMappings().size(); i++) {
        var from = step.inputMappings().get(i).fromStep();
        if (!from.isEmpty() && !before.contains(from)) {
          mistakes.add(
              new Refusal.Field(
                  place + ".input_mappings[" + i + "].from_step",
                  byId.containsKey(from)
                      ? "step '" + step.stepId() + "' does not depend on '" + from + "'"
                      : "unknown step id '" + from + "'"));
        }
      }
    }

    private Set<String> ancestors(Definition.Task step) {
      var found = new HashSet<String>();
      var open = new ArrayList<>(step.dependsOn());
      while (!open.isEmpty()) {
        var id = open.removeLast();
        var task = byId.get(id);
        if (task != null && found.add(id)) {
          open.addAll(task.dependsOn());
        }
      }
      return found;
    }
  }
}
