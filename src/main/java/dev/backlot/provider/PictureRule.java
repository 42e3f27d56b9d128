package dev.backlot.provider;

import java.util.Optional;

/**
 * What the providers file says of the pictures that a model takes; what it leaves open is as known.
 *
 * @param none why it takes none at all
 * @param bytes of all together, at most
 * @param most how many, without the mask
 * @param mask whether one may say where something is to change
 */
public record PictureRule(
    Optional<String> none, Optional<Long> bytes, Optional<Integer> most, Optional<Boolean> mask) {
  static PictureRule none(String why) {
    return new PictureRule(Optional.of(why), Optional.empty(), Optional.empty(), Optional.empty());
  }

  static PictureRule upTo(long bytes) {
    return new PictureRule(
        Optional.empty(), Optional.of(bytes), Optional.empty(), Optional.empty());
  }

  /**
   * Together with what is known.
   *
   * @param largest of a model that was taken for one that cannot see
   */
  Pictures over(Pictures known, long largest) {
    if (none.isPresent()) {
      return new Pictures.None(none.get());
    }
    var usual = known instanceof Pictures.UpTo some ? some : new Pictures.UpTo(largest);
    return new Pictures.UpTo(
        bytes.orElse(usual.bytes()), most.orElse(usual.most()), mask.orElse(usual.mask()));
  }
}
