package dev.backlot.media.own;

import dev.backlot.media.onnx.PictureInput;
import dev.backlot.settings.SettingsFile.Entry;
import java.util.Optional;

/** Reads what a manifest says of a network's output. */
final class ManifestOutput {
  private static final int LABELS_MAX = 10_000;

  private ManifestOutput() {}

  /**
   * Empty when there is a mistake in it.
   *
   * @param input how a picture that comes out is laid out, too
   */
  static Optional<Meaning> meaning(Entry at, PictureInput input) {
    at.know("kind", "labels", "activation", "range", "stretch");
    at.require("kind");
    var kind =
        at.text("kind", "mask, classes or picture", Fields.oneOf("mask", "classes", "picture"));
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        switch (kind.get()) {
          case "mask" -> new Meaning.Mask(range(at), each(at));
          case "classes" -> classes(at);
          default -> new Meaning.Made(range(at), input);
        });
  }

  /** Pixels do not share out one likelihood among them. */
  private static Likelihood each(Entry at) {
    var likelihood = Fields.word(at, "activation", Likelihood.NONE, Likelihood.values());
    if (likelihood == Likelihood.SOFTMAX) {
      at.mistake("activation", "expected none or sigmoid for a mask");
    }
    return likelihood;
  }

  private static Meaning classes(Entry at) {
    at.require("labels");
    var labels = at.texts("labels", "labels of 1 to 200 characters", Fields.line(200));
    if (at.has("labels") && (labels.isEmpty() || labels.size() > LABELS_MAX)) {
      at.mistake("labels", "expected 1 to 10,000 labels, but " + labels.size());
    }
    return new Meaning.Classes(
        labels, Fields.word(at, "activation", Likelihood.NONE, Likelihood.values()));
  }

  private static Range range(Entry at) {
    var ends = Fields.numbers(at, "range", 2, 0);
    boolean given = at.has("range");
    if (given && ends[0] == ends[1]) {
      at.mistake("range", "expected two different numbers");
    }
    boolean stretched =
        at.text("stretch", "true or false", Fields.oneOf("true", "false"))
            .filter("true"::equals)
            .isPresent();
    return new Range(given ? ends[0] : 0, given ? ends[1] : 1, stretched);
  }
}
