package dev.backlot.step.ai;

import static dev.backlot.step.StepInput.present;

import dev.backlot.model.Asset;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.provider.Pictures;
import dev.backlot.provider.Provider;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.ai.PaidStep.UnfitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pictures that go along with a request, as far as its model takes them all together. */
final class SentPictures {
  static final Port MASK =
      Port.of(
          "mask",
          PortType.IMAGE,
          "where 'image' is to change, where the model takes that: a PNG of its size, white there"
              + " and black where all stays");
  private static final String PNG = "image/png";
  private static final String IMAGE = "image";
  private static final String REFERENCES = "references";

  private final StepInput input;
  private final StepContext context;
  private final Provider provider;
  private final Pictures taken;

  /**
   * Looks at them.
   *
   * @throws UnfitException when they do not belong together, or the model does not take them
   */
  SentPictures(String kind, StepInput input, StepContext context, Provider provider, String model)
      throws UnfitException {
    this.input = input;
    this.context = context;
    this.provider = provider;
    this.taken = provider.pictures(kind, model);
    check(kind, model);
  }

  private void check(String kind, String model) throws UnfitException {
    var mask = input.asset(MASK.name());
    var image = input.asset(IMAGE);
    boolean several = !assets(REFERENCES).isEmpty();
    if (image.isEmpty() && (mask.isPresent() || several)) {
      throw new UnfitException(
          mask.isPresent() ? MASK.name() : REFERENCES, "expected 'image' with it");
    }
    if (mask.isPresent()) {
      check(mask.get(), image.orElseThrow());
    }
    var along = Candidates.along(kind, input);
    if ((mask.isPresent() || several) && along.isPresent()) {
      var refusal = taken.refuse(along.get());
      if (refusal.isPresent()) {
        boolean masked = taken instanceof Pictures.UpTo(_, _, var yes) && yes;
        var rest = several ? REFERENCES : IMAGE;
        throw new UnfitException(
            mask.isPresent() && !masked ? MASK.name() : rest,
            provider.name() + " with " + model + ": " + refusal.get());
      }
    }
  }

  private static void check(Asset mask, Asset image) throws UnfitException {
    if (!mask.mediaType().equals(PNG)) {
      throw new UnfitException(
          MASK.name(), "expected a PNG, but " + mask.mediaType() + "; image.convert makes one");
    }
    boolean known = mask.width() > 0 && image.width() > 0;
    if (known && (mask.width() != image.width() || mask.height() != image.height())) {
      throw new UnfitException(
          MASK.name(),
          "expected it as large as 'image', %d x %d, but %d x %d"
              .formatted(image.width(), image.height(), mask.width(), mask.height()));
    }
  }

  private List<Asset> assets(String parameter) {
    return input.value(parameter).stream().flatMap(value -> value.assets().stream()).toList();
  }

  /** As a data URL. */
  String one(String parameter) throws UnfitException {
    return DataUrl.of(parameter, present(input.asset(parameter)), context, provider, taken);
  }

  /** As data URLs. */
  List<String> several(String parameter) throws UnfitException {
    var urls = new ArrayList<String>();
    for (var asset : assets(parameter)) {
      urls.add(DataUrl.of(parameter, asset, context, provider, taken));
    }
    return urls;
  }

  Optional<String> mask() throws UnfitException {
    return input.asset(MASK.name()).isPresent() ? Optional.of(one(MASK.name())) : Optional.empty();
  }
}
