package dev.backlot.step.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.Colour;
import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.Photos;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.Scaling;
import dev.backlot.media.jvm.JvmImaging;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.media.load.Models;
import dev.backlot.model.Asset;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every step that makes one picture of another, on both engines, against one table of what it looks
 * like: size, opacity, detail and 144 colours. Update with golden.update, and look at the pictures.
 */
class PictureGoldensTest {
  private static final Path TABLE = Path.of("src/test/resources/pictures/goldens.txt");
  private static final int SIDE = 12;
  private static final Glance.Tolerance ALIKE = new Glance.Tolerance(2, 0.02, 7, 0.3);

  /** Engines turn CMYK into RGB by different black, and set letters a little apart. */
  private static final Glance.Tolerance LOOSE = new Glance.Tolerance(2, 0.02, 14, 0.5);

  private static final Imaging BEST = ImagingLoader.load(Path.of(""));
  private static final Models MODELS = Models.bundled();

  @TempDir static Path folder;

  private record Case(String name, String step, String photo, Map<String, Value> given) {}

  private static final List<Case> CASES =
      List.of(
          of("pad to a shape", "image.pad", "cup", "aspect", "1:1", "margin", 10),
          of("pad transparently", "image.pad", "cup", "margin", 0.1, "background", "#00000000"),
          of("turn a quarter", "image.rotate", "cup", "angle", 90),
          of("turn back", "image.rotate", "cut-out", "angle", -90),
          of("turn slightly", "image.rotate", "cup", "angle", 12, "background", "#204060"),
          of("turn a cut-out", "image.rotate", "cut-out", "angle", 30, "background", "#00000000"),
          of("turn what was turned", "image.rotate", "toy-robot-exif6-displayp3.jpg", "angle", 90),
          of("mirror", "image.flip", "cup"),
          of("mirror upside down", "image.flip", "cut-out", "axis", "vertical"),
          of("trim by alpha", "image.trim", "cut-out"),
          of("trim by colour", "image.trim", "bag-duffel.jpg", "tolerance", 20, "margin", 4),
          of("trim CMYK", "image.trim", "console-red-cmyk.jpg"),
          of("blur", "image.blur", "cup", "sigma", 2.5),
          of("blur strongly", "image.blur", "cup", "sigma", 12),
          of("blur a cut-out", "image.blur", "cut-out", "sigma", 4),
          of("blur sixteen bits", "image.blur", "handheld-console-16bit.png", "sigma", 20),
          of("sharpen", "image.sharpen", "cup", "amount", 2),
          of("sharpen a cut-out", "image.sharpen", "cut-out"),
          of("grey", "image.grayscale", "fig"),
          of("grey CMYK", "image.grayscale", "console-red-cmyk.jpg", "strength", 0.7),
          of("sepia", "image.sepia", "fig"),
          of("tint", "image.tint", "fig", "colour", "#3070c0"),
          of("duotone", "image.duotone", "fig"),
          of("duotone of a cut-out", "image.duotone", "cut-out", "dark", "#400000"),
          of("brighter", "image.adjust", "fig", "brightness", 0.4),
          of("flatter and paler", "image.adjust", "fig", "contrast", -0.4, "saturation", -0.5),
          of("stronger", "image.adjust", "cut-out", "contrast", 0.3, "saturation", 0.6),
          of("levels", "image.auto-levels", "cow-in-mist.jpg"),
          of("levels of each channel", "image.auto-levels", "cow-in-mist.jpg", "channels", "each"),
          of("frame", "image.border", "cup", "colour", "#c02020", "width", 0.08),
          of("round corners", "image.round-corners", "cup", "radius", 0.5),
          of("round on a ground", "image.round-corners", "fig", "background", "#103050"),
          of("shadow of a cut-out", "image.shadow", "cut-out", "background", "#ffffff"),
          of("shadow of a photo", "image.shadow", "fig", "down", 0.08, "opacity", 0.8),
          of("resize and pad", "image.resize", "cup", "width", 90, "height", 90, "fit", "pad"),
          of(
              "resize to a focus",
              "image.resize",
              "cup",
              "width",
              80,
              "height",
              80,
              "fit",
              "focal",
              "focus_y",
              0.9),
          of(
              "words in a box",
              "image.text",
              "cup",
              "text",
              "Cafe Crema",
              "size",
              60,
              "width",
              100,
              "height",
              50,
              "background",
              "#ffffff",
              "position",
              "bottom",
              "bold",
              true),
          of(
              "words over the edge of a line",
              "image.text",
              "fig",
              "text",
              "Figs and more figs",
              "size",
              34,
              "colour",
              "#ffffff",
              "position",
              "top-left"),
          of(
              "watermark of words",
              "image.watermark",
              "fig",
              "text",
              "STUDIO",
              "opacity",
              0.8,
              "size",
              0.6,
              "position",
              "centre",
              "angle",
              -20));

  @BeforeAll
  static void small_pictures() throws Exception {
    small("coffee-cup.jpg", "cup.jpg", 160);
    small("fig-in-red-bowl.jpg", "fig.jpg", 180);
    small("handheld-console-alpha.png", "cut-out.png", 160);
  }

  private static void small(String photo, String name, int side) throws Exception {
    try (var studio = BEST.studio()) {
      var format = name.endsWith("png") ? PictureFormat.PNG : PictureFormat.JPEG;
      studio
          .open(Photos.of(photo))
          .resize(Scaling.inside(side, side))
          .write(folder.resolve(name), Encoding.of(format, 95));
    }
  }

  @AfterAll
  static void close() {
    MODELS.close();
  }

  @TestFactory
  Stream<DynamicTest> every_step_gives_the_picture_of_the_table() throws Exception {
    if (Boolean.getBoolean("golden.update")) {
      update();
    }
    var table = table();
    assertThat(table.keySet()).containsExactlyElementsOf(CASES.stream().map(Case::name).toList());
    return Stream.of(BEST, new JvmImaging())
        .flatMap(imaging -> CASES.stream().map(one -> test(imaging, one, table)));
  }

  @TestFactory
  Stream<DynamicTest> a_step_that_did_nothing_would_be_seen() throws Exception {
    var table = table();
    return CASES.stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.name,
                    () -> {
                      var before = glance(BEST, photo(one.photo));
                      var golden = Objects.requireNonNull(table.get(one.name));
                      assertThat(before.isLike(golden)).as("a photo that shows it").isFalse();
                      assertThat(before.isIdle(before, golden, before)).isTrue();
                    }));
  }

  private static DynamicTest test(Imaging imaging, Case one, Map<String, Glance> table) {
    return DynamicTest.dynamicTest(
        one.name + " by " + imaging.name(),
        () -> {
          var golden = Objects.requireNonNull(table.get(one.name));
          var look = look(imaging, one);
          assertThat(look.unlike(golden, tolerance(one))).isEmpty();
          var before = glance(BEST, photo(one.photo));
          var untouched = glance(imaging, photo(one.photo));
          assertThat(look.isIdle(untouched, golden, before)).as("nothing was done").isFalse();
        });
  }

  private static Glance.Tolerance tolerance(Case one) {
    return one.name.contains("CMYK") || one.name.contains("words") ? LOOSE : ALIKE;
  }

  private static Glance glance(Imaging imaging, Path file) throws Exception {
    try (var studio = imaging.studio()) {
      var picture = studio.open(file);
      var small = picture.flatten(Colour.WHITE).resize(Scaling.exactly(SIDE, SIDE));
      return Glance.of(picture, small.pixels());
    }
  }

  private static String line(Glance glance) {
    return "%dx%d %.3f %.2f %s"
        .formatted(
            glance.width(),
            glance.height(),
            glance.opacity(),
            glance.detail(),
            HexFormat.of().formatHex(glance.colours()));
  }

  private static Glance parse(String line) {
    var parts = line.split("[x ]", -1);
    return new Glance(
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        Double.parseDouble(parts[2]),
        Double.parseDouble(parts[3]),
        HexFormat.of().parseHex(parts[4]));
  }

  private static Glance look(Imaging imaging, Case one) throws Exception {
    var context = new FolderContext(folder);
    var steps = new StepRegistry(ImageSteps.all(imaging, MODELS));
    var values = new HashMap<>(one.given);
    values.put("image", Value.of(context.bring(photo(one.photo))));
    var outcome = context.run(steps.find(one.step).orElseThrow(), values);
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    var asset = made((Outcome.Done) outcome);
    keep(context, one, imaging, asset);
    return glance(BEST, context.file(asset.id()));
  }

  /** For people: {@code -Dpictures.keep=FOLDER} leaves every picture there. */
  private static void keep(FolderContext context, Case one, Imaging imaging, Asset asset)
      throws IOException {
    var kept = System.getProperty("pictures.keep");
    if (kept != null) {
      var name = one.name.replace(' ', '-') + "-" + imaging.name();
      var to = Files.createDirectories(Path.of(kept)).resolve(name);
      var end = asset.name().substring(asset.name().lastIndexOf('.'));
      Files.write(Path.of(to + end), Files.readAllBytes(context.file(asset.id())));
    }
  }

  private static Asset made(Outcome.Done done) {
    return Objects.requireNonNull(done.outputs().get("image")).assets().getFirst();
  }

  private static Path photo(String name) {
    return name.contains(".")
        ? Photos.of(name)
        : folder.resolve(name + (name.equals("cut-out") ? ".png" : ".jpg"));
  }

  private static Map<String, Glance> table() throws IOException {
    var table = new LinkedHashMap<String, Glance>();
    for (var line : Files.readAllLines(TABLE)) {
      int colon = line.indexOf(": ");
      table.put(line.substring(0, colon), parse(line.substring(colon + 2)));
    }
    return table;
  }

  private static void update() throws Exception {
    var lines = new ArrayList<String>();
    for (var one : CASES) {
      lines.add(one.name + ": " + line(look(BEST, one)));
    }
    Files.createDirectories(Objects.requireNonNull(TABLE.getParent()));
    Files.writeString(TABLE, lines.stream().collect(Collectors.joining("\n", "", "\n")));
  }

  private static Case of(String name, String step, String photo, Object... given) {
    return new Case(name, step, photo, StepBench.object(given).fields());
  }
}
