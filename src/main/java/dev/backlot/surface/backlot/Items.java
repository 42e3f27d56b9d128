package dev.backlot.surface.backlot;

import dev.backlot.http.Fields;
import dev.backlot.http.Lines;
import dev.backlot.http.Refusal;
import dev.backlot.http.Spool;
import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.Port;
import dev.backlot.model.Value;
import dev.backlot.runtime.Batches;
import dev.backlot.runtime.ItemInput;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The items of a batch as they stand in a request, read one by one at each pass. The first item
 * that cannot be read ends the pass: the rest is only searched for more mistakes, so that they are
 * told together.
 */
final class Items implements Iterable<ItemInput> {
  private final Source source;
  private final Map<String, Port> ports;
  private final Function<AssetId, Optional<Asset>> assets;

  /** Opens the items anew for each pass. */
  interface Source {
    Iterator<Raw> open();
  }

  /** An item that may not even be JSON. */
  interface Raw {
    JsonNode read() throws JsonProblem;
  }

  /**
   * Items for a workflow.
   *
   * @param ports its inputs: where one takes media, text is the id of an asset
   * @param assets those of the caller's tenant; what a client says about an asset is never believed
   */
  Items(Source source, Map<String, Port> ports, Function<AssetId, Optional<Asset>> assets) {
    this.source = source;
    this.ports = ports;
    this.assets = assets;
  }

  static Source of(JsonNode list) {
    return () -> list.valueStream().<Raw>map(node -> () -> node).iterator();
  }

  static Source of(Spool spool) {
    Iterable<Lines.Line> lines = spool::lines;
    return () -> StreamSupport.stream(lines.spliterator(), false).map(Items::raw).iterator();
  }

  private static Raw raw(Lines.Line line) {
    return () -> Json.parse(line.bytes());
  }

  @Override
  public Iterator<ItemInput> iterator() {
    return new Pass(source.open());
  }

  private final class Pass implements Iterator<ItemInput> {
    private final Iterator<Raw> rest;
    private final List<Refusal.Field> mistakes = new ArrayList<>();
    private int number = -1;

    Pass(Iterator<Raw> rest) {
      this.rest = rest;
    }

    @Override
    public boolean hasNext() {
      return rest.hasNext();
    }

    @Override
    public ItemInput next() {
      var item = read(rest.next());
      if (mistakes.isEmpty()) {
        return item;
      }
      while (rest.hasNext() && mistakes.size() < Batches.PROBLEMS_MAX) {
        read(rest.next());
      }
      throw Parse.malformed(mistakes);
    }

    private ItemInput read(Raw raw) {
      number++;
      var place = "items[" + number + "]";
      try {
        return item(raw.read(), place);
      } catch (JsonProblem e) {
        mistakes.add(new Refusal.Field(place, String.valueOf(e.getMessage())));
        return new ItemInput(Optional.empty(), Map.of());
      }
    }

    private ItemInput item(JsonNode node, String place) {
      var fields = Fields.of(node, place, mistakes, "name", "inputs");
      var name = fields.text("name", Parse.NAME_MAX);
      var given = fields.object("inputs").orElseGet(Json::object);
      return new ItemInput(name, inputs(given, place + ".inputs", mistakes));
    }
  }

  /**
   * Inputs by name as they stand in a request.
   *
   * @param place where, for mistakes
   */
  Map<String, Value> inputs(JsonNode given, String place, List<Refusal.Field> mistakes) {
    return new Reading(mistakes).inputs(given, place);
  }

  private final class Reading {
    private final List<Refusal.Field> mistakes;

    Reading(List<Refusal.Field> mistakes) {
      this.mistakes = mistakes;
    }

    Map<String, Value> inputs(JsonNode given, String place) {
      var inputs = new LinkedHashMap<String, Value>();
      for (var input : given.properties()) {
        var name = input.getKey();
        inputs.put(name, input(name, input.getValue(), place + "." + name));
      }
      return inputs;
    }

    private Value input(String name, JsonNode node, String place) {
      var port = ports.get(name);
      boolean media = port != null && port.type().isMedia();
      try {
        return new Resolving(media, place).resolve(ValueJson.read(node));
      } catch (IllegalArgumentException | JacksonException _) {
        mistakes.add(
            new Refusal.Field(
                place, "expected numbers within 64 bits, but there is a greater one"));
        return Value.none();
      }
    }

    /** Puts the tenant's own assets where a value names assets, at any depth. */
    private final class Resolving {
      private final boolean media;
      private final String place;

      Resolving(boolean media, String place) {
        this.media = media;
        this.place = place;
      }

      Value resolve(Value value) {
        return switch (value) {
          case Value.Media(var claimed) -> asset(claimed.id());
          case Value.Text(var text) when media -> media(text);
          case Value.ListOf(var items) ->
              new Value.ListOf(items.stream().map(this::resolve).toList());
          case Value.ObjectOf(var fields) -> {
            var resolved = new LinkedHashMap<String, Value>();
            fields.forEach((name, field) -> resolved.put(name, resolve(field)));
            yield new Value.ObjectOf(resolved);
          }
          default -> value;
        };
      }

      /** The id of an asset, or the address of a file to be fetched. */
      private Value media(String text) {
        var source = new Value.Source(text);
        return AssetId.parse(text)
            .map(this::asset)
            .orElseGet(() -> source.isAddress() ? source : Value.of(text));
      }

      private Value asset(AssetId id) {
        var known = assets.apply(id);
        if (known.isEmpty()) {
          mistakes.add(
              new Refusal.Field(
                  place, "there is no asset '" + id + "'; upload it to /v1/assets first"));
        }
        return known.map(Value::of).orElseGet(Value::none);
      }
    }
  }
}
