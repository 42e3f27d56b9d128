package dev.backlot.provider;

import java.util.Optional;

/** Whether a picture may go along with work that is handed in. */
public sealed interface Pictures {
  /**
   * One may.
   *
   * @param bytes the largest
   */
  record UpTo(long bytes) implements Pictures {}

  /** None may, such as with a model that cannot see. */
  record None(String why) implements Pictures {}

  /** Why a picture of so many bytes may not; empty when it may. */
  default Optional<String> refuse(long bytes) {
    return switch (this) {
      case UpTo(var most) when bytes <= most -> Optional.empty();
      case UpTo(var most) ->
          Optional.of(
              "it takes a picture of at most %,d KiB, but this has %,d bytes"
                  .formatted(most >> 10, bytes));
      case None(var why) -> Optional.of(why);
    };
  }
}
