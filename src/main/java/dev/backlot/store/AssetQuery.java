package dev.backlot.store;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which assets; what is empty does not matter.
 *
 * @param type a media type such as {@code image/png}, or its first part: {@code image}
 * @param name text within the file's name, in any case
 * @param hash how its SHA-256 begins, {@value #HASH_LEAST} hexadecimal digits at least
 * @param workflow made by a batch of this workflow
 * @param step made by a step of this id, in whichever loop
 * @param bytesMin at least so large
 * @param widthMin pictures and videos at least so wide, in pixels
 */
public record AssetQuery(
    Optional<String> type,
    Optional<String> name,
    Optional<String> hash,
    Optional<String> workflow,
    Optional<String> step,
    Optional<Long> bytesMin,
    Optional<Long> bytesMax,
    Optional<Long> widthMin,
    Optional<Long> heightMin) {
  public static final int HASH_LEAST = 4;
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{" + HASH_LEAST + ",64}");
  private static final Optional<Long> ANY = Optional.empty();

  public static final AssetQuery ALL =
      new AssetQuery(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          ANY,
          ANY,
          ANY,
          ANY);

  /** How a hash begins, with or without {@code sha256:}; empty when it is none or too short. */
  public static Optional<String> hash(String text) {
    var digits = text.startsWith("sha256:") ? text.substring("sha256:".length()) : text;
    return HASH.matcher(digits).matches() ? Optional.of(digits) : Optional.empty();
  }
}
