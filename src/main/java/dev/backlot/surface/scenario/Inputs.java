package dev.backlot.surface.scenario;

import dev.backlot.http.Refusal;
import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Asset;
import dev.backlot.model.Nearest;
import dev.backlot.model.Value;
import dev.backlot.surface.StepNames;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a client gives a run, held against what the workflow declares: types, limits, and the rules
 * that make one input required because of another. A value of the wrong type is an error that names
 * the input, never dropped.
 */
final class Inputs {
  private static final int LIST_MAX = 1_000;

  /** How a rule compares; what begins with {@code not} means none of them. */
  static final List<String> OPERATIONS = List.of("in", "equals", "notIn", "not-in", "notEquals");

  private final JsonNode declared;
  private final Files files;
  private final List<Refusal.Field> mistakes;

  /** Where files come from. */
  interface Files {
    /** A file of the tenant. */
    Optional<Asset> known(String assetId);

    /** A file that came with the request; empty when it is none. */
    Optional<Asset> sent(String dataUrl);
  }

  Inputs(JsonNode declared, Files files, List<Refusal.Field> mistakes) {
    this.declared = declared;
    this.files = files;
    this.mistakes = mistakes;
  }

  /** What the inputs of our workflow are called, by the client's names. */
  static Map<String, String> names(JsonNode declared) {
    var free = new StepNames();
    var names = new LinkedHashMap<String, String>();
    for (var input : declared) {
      var name = input.path("name").asString("");
      if (!name.isEmpty()) {
        names.computeIfAbsent(name, free::of);
      }
    }
    return names;
  }

  /** The values by our names; what is wrong goes into the mistakes. */
  Map<String, Value> read(JsonNode given) {
    var names = names(declared);
    if (!given.isObject()) {
      mistakes.add(new Refusal.Field("body", "expected an object of inputs"));
      return Map.of();
    }
    for (var name : given.propertyNames()) {
      if (!names.containsKey(name)) {
        mistakes.add(
            new Refusal.Field(
                name,
                "the workflow has no input '"
                    + name
                    + "'"
                    + Nearest.hint(name, List.copyOf(names.keySet()))));
      }
    }
    var values = new LinkedHashMap<String, Value>();
    for (var input : declared) {
      var name = input.path("name").asString("");
      var node = effective(given, input);
      if (isAbsent(node)) {
        required(input, given);
      } else {
        int before = mistakes.size();
        var value = value(input, name, node);
        if (mistakes.size() == before) {
          value.ifPresent(found -> values.put(names.getOrDefault(name, name), found));
        }
      }
    }
    return values;
  }

  private static JsonNode effective(JsonNode given, JsonNode input) {
    var node = given.path(input.path("name").asString(""));
    return isAbsent(node) ? input.path("default") : node;
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private void required(JsonNode input, JsonNode given) {
    var name = input.path("name").asString("");
    var rules = input.path("required");
    if (rules.path("always").booleanValue(false) || rules.booleanValue(false)) {
      mistakes.add(new Refusal.Field(name, "expected a value, but nothing"));
      return;
    }
    for (var rule : rules.path("ifDefined").properties()) {
      if (!isAbsent(other(rule.getKey(), given))) {
        missing(name, rule.getValue(), "it is required when '" + rule.getKey() + "' is given");
      }
    }
    for (var rule : rules.path("ifNotDefined").properties()) {
      if (isAbsent(other(rule.getKey(), given))) {
        missing(name, rule.getValue(), "it is required when '" + rule.getKey() + "' is not given");
      }
    }
    for (var rule : rules.path("conditionalValues").properties()) {
      if (holds(rule.getValue(), other(rule.getKey(), given))) {
        missing(
            name,
            rule.getValue(),
            "it is required when '"
                + rule.getKey()
                + "' is "
                + Json.text(other(rule.getKey(), given)));
      }
    }
  }

  /** What another input is: given, or by its default. */
  private JsonNode other(String name, JsonNode given) {
    return declared
        .valueStream()
        .filter(input -> input.path("name").asString("").equals(name))
        .findFirst()
        .map(input -> effective(given, input))
        .orElseGet(() -> given.path(name));
  }

  private void missing(String name, JsonNode rule, String why) {
    mistakes.add(new Refusal.Field(name, rule.isString() ? rule.stringValue() : why));
  }

  private static boolean holds(JsonNode rule, JsonNode value) {
    if (isAbsent(value)) {
      return false;
    }
    boolean isListed = rule.path("values").valueStream().anyMatch(one -> same(one, value));
    boolean isAmong = isListed || same(rule.path("value"), value);
    return rule.path("operation").asString("in").startsWith("not") != isAmong;
  }

  private static boolean same(JsonNode one, JsonNode other) {
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue()) == 0;
    }
    return one.equals(other);
  }

  private Optional<Value> value(JsonNode input, String at, JsonNode node) {
    var type = input.path("type").asString("");
    if (!type.endsWith("_array")) {
      return one(input, type, at, node);
    }
    if (!node.isArray()) {
      return wrong(at, "a list", node);
    }
    count(input, at, node.size());
    if (type.equals("inputs_array")) {
      return rows(input, at, node);
    }
    var values = new ArrayList<Value>();
    int number = 0;
    for (var item : node) {
      one(input, type.substring(0, type.indexOf("_array")), at + "[" + number++ + "]", item)
          .ifPresent(values::add);
    }
    return Optional.of(new Value.ListOf(values));
  }

  /** Objects that have what the input's own inputs declare. */
  private Optional<Value> rows(JsonNode input, String at, JsonNode node) {
    var children = input.path("inputs");
    if (children.isEmpty()) {
      return Optional.of(ValueJson.plain(node));
    }
    var rows = new ArrayList<Value>();
    int number = 0;
    for (var row : node) {
      var place = at + "[" + number++ + "]";
      var wrong = new ArrayList<Refusal.Field>();
      rows.add(new Value.ObjectOf(new Inputs(children, files, wrong).row(row)));
      wrong.forEach(one -> mistakes.add(within(place, one)));
    }
    return Optional.of(new Value.ListOf(rows));
  }

  private static Refusal.Field within(String place, Refusal.Field one) {
    return new Refusal.Field(
        one.field().equals("body") ? place : place + "." + one.field(), one.message());
  }

  /** As {@link #read}, by the client's own names. */
  private Map<String, Value> row(JsonNode given) {
    var byOurs = read(given);
    var row = new LinkedHashMap<String, Value>();
    names(declared)
        .forEach(
            (name, ours) ->
                Optional.ofNullable(byOurs.get(ours)).ifPresent(value -> row.put(name, value)));
    return row;
  }

  private void count(JsonNode input, String at, int size) {
    int most = Math.min(LIST_MAX, input.path("max").asInt(LIST_MAX));
    int least = input.path("min").asInt(0);
    boolean numbers = input.path("type").asString("").equals("number_array");
    if (size > (numbers ? LIST_MAX : most) || (!numbers && size < least)) {
      mistakes.add(
          new Refusal.Field(at, "expected " + least + " to " + most + " items, but " + size));
    }
  }

  private Optional<Value> one(JsonNode input, String type, String at, JsonNode node) {
    return switch (type) {
      case "string", "model" ->
          node.isString() ? text(input, at, node.stringValue()) : wrong(at, "text", node);
      case "number" -> node.isNumber() ? number(input, at, node) : wrong(at, "a number", node);
      case "boolean" ->
          node.isBoolean()
              ? Optional.of(Value.of(node.booleanValue()))
              : wrong(at, "true or false", node);
      case "file" ->
          node.isString() ? file(input, at, node.stringValue()) : wrong(at, "a file", node);
      default -> Optional.of(ValueJson.plain(node));
    };
  }

  private Optional<Value> wrong(String at, String expected, JsonNode node) {
    var shown = Json.text(node);
    mistakes.add(
        new Refusal.Field(
            at,
            "expected "
                + expected
                + ", but "
                + (shown.length() <= 80 ? shown : shown.substring(0, 80) + "…")));
    return Optional.empty();
  }

  private Optional<Value> text(JsonNode input, String at, String text) {
    int least = input.path("minLength").asInt(0);
    int most = input.path("maxLength").asInt(Integer.MAX_VALUE);
    if (text.length() < least || text.length() > most) {
      mistakes.add(
          new Refusal.Field(
              at,
              "expected "
                  + (most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most)
                  + " characters, but "
                  + text.length()));
    }
    allowed(input, at, Json.MAPPER.getNodeFactory().stringNode(text));
    return Optional.of(Value.of(text));
  }

  private Optional<Value> number(JsonNode input, String at, JsonNode node) {
    boolean list = input.path("type").asString("").endsWith("_array");
    var min = input.path("min");
    var max = input.path("max");
    boolean low = !list && min.isNumber() && node.doubleValue() < min.doubleValue();
    boolean high = !list && max.isNumber() && node.doubleValue() > max.doubleValue();
    if (low || high) {
      mistakes.add(
          new Refusal.Field(
              at,
              "expected a number "
                  + (min.isNumber() ? "from " + min + " " : "")
                  + (max.isNumber() ? "to " + max : "")
                  + ", but "
                  + node));
    }
    allowed(input, at, node);
    return Optional.of(ValueJson.plain(node));
  }

  private void allowed(JsonNode input, String at, JsonNode value) {
    var allowed = input.path("allowedValues");
    if (allowed.isArray()
        && !allowed.isEmpty()
        && allowed.valueStream().noneMatch(one -> same(one, value))) {
      mistakes.add(
          new Refusal.Field(
              at, "expected one of " + Json.text(allowed) + ", but " + Json.text(value)));
    }
  }

  /** An asset's id, an address, or a data URL. */
  private Optional<Value> file(JsonNode input, String at, String text) {
    var source = new Value.Source(text);
    if (source.isAddress()) {
      return Optional.of(source);
    }
    var asset = text.startsWith("data:") ? files.sent(text) : files.known(text);
    if (asset.isEmpty()) {
      mistakes.add(
          new Refusal.Field(
              at,
              text.startsWith("data:")
                  ? "expected data:MEDIA/TYPE;base64,... of a file"
                  : "there is no asset '"
                      + text
                      + "'; it may also be an http(s) address or a data URL"));
      return Optional.empty();
    }
    long most = input.path("maxSize").asLong(Long.MAX_VALUE);
    if (asset.get().bytes() > most) {
      mistakes.add(
          new Refusal.Field(at, "expected at most " + most + " bytes, but " + asset.get().bytes()));
    }
    var kind = input.path("kind").asString("");
    if (List.of("image", "video", "audio").contains(kind)
        && !asset.get().mediaType().startsWith(kind + "/")) {
      mistakes.add(new Refusal.Field(at, "expected " + kind + ", but " + asset.get().mediaType()));
    }
    return Optional.of(Value.of(asset.get()));
  }
}
