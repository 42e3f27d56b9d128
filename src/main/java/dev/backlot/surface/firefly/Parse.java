package dev.backlot.surface.firefly;

import dev.backlot.http.Fields;
import dev.backlot.http.Query;
import dev.backlot.http.Refusal;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Priority;
import dev.backlot.model.Tolerance;
import dev.backlot.model.Value;
import dev.backlot.runtime.ItemInput;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Reads requests. Every mistake is told at once, by its place in the body. */
final class Parse {
  /** The most assets of one batch. */
  static final int ASSETS_MAX = 1_000;

  /** The most inputs of one asset. */
  private static final int NODES_MAX = 100;

  static final int URL_MAX = 8_192;
  static final int NAME_MAX = 200;
  private static final int CONCURRENCY_DEFAULT = 10;
  private static final int CONCURRENCY_MAX = 100;

  private Parse() {}

  /** A batch's settings, and who is told of its end. */
  record Config(BatchSettings settings, Optional<String> webhook) {}

  /** {@code batchConfig}, or {@code config}, as answers call it. */
  static Config config(Fields body, List<Refusal.Field> mistakes) {
    var given = body.object("batchConfig");
    var alias = body.object("config");
    if (given.isPresent() && alias.isPresent()) {
      mistakes.add(new Refusal.Field("config", "expected either batchConfig or config, but both"));
    }
    var path = given.isPresent() ? "batchConfig" : "config";
    return given
        .or(() -> alias)
        .map(node -> config(node, path, mistakes))
        .orElseGet(() -> new Config(settings(CONCURRENCY_DEFAULT, Priority.NORMAL, true), none()));
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  private static Config config(JsonNode node, String path, List<Refusal.Field> mistakes) {
    var fields =
        Fields.of(
            node, path, mistakes, "concurrencyLimit", "priority", "continueOnError", "webhookUrl");
    int concurrency =
        fields.number("concurrencyLimit", 1, CONCURRENCY_MAX).orElse(CONCURRENCY_DEFAULT);
    var priority = fields.word("priority", "HIGH, NORMAL or LOW", Parse::priority);
    boolean goesOn = fields.bool("continueOnError").orElse(true);
    return new Config(
        settings(concurrency, priority.orElse(Priority.NORMAL), goesOn),
        fields.text("webhookUrl", URL_MAX));
  }

  private static Optional<Priority> priority(String word) {
    return word.equals(word.toUpperCase(Locale.ROOT))
        ? Priority.parse(word.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private static BatchSettings settings(int concurrency, Priority priority, boolean goesOn) {
    var usual = BatchSettings.DEFAULT;
    return new BatchSettings(
        concurrency,
        priority,
        goesOn ? Tolerance.any() : Tolerance.none(),
        usual.canary(),
        usual.breaker(),
        usual.budget(),
        usual.deadline(),
        usual.runTimeout(),
        usual.reuse());
  }

  /**
   * The assets of contract 1.0: a list of runs, each a list of what its input nodes get.
   *
   * @param ports of the workflow, by the id of the node
   */
  static List<ItemInput> assets(
      JsonNode inputs, Map<String, Port> ports, List<Refusal.Field> mistakes) {
    var items = new ArrayList<ItemInput>();
    if (inputs.isEmpty() || inputs.size() > ASSETS_MAX) {
      mistakes.add(
          new Refusal.Field(
              "workflow.inputs", "expected 1 to " + ASSETS_MAX + " assets, but " + inputs.size()));
      return items;
    }
    for (var asset : inputs) {
      var place = "workflow.inputs[" + items.size() + "]";
      items.add(new ItemInput(Optional.empty(), asset(asset, place, ports, mistakes)));
    }
    return items;
  }

  private static Map<String, Value> asset(
      JsonNode asset, String place, Map<String, Port> ports, List<Refusal.Field> mistakes) {
    var values = new LinkedHashMap<String, Value>();
    if (!asset.isArray() || asset.isEmpty() || asset.size() > NODES_MAX) {
      mistakes.add(
          new Refusal.Field(
              place,
              asset.isArray()
                  ? "expected 1 to " + NODES_MAX + " inputs, but " + asset.size()
                  : "expected a list of inputs"));
      return values;
    }
    int number = 0;
    for (var node : asset) {
      node(node, place + "[" + number++ + "]", ports, values, mistakes);
    }
    return values;
  }

  private static void node(
      JsonNode node,
      String place,
      Map<String, Port> ports,
      Map<String, Value> values,
      List<Refusal.Field> mistakes) {
    var fields = Fields.of(node, place, mistakes, "node_id", "content", "template");
    var id = fields.required("node_id", fields.text("node_id", NAME_MAX));
    boolean hasContent = isGiven(node, "content");
    boolean hasTemplate = isGiven(node, "template");
    if (node.isObject() && hasContent == hasTemplate) {
      mistakes.add(
          new Refusal.Field(
              place, "expected either content or template, but " + (hasContent ? "both" : "none")));
      return;
    }
    if (id.isEmpty()) {
      return;
    }
    var port = Optional.ofNullable(ports.get(id.get()));
    if (port.isEmpty()) {
      mistakes.add(
          new Refusal.Field(
              place + ".node_id",
              "the workflow has no input '"
                  + id.get()
                  + "'; it has "
                  + String.join(", ", ports.keySet())));
      return;
    }
    var value =
        hasTemplate
            ? reference(node.path("template"), place + ".template", mistakes)
            : content(node.path("content"), place + ".content", port.get(), mistakes);
    if (values.put(id.get(), value) != null) {
      mistakes.add(
          new Refusal.Field(
              place + ".node_id", "the input '" + id.get() + "' stands twice in this asset"));
    }
  }

  private static boolean isGiven(JsonNode node, String name) {
    return !node.path(name).isMissingNode() && !node.path(name).isNull();
  }

  private static Value content(
      JsonNode content, String place, Port port, List<Refusal.Field> mistakes) {
    if (content.isArray()) {
      return references(content, place, port, mistakes);
    }
    if (content.isString()) {
      return text(content.stringValue(), port);
    }
    mistakes.add(
        new Refusal.Field(place, "expected text or a list of {presignedUrl, storageType}"));
    return Value.none();
  }

  private static Value references(
      JsonNode content, String place, Port port, List<Refusal.Field> mistakes) {
    var files = new ArrayList<Value>();
    for (var one : content) {
      files.add(reference(one, place + "[" + files.size() + "]", mistakes));
    }
    if (files.isEmpty() || (files.size() > 1 && !port.list())) {
      mistakes.add(
          new Refusal.Field(
              place,
              "expected "
                  + (port.list() ? "at least one file" : "one file")
                  + ", but "
                  + files.size()));
      return Value.none();
    }
    return port.list() ? new Value.ListOf(files) : files.getFirst();
  }

  private static Value reference(JsonNode node, String place, List<Refusal.Field> mistakes) {
    var fields = Fields.of(node, place, mistakes, "presignedUrl", "storageType");
    var url = fields.required("presignedUrl", fields.text("presignedUrl", URL_MAX));
    // a hint where it is stored: the address alone says how it is fetched
    boolean _ = fields.text("storageType", NAME_MAX).isPresent();
    return url.map(text -> source(text, place + ".presignedUrl", mistakes)).orElseGet(Value::none);
  }

  static Value source(String url, String place, List<Refusal.Field> mistakes) {
    var source = new Value.Source(url);
    if (!source.isAddress()) {
      mistakes.add(new Refusal.Field(place, "expected an http or https address"));
      return Value.none();
    }
    return source;
  }

  /** Inputs over HTTP are text, whatever the workflow makes of it. */
  private static Value text(String text, Port port) {
    var source = new Value.Source(text);
    return switch (port.type()) {
      case IMAGE, VIDEO, AUDIO, FILE -> source.isAddress() ? source : Value.of(text);
      case INTEGER, NUMBER -> number(text).orElseGet(() -> Value.of(text));
      case BOOLEAN ->
          text.equals("true") || text.equals("false")
              ? Value.of(text.equals("true"))
              : Value.of(text);
      case TEXT, JSON, CHECKS, CASES -> Value.of(text);
    };
  }

  private static Optional<Value> number(String text) {
    try {
      double number = Double.parseDouble(text);
      return number == Math.rint(number) && Math.abs(number) < 0x1p53
          ? Optional.of(Value.of((long) number))
          : Optional.of(number).filter(Double::isFinite).map(Value::of);
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** A moment in ISO 8601, or a day, which begins at midnight UTC. */
  static Optional<Instant> time(Query query, String name) {
    return query.read(name, "a time such as 2026-11-22T05:00:00Z", Parse::time);
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(
          text.contains("T")
              ? OffsetDateTime.parse(text).toInstant()
              : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /** Whether a port can hold a file. */
  static boolean isFile(Port port) {
    return port.type().isMedia() || port.type() == PortType.FILE;
  }
}
