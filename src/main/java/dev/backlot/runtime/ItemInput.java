package dev.backlot.runtime;

import dev.backlot.model.Value;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An item as a client gives it.
 *
 * @param name unique within the batch and safe as a file name; its number stands in where none is
 *     given
 * @param source the item of the redriven batch that this one goes on from
 */
public record ItemInput(
    Optional<String> name, Map<String, Value> inputs, Optional<Integer> source) {
  private static final Pattern SAFE =
      Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{M}\\p{N} ._()+-]{0,119}");

  /** A new item. */
  public ItemInput(Optional<String> name, Map<String, Value> inputs) {
    this(name, inputs, Optional.empty());
  }

  public static boolean isSafeName(String name) {
    return SAFE.matcher(name).matches() && !name.endsWith(".") && !name.endsWith(" ");
  }
}
