package dev.backlot.media.own;

import dev.backlot.media.Pixels;
import dev.backlot.media.onnx.PictureInput;
import dev.backlot.media.onnx.PictureInput.Layout;
import dev.backlot.media.onnx.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** What the numbers of a network's first output stand for. */
sealed interface Meaning {
  /** In words, for lists. */
  String kind();

  /**
   * The output, read.
   *
   * @param seen what the network saw
   * @throws UnfitException when it does not have the numbers that the manifest says
   */
  Found read(Tensor output, Pixels seen) throws UnfitException;

  /**
   * How much each pixel belongs to something: one number a pixel.
   *
   * @param range what stands for black and white
   * @param likelihood how its numbers become likelihoods, each by itself
   */
  record Mask(Range range, Likelihood likelihood) implements Meaning {
    @Override
    public String kind() {
      return "mask";
    }

    @Override
    public Found read(Tensor output, Pixels seen) throws UnfitException {
      var sizes = Sizes.of(output).stream().filter(size -> size != 1).toList();
      if (sizes.size() != 2) {
        throw new UnfitException("expected one number for each pixel", output);
      }
      var samples = range.samples(numbers(output.values()));
      return new Found.Mask(
          new Pixels(sizes.get(1).intValue(), sizes.get(0).intValue(), 1, samples));
    }

    private float[] numbers(float[] values) {
      if (likelihood == Likelihood.NONE) {
        return values;
      }
      var likely = likelihood.of(values);
      var numbers = new float[likely.length];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) likely[i];
      }
      return numbers;
    }
  }

  /** One number for each label. */
  record Classes(List<String> labels, Likelihood likelihood) implements Meaning {
    public Classes {
      labels = List.copyOf(labels);
    }

    @Override
    public String kind() {
      return labels.size() + " classes";
    }

    @Override
    public Found read(Tensor output, Pixels seen) throws UnfitException {
      var scores = likelihood.of(output.values());
      if (scores.length != labels.size()) {
        throw new UnfitException(
            "expected a number for each of the " + labels.size() + " labels", output);
      }
      if (!Arrays.stream(scores).allMatch(Double::isFinite)) {
        throw new UnfitException("expected finite numbers", output);
      }
      var ranking = new ArrayList<Found.Score>();
      for (int i = 0; i < scores.length; i++) {
        ranking.add(new Found.Score(labels.get(i), scores[i]));
      }
      ranking.sort(Comparator.comparingDouble(Found.Score::score).reversed());
      return new Found.Ranking(ranking);
    }
  }

  /**
   * A picture: three numbers a pixel, laid out and ordered as the input is.
   *
   * @param range what stands for black and white
   */
  record Made(Range range, PictureInput input) implements Meaning {
    @Override
    public String kind() {
      return "picture";
    }

    @Override
    public Found read(Tensor output, Pixels seen) throws UnfitException {
      boolean planes = input.layout() == Layout.NCHW;
      if (output.shape().length != 4 || output.size(0) != 1 || output.size(planes ? 1 : 3) != 3) {
        throw new UnfitException("expected three numbers for each pixel", output);
      }
      int height = output.size(planes ? 2 : 1);
      int width = output.size(planes ? 3 : 2);
      var samples = input.ordered(range.samples(output.values()), width * height);
      return new Found.Made(
          new Pixels(width, height, 3, samples),
          (double) width / seen.width(),
          (double) height / seen.height());
    }
  }
}
