package dev.backlot.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.Imaging;
import dev.backlot.media.Photos;
import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;
import dev.backlot.media.load.Models;
import dev.backlot.model.Asset;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** Runs picture steps on one engine, with short words for values. */
final class StepBench {
  private static final Models MODELS = Models.bundled();

  private final Imaging imaging;
  private final FolderContext context;
  private final StepRegistry steps;

  StepBench(Imaging imaging, Path folder) {
    this(imaging, folder, MODELS);
  }

  StepBench(Imaging imaging, Path folder, Models models) {
    this.imaging = imaging;
    context = new FolderContext(folder);
    steps = new StepRegistry(ImageSteps.all(imaging, models));
  }

  Step step(String name) {
    return steps.find(name).orElseThrow();
  }

  FolderContext context() {
    return context;
  }

  /** A photo in the asset store. */
  Value photo(String name) throws IOException {
    return Value.of(context.bring(Photos.of(name)));
  }

  Outcome run(String step, Object... given) throws InterruptedException {
    return context.run(step(step), object(given).fields());
  }

  Map<String, Value> outputs(String step, Object... given) throws InterruptedException {
    var outcome = run(step, given);
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return ((Outcome.Done) outcome).outputs();
  }

  Asset image(String step, Object... given) throws InterruptedException {
    return image(outputs(step, given));
  }

  static Asset image(Map<String, Value> outputs) {
    return Objects.requireNonNull(outputs.get("image")).assets().getFirst();
  }

  void refused(String field, String message, String step, Object... given)
      throws InterruptedException {
    assertThat(run(step, given)).isEqualTo(Outcome.invalid(field, message));
  }

  /** What somebody sees who opens the stored picture. */
  <T> T seen(Asset asset, Function<Picture, T> look) throws Exception {
    try (var studio = imaging.studio()) {
      return look.apply(studio.open(context.file(asset.id())));
    }
  }

  Pixels pixels(Asset asset) throws Exception {
    return seen(asset, Picture::pixels);
  }

  /** Names and values by turns. */
  static Value.ObjectOf object(Object... given) {
    var fields = new LinkedHashMap<String, Value>();
    for (int i = 0; i < given.length; i += 2) {
      fields.put((String) given[i], value(given[i + 1]));
    }
    return new Value.ObjectOf(fields);
  }

  static Value list(Object... given) {
    var items = new ArrayList<Value>();
    for (var one : given) {
      items.add(value(one));
    }
    return new Value.ListOf(items);
  }

  static Value value(Object given) {
    return switch (given) {
      case Value value -> value;
      case Asset asset -> Value.of(asset);
      case Integer whole -> Value.of((long) whole);
      case Double number -> Value.of(number);
      case Boolean flag -> Value.of(flag);
      default -> Value.of(given.toString());
    };
  }

  static double number(Map<String, Value> outputs, String name) {
    return switch (Objects.requireNonNull(outputs.get(name))) {
      case Value.Int(var whole) -> whole;
      case Value.Num(var real) -> real;
      default -> throw new AssertionError(name + " is no number");
    };
  }

  static List<Asset> images(Map<String, Value> outputs) {
    return Objects.requireNonNull(outputs.get("images")).assets();
  }
}
