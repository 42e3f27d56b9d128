package dev.backlot.surface.scenario;

import dev.backlot.http.Fields;
import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads requests. Every mistake is told at once, by its place in the body. */
final class Parse {
  static final int NAME_MAX = 255;
  static final int TEXT_MAX = 10_000;
  private static final int TAGS_MAX = 50;
  private final List<Refusal.Field> mistakes;

  private Parse(List<Refusal.Field> mistakes) {
    this.mistakes = mistakes;
  }

  static Definition created(JsonNode body, List<Refusal.Field> mistakes) {
    var fields = Fields.of(body, "", mistakes, "name", "description");
    var name = fields.required("name", fields.text("name", NAME_MAX)).orElse("");
    if (body.path("name").isString() && name.isBlank()) {
      mistakes.add(new Refusal.Field("name", "expected a name, but nothing"));
    }
    return Definition.created(
        name, fields.required("description", fields.text("description", TEXT_MAX)).orElse(""));
  }

  /** What is changed of a workflow; what is not named stays. */
  static Definition updated(
      JsonNode body, Definition now, String user, Instant at, List<Refusal.Field> mistakes) {
    return new Parse(mistakes).update(body, now, user, at);
  }

  private Definition update(JsonNode body, Definition now, String user, Instant at) {
    var fields =
        Fields.of(
            body,
            "",
            mistakes,
            "name",
            "description",
            "shortDescription",
            "status",
            "inputs",
            "flow",
            "tagSet",
            "outputAssetKinds",
            "before",
            "after",
            "thumbnail",
            "isLocked",
            "editorInfo");
    var inputs = fields.list("inputs");
    inputs.ifPresent(new ParseInputs(mistakes)::all);
    var flow = fields.list("flow");
    flow.ifPresent(new ParseFlow(mistakes)::all);
    var status =
        fields.word(
            "status",
            "draft or ready",
            word ->
                Optional.of(word).filter(List.of(Definition.DRAFT, Definition.READY)::contains));
    var tags = fields.list("tagSet").map(list -> texts(list, "tagSet", TAGS_MAX, mistakes));
    var kinds =
        fields.list("outputAssetKinds").map(list -> texts(list, "outputAssetKinds", 10, mistakes));
    var lock =
        fields
            .bool("isLocked")
            .filter(locked -> locked != now.lock().locked())
            .map(locked -> new Definition.Lock(locked, Optional.of(at), Optional.of(user)))
            .orElse(now.lock());
    var editorInfo = fields.object("editorInfo");
    boolean edited = editorInfo.isPresent() || (flow.isEmpty() && now.isEdited());
    var changed =
        new Definition(
            fields.text("name", NAME_MAX).filter(text -> !text.isBlank()).orElse(now.name()),
            fields.text("description", TEXT_MAX).orElse(now.description()),
            fields.text("shortDescription", TEXT_MAX).orElse(now.shortDescription()),
            status.orElse(now.status()),
            tags.orElse(now.tagSet()),
            inputs.map(Parse::withoutNulls).orElse(now.inputs()),
            flow.map(Parse::withoutNulls).orElse(now.flow()),
            editorInfo.orElse(now.editorInfo()),
            Optional.of(edited),
            kinds.or(now::outputAssetKinds),
            asset(fields, body, "before", now.before()),
            asset(fields, body, "after", now.after()),
            asset(fields, body, "thumbnail", now.thumbnail()),
            lock,
            now.readyAt(),
            now.workflow(),
            now.version(),
            now.outputs(),
            now.files());
    boolean publishes = status.filter(Definition.READY::equals).isPresent() && flow.isEmpty();
    boolean stale = edited || now.flow().isEmpty();
    return publishes && stale && Editor.hasNodes(changed.editorInfo()) ? drawn(changed) : changed;
  }

  /** A field that is {@code null} is one that is not there, and is not given back either. */
  private static JsonNode withoutNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().stream()
          .filter(field -> field.getValue().isNull())
          .map(Map.Entry::getKey)
          .toList()
          .forEach(object::remove);
    }
    node.forEach(Parse::withoutNulls);
    return node;
  }

  /** The flow that the editor's document describes. */
  private Definition drawn(Definition changed) {
    var wrong = new ArrayList<Refusal.Field>();
    var compiled = Editor.compile(changed.editorInfo(), changed.inputs(), wrong);
    mistakes.addAll(wrong);
    if (wrong.isEmpty()) {
      new ParseInputs(mistakes).all(compiled.inputs());
      new ParseFlow(mistakes).all(compiled.flow());
    }
    return changed.drawn(compiled.inputs(), compiled.flow());
  }

  private static Optional<String> asset(
      Fields fields, JsonNode body, String name, Optional<String> now) {
    return body.has(name) ? fields.text(name, NAME_MAX) : now;
  }

  /** Different texts, in order. */
  static List<String> texts(JsonNode list, String place, int most, List<Refusal.Field> mistakes) {
    var texts = new LinkedHashSet<String>();
    int number = 0;
    for (var node : list) {
      if (node.isString() && !node.stringValue().isBlank() && node.stringValue().length() <= 100) {
        texts.add(node.stringValue());
      } else {
        mistakes.add(
            new Refusal.Field(place + "[" + number + "]", "expected text of 1 to 100 characters"));
      }
      number++;
    }
    if (list.size() > most) {
      mistakes.add(new Refusal.Field(place, "expected at most " + most + ", but " + list.size()));
    }
    return List.copyOf(texts);
  }

  /** A decision at a gate: which, of which job, and what. */
  record Decision(String nodeId, String job, boolean accepts, List<Integer> selected) {}

  static Decision approval(JsonNode body, List<Refusal.Field> mistakes) {
    var fields = Fields.of(body, "", mistakes, "nodeId", "workflowJobId", "action");
    return decision(fields, "approve", List.of());
  }

  static Decision selection(JsonNode body, List<Refusal.Field> mistakes) {
    var fields =
        Fields.of(body, "", mistakes, "nodeId", "workflowJobId", "action", "selectedIndices");
    var selected = new ArrayList<Integer>();
    int number = 0;
    for (var node : fields.list("selectedIndices").orElseGet(Json.MAPPER::createArrayNode)) {
      if (node.isIntegralNumber() && node.canConvertToInt() && node.intValue() >= 0) {
        selected.add(node.intValue());
      } else {
        mistakes.add(
            new Refusal.Field(
                "selectedIndices[" + number + "]", "expected a place, counted from 0"));
      }
      number++;
    }
    var decision = decision(fields, "select", selected);
    if (decision.accepts() && selected.isEmpty() && mistakes.isEmpty()) {
      mistakes.add(new Refusal.Field("selectedIndices", "expected at least one place"));
    }
    return decision;
  }

  private static Decision decision(Fields fields, String yes, List<Integer> selected) {
    var node = fields.required("nodeId", fields.text("nodeId", NAME_MAX));
    var job = fields.required("workflowJobId", fields.text("workflowJobId", NAME_MAX));
    var action =
        fields.word(
            "action",
            yes + " or reject",
            word -> Optional.of(word).filter(List.of(yes, "reject")::contains));
    return new Decision(node.orElse(""), job.orElse(""), action.orElse(yes).equals(yes), selected);
  }
}
