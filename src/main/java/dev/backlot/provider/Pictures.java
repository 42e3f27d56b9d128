package dev.backlot.provider;

import java.util.Optional;

/** Whether pictures may go along with work that is handed in. */
public sealed interface Pictures {
  /**
   * Some may.
   *
   * @param bytes of all together, at most
   * @param most how many, without the mask
   * @param mask whether one may say where something is to change
   */
  record UpTo(long bytes, int most, boolean mask) implements Pictures {
    /** One, without a mask. */
    public UpTo(long bytes) {
      this(bytes, 1, false);
    }
  }

  /** None may, such as with a model that cannot see. */
  record None(String why) implements Pictures {}

  /**
   * What is to go along.
   *
   * @param bytes of all together
   * @param pictures how many, without the mask
   */
  record Along(long bytes, int pictures, boolean mask) {
    /** One picture. */
    public Along(long bytes) {
      this(bytes, 1, false);
    }
  }

  /** Why they may not; empty when they may. */
  default Optional<String> refuse(Along along) {
    return switch (this) {
      case None(var why) -> Optional.of(why);
      case UpTo(_, _, var mask) when along.mask() && !mask ->
          Optional.of(
              "it takes no mask; 'pictures' of the providers file says which models take one");
      case UpTo(_, var most, _) when along.pictures() > most ->
          Optional.of(
              "it takes %s, but here are %d; 'pictures' of the providers file says which models take more"
                  .formatted(
                      most == 1 ? "one picture" : "at most " + most + " pictures",
                      along.pictures()));
      case UpTo(var bytes, _, _) when along.bytes() > bytes ->
          Optional.of(
              "it takes a picture of at most %,d KiB, but this has %,d bytes"
                      .formatted(bytes >> 10, along.bytes())
                  + (along.mask() || along.pictures() > 1 ? " with all that goes along" : ""));
      case UpTo _ -> Optional.empty();
    };
  }
}
