package dev.backlot.runtime;

import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Asset;
import dev.backlot.model.Failure;
import dev.backlot.model.PortCheck;
import dev.backlot.model.Value;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import dev.backlot.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * Keeps what steps say out of the log when it is large: a text, list or object that a result has no
 * room for goes into an asset, and comes back as what it was where a step takes it.
 *
 * <p>Limits: {@value #CHARACTERS_MAX} characters of one value. A value that names assets stays in
 * the result, as their lineage is read from there.
 */
final class LargeValues {
  static final int CHARACTERS_MAX = 16_777_216;

  /** What an asset's reference costs, roughly; nothing smaller is worth a file. */
  private static final int WORTH_A_FILE = 1_024;

  private final AssetShelf shelf;

  LargeValues(AssetShelf shelf) {
    this.shelf = shelf;
  }

  /** A result within its limit, or why it cannot be kept. */
  sealed interface Lightened {
    record Fits(Map<String, Value> outputs) implements Lightened {}

    record TooLarge(Failure failure) implements Lightened {}
  }

  /**
   * Stores the largest outputs until the others fit.
   *
   * @param most characters of the result as JSON
   */
  Lightened lighten(Map<String, Value> outputs, int most, AttemptContext context, String step) {
    if (ValueJson.charactersAtMost(outputs) <= most) {
      return new Lightened.Fits(outputs);
    }
    var left = new LinkedHashMap<>(outputs);
    long size = size(left);
    while (size > most) {
      var largest = largest(left);
      if (largest.isEmpty() || largest.get().size() > CHARACTERS_MAX) {
        return new Lightened.TooLarge(tooLarge(size, most));
      }
      var name = largest.get().name();
      left.put(name, Value.of(store(largest.get().value(), context, step + "." + name)));
      size = size(left);
    }
    return new Lightened.Fits(left);
  }

  private record Output(String name, Value value, long size) {}

  private static Optional<Output> largest(Map<String, Value> outputs) {
    return outputs.entrySet().stream()
        .filter(output -> output.getValue().assets().isEmpty())
        .map(output -> new Output(output.getKey(), output.getValue(), size(output.getValue())))
        .filter(output -> output.size() >= WORTH_A_FILE)
        .max(Comparator.comparingLong(Output::size));
  }

  private static long size(Value value) {
    return ValueJson.text(value).length();
  }

  private static long size(Map<String, Value> outputs) {
    return ValueJson.text(outputs).length();
  }

  private static Failure tooLarge(long size, int most) {
    return new Failure.Invalid(
        "outputs",
        ("expected a result of at most %,d characters, but it has %,d; a text, list or object of up"
                + " to %,d goes to an asset by itself, one that holds assets does not")
            .formatted(most, size, CHARACTERS_MAX));
  }

  private static Asset store(Value value, AttemptContext context, String name) {
    boolean text = value instanceof Value.Text;
    var content = value instanceof Value.Text(var words) ? words : ValueJson.text(value);
    try {
      var file = Files.createTempFile(context.scratch(), "value", "");
      Files.writeString(file, content);
      var stored = context.store(file, name + (text ? ".txt" : ".json"));
      return stored.typed(text ? Asset.TEXT_VALUE : Asset.JSON_VALUE);
    } catch (IOException e) {
      throw new StoreException("cannot write to the asset store: " + e.getMessage(), e);
    }
  }

  /** The parameters with what was put away read back, and checked once more against their ports. */
  Attempt.Parameters load(StepType type, Attempt.Parameters parameters) {
    return parameters instanceof Attempt.Parameters.Ready(var input)
            && input.values().values().stream().anyMatch(LargeValues::isAway)
        ? load(type, input)
        : parameters;
  }

  private Attempt.Parameters load(StepType type, StepInput input) {
    var values = new LinkedHashMap<>(input.values());
    for (var port : type.parameters()) {
      var given = values.getOrDefault(port.name(), Value.none());
      if (port.type().isMedia() || !isAway(given)) {
        continue;
      }
      try {
        switch (PortCheck.check(port, load(given))) {
          case PortCheck.Fits(var value) -> values.put(port.name(), value);
          case PortCheck.Misfit(var message) -> {
            return new Attempt.Parameters.Wrong(new Failure.Invalid(port.name(), message));
          }
        }
      } catch (IOException | JacksonException e) {
        return new Attempt.Parameters.Wrong(
            new Failure.Invalid(
                port.name(), "the value in its asset cannot be read: " + e.getMessage()));
      }
    }
    return new Attempt.Parameters.Ready(new StepInput(values));
  }

  private static boolean isAway(Value value) {
    return value.assets().stream().anyMatch(Asset::holdsValue);
  }

  private Value load(Value value) throws IOException {
    return switch (value) {
      case Value.Media(var asset) when asset.holdsValue() -> load(asset);
      case Value.ListOf(var items) -> {
        var loaded = new ArrayList<Value>(items.size());
        for (var item : items) {
          loaded.add(load(item));
        }
        yield new Value.ListOf(loaded);
      }
      case Value.ObjectOf(var fields) -> {
        var loaded = new LinkedHashMap<String, Value>();
        for (var field : fields.entrySet()) {
          loaded.put(field.getKey(), load(field.getValue()));
        }
        yield new Value.ObjectOf(loaded);
      }
      default -> value;
    };
  }

  private Value load(Asset asset) throws IOException {
    var file =
        shelf
            .blobs()
            .file(asset.id())
            .orElseThrow(() -> new IOException("the bytes of " + asset.id() + " are gone"));
    if (Files.size(file) > 4L * CHARACTERS_MAX) {
      throw new IOException("it has more than %,d characters".formatted(CHARACTERS_MAX));
    }
    var content = Files.readString(file, StandardCharsets.UTF_8);
    return asset.mediaType().equals(Asset.TEXT_VALUE)
        ? Value.of(content)
        : ValueJson.read(Json.MAPPER.readTree(content));
  }
}
