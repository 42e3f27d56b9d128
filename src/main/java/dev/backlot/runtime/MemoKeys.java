package dev.backlot.runtime;

import dev.backlot.json.ValueJson;
import dev.backlot.model.Value;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import dev.backlot.store.MemoKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a step's result depends on: its type and version, the engines behind it, and its parameters
 * with assets by content. Names of files and the order of parameters do not count.
 */
final class MemoKeys {
  private static final int SHORT = 16;

  private MemoKeys() {}

  static MemoKey of(StepType type, StepInput input) {
    var text =
        type.name() + "\n" + type.version() + "\n" + ValueJson.text(canonical(input.values()));
    return new MemoKey(sha256(text));
  }

  /** Each part of the key as a short hash, to compare two keys part by part. */
  static Map<String, String> parts(StepType type, StepInput input) {
    var parts = new LinkedHashMap<String, String>();
    parts.put("step type", type.name());
    parts.put("step version", Integer.toString(type.version()));
    canonical(input.values())
        .forEach(
            (name, value) ->
                parts.put("with." + name, sha256(ValueJson.text(value)).substring(0, SHORT)));
    return parts;
  }

  private static String sha256(String text) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Map<String, Value> canonical(Map<String, Value> fields) {
    var sorted = new TreeMap<String, Value>();
    fields.forEach((name, value) -> sorted.put(name, canonical(value)));
    return new LinkedHashMap<>(sorted);
  }

  private static Value canonical(Value value) {
    return switch (value) {
      case Value.Media(var asset) -> Value.of(asset.id().toString());
      case Value.ListOf(var items) ->
          new Value.ListOf(items.stream().map(MemoKeys::canonical).toList());
      case Value.ObjectOf(var fields) -> new Value.ObjectOf(canonical(fields));
      default -> value;
    };
  }
}
