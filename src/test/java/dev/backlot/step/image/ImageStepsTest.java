package dev.backlot.step.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backlot.media.Hostile;
import dev.backlot.media.Imaging;
import dev.backlot.media.Photos;
import dev.backlot.media.jvm.JvmImaging;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.media.load.Models;
import dev.backlot.model.Asset;
import dev.backlot.model.Failure;
import dev.backlot.model.Value;
import dev.backlot.step.Literals;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.StepType;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageStepsTest {
  private static final Imaging IMAGING = ImagingLoader.load(Path.of(""));
  private static final Models MODELS = Models.bundled();
  private static final StepRegistry STEPS = new StepRegistry(ImageSteps.all(IMAGING, MODELS));

  @TempDir Path folder;
  private FolderContext context;

  @BeforeEach
  void setUp() {
    context = new FolderContext(folder);
  }

  @AfterAll
  static void close() {
    MODELS.close();
  }

  @Test
  void every_type_describes_itself() {
    assertThat(STEPS.types())
        .extracting(StepType::name)
        .allMatch(name -> name.startsWith("image."));
    assertThat(STEPS.types())
        .allSatisfy(
            type -> assertThat(type.parameters()).allMatch(port -> !port.description().isBlank()))
        .allSatisfy(
            type -> assertThat(type.outputs()).allMatch(port -> !port.description().isBlank()));
  }

  @Test
  void resize_keeps_format_and_name() throws Exception {
    var made = image(run("image.resize", "coffee-cup.jpg", Map.of("width", Value.of(200))));
    assertThat(made).extracting(Asset::width, Asset::height).containsExactly(200, 299);
    assertThat(made.mediaType()).isEqualTo("image/jpeg");
    assertThat(made.name()).isEqualTo("coffee-cup-resized.jpg");
  }

  @Test
  void resize_refuses_what_cannot_be() throws Exception {
    failed(
        run("image.resize", "coffee-cup.jpg", Map.of()),
        "width",
        "expected a width, a height or both, but neither is given");
    failed(
        run(
            "image.resize",
            "coffee-cup.jpg",
            Map.of("width", Value.of(9), "fit", Value.of("cover"))),
        "fit",
        "expected a width and a height for fit cover");
    failed(
        run(
            "image.resize",
            "coffee-cup.jpg",
            Map.of("width", Value.of(16_000), "height", Value.of(16_000))),
        "width",
        "expected at most 100 megapixels, but the picture is 16000 x 16000");
  }

  @Test
  void crop_takes_a_box_or_a_shape() throws Exception {
    var box = Map.of("left", Value.of(600), "top", Value.of(10), "height", Value.of(50));
    assertThat(image(run("image.crop", "coffee-cup.jpg", box)))
        .extracting(Asset::width, Asset::height)
        .containsExactly(40, 50);
    var shape = Map.of("aspect", Value.of("4:5"), "position", Value.of("top"));
    assertThat(image(run("image.crop", "coffee-cup.jpg", shape)))
        .extracting(Asset::width, Asset::height)
        .containsExactly(640, 800);
    failed(
        run("image.crop", "coffee-cup.jpg", Map.of("left", Value.of(600), "width", Value.of(50))),
        "width",
        "expected a box within the picture of 640 x 958, but it spans 600 to 650 across and 0 to"
            + " 958 down");
  }

  @Test
  void convert_writes_the_format_asked_for() throws Exception {
    for (var format : IMAGING.writes()) {
      var made =
          image(run("image.convert", "coffee-cup.jpg", Map.of("format", Value.of(format.word()))));
      assertThat(made.mediaType()).isEqualTo(format.mediaType());
      assertThat(made.width()).isEqualTo(640);
    }
  }

  @Test
  void convert_fills_transparency_with_the_background() throws Exception {
    var given = Map.of("format", Value.of("jpeg"), "background", Value.of("#0000ff"));
    var made = image(run("image.convert", "handheld-console-alpha.png", given));
    assertThat(corner(made)).containsExactly(0, 0, 254);
  }

  @Test
  void remove_background_gives_cutout_mask_and_coverage() throws Exception {
    var outputs =
        outputs(run("image.remove-background", "bag-duffel.jpg", Map.of("mask", Value.of(true))));
    assertThat(outputs.get("coverage"))
        .isInstanceOfSatisfying(
            Value.Num.class, c -> assertThat(c.value()).isCloseTo(0.53, within(0.02)));
    assertThat(image(outputs, "image"))
        .extracting(Asset::mediaType, Asset::width)
        .containsExactly("image/png", 1024);
    assertThat(image(outputs, "mask").name()).isEqualTo("bag-duffel-mask.png");
    assertThat(
            outputs(run("image.remove-background", "handheld-console-alpha.png", Map.of()))
                .get("mask"))
        .isEqualTo(Value.none());
  }

  @Test
  void a_subject_is_put_on_another_ground_and_cut_to_its_size() throws Exception {
    var onGrey =
        image(
            run(
                "image.remove-background",
                "bag-duffel.jpg",
                Map.of("background", Value.of("#808080"))));
    assertThat(onGrey)
        .extracting(Asset::mediaType, Asset::width)
        .containsExactly("image/jpeg", 1024);
    assertThat(corner(onGrey)).allSatisfy(level -> assertThat(level).isBetween(126, 131));

    var alone =
        image(
            run(
                "image.remove-background",
                "bag-duffel.jpg",
                Map.of("trim", Value.of(true), "format", Value.of("webp"))));
    assertThat(alone.mediaType()).isEqualTo("image/webp");
    assertThat(alone.width()).isBetween(500, 1023);

    var sky = Value.of(context.bring(Photos.of("airplane-blue-sky.jpg")));
    var outside = image(run("image.remove-background", "bag-duffel.jpg", Map.of("backdrop", sky)));
    assertThat(outside)
        .extracting(Asset::width, Asset::height)
        .containsExactly(onGrey.width(), onGrey.height());
    assertThat(corner(outside).get(2)).isGreaterThan(corner(outside).get(0) + 20);
    assertThat(
            run(
                "image.remove-background",
                "bag-duffel.jpg",
                Map.of("backdrop", sky, "background", Value.of("#808080"))))
        .isEqualTo(
            Outcome.invalid(
                "backdrop", "expected either 'background' or 'backdrop', but both are given"));
  }

  @Test
  void compose_fills_the_canvas_and_casts_a_shadow() throws Exception {
    var size =
        Map.of(
            "width",
            Value.of(400),
            "height",
            Value.of(500),
            "background",
            Value.of("#808080"),
            "light",
            Value.of(0.0));
    var made = image(run("image.compose", "handheld-console-alpha.png", size));
    assertThat(made).extracting(Asset::width, Asset::height).containsExactly(400, 500);
    assertThat(corner(made)).allSatisfy(level -> assertThat(level).isBetween(126, 131));
    var bare = new HashMap<String, Value>(size);
    bare.put("shadow", Value.of(0.0));
    var flat = image(run("image.compose", "handheld-console-alpha.png", bare));
    assertThat(brightness(made)).isLessThan(brightness(flat) - 1);
  }

  @Test
  void compose_takes_a_picture_as_backdrop() throws Exception {
    var given =
        Map.of(
            "width", Value.of(300),
            "height", Value.of(300),
            "backdrop", Value.of(context.bring(Photos.of("fig-in-red-bowl.jpg"))),
            "placement", Value.of("bottom-right"),
            "margin", Value.of(20));
    var made = image(run("image.compose", "handheld-console-alpha.png", given));
    assertThat(made.mediaType()).isEqualTo("image/jpeg");
    var wrong = new HashMap<String, Value>(given);
    wrong.put("margin", Value.of(150));
    failed(
        run("image.compose", "handheld-console-alpha.png", wrong),
        "margin",
        "expected a margin that leaves room, but twice 150 pixels of 300 are taken");
  }

  @Test
  void text_appears_where_it_is_put() throws Exception {
    var words =
        Map.of(
            "text",
            Value.of("Neu & <gut>"),
            "size",
            Value.of(60),
            "colour",
            Value.of("#00ff00"),
            "background",
            Value.of("#000000"));
    var plain = image(run("image.convert", "coffee-cup.jpg", Map.of("format", Value.of("png"))));
    var made = image(run("image.text", "coffee-cup.jpg", words));
    assertThat(made)
        .extracting(Asset::width, Asset::height)
        .containsExactly(plain.width(), plain.height());
    assertThat(brightness(made)).isNotCloseTo(brightness(plain), within(0.5));
    failed(
        run(
            "image.text",
            "coffee-cup.jpg",
            Map.of("text", Value.of("x"), "colour", Value.of("red"))),
        "colour",
        "expected a colour such as #f3efe8, but 'red'");
  }

  @Test
  void inspect_measures() throws Exception {
    var outputs = outputs(run("image.inspect", "handheld-console-alpha.png", Map.of()));
    assertThat(outputs)
        .containsEntry("width", Value.of(1190))
        .containsEntry("format", Value.of("png"));
    assertThat(outputs)
        .containsEntry("has_alpha", Value.of(true))
        .containsEntry("animated", Value.of(false));
    assertThat(number(outputs, "coverage")).isCloseTo(0.448, within(0.01));
    assertThat(outputs.get("colours"))
        .isInstanceOfSatisfying(Value.ListOf.class, list -> assertThat(list.items()).hasSize(5));
    var type = STEPS.find("image.inspect").orElseThrow().type();
    assertThat(outputs.keySet())
        .containsExactlyInAnyOrderElementsOf(
            type.outputs().stream().map(port -> port.name()).toList());
  }

  @Test
  void inspect_finds_a_blurred_photo_less_sharp() throws Exception {
    var small = image(run("image.resize", "cat-whiskers.jpg", Map.of("width", Value.of(60))));
    var blurred =
        Map.of("image", Value.of(small), "width", Value.of(1200), "enlarge", Value.of(true));
    var blown = image(outputs(context.run(step("image.resize"), blurred)), "image");
    var soft =
        number(
            outputs(context.run(step("image.inspect"), Map.of("image", Value.of(blown)))),
            "sharpness");
    var sharp = number(outputs(run("image.inspect", "cat-whiskers.jpg", Map.of())), "sharpness");
    assertThat(soft).isLessThan(30);
    assertThat(sharp).isGreaterThan(100);
  }

  @Test
  void inspect_tells_an_animation_instead_of_refusing_it() throws Exception {
    var gif = context.bring(new Hostile(folder).animatedGif());
    var outputs = outputs(context.run(step("image.inspect"), Map.of("image", Value.of(gif))));
    assertThat(outputs)
        .containsEntry("animated", Value.of(true))
        .containsEntry("width", Value.of(8));
  }

  @Test
  void a_wrong_file_fails_naming_the_parameter() throws Exception {
    var pdf = context.bring(new Hostile(folder).pdfNamedJpeg());
    var area = StepBench.object("type", "box", "colour", "#ffffff");
    for (var type : STEPS.types()) {
      boolean list = type.parameter("images").isPresent();
      if (!list && type.parameter("image").isEmpty()) {
        continue;
      }
      var given =
          StepBench.object(
                  "image",
                  pdf,
                  "other",
                  pdf,
                  "images",
                  StepBench.list(pdf, pdf),
                  "width",
                  9,
                  "height",
                  9,
                  "text",
                  "x",
                  "angle",
                  9.0,
                  "layers",
                  StepBench.list(area),
                  "operations",
                  StepBench.list("grayscale"))
              .fields();
      failed(
          context.run(step(type.name()), given),
          list ? "images[0]" : "image",
          "expected a JPEG, PNG, WebP, AVIF or GIF image, but the content is a PDF document"
              + " (application/pdf)");
    }
  }

  @Test
  void a_format_the_engine_cannot_write_is_refused_beforehand() {
    for (var step : ImageSteps.all(new JvmImaging(), MODELS)) {
      if (step.type().parameter("format").isPresent()) {
        var refusal = step.refuse(new Literals(Map.of("format", Value.of("avif"))));
        assertThat(refusal)
            .hasValueSatisfying(
                why -> assertThat(why.line()).startsWith("format: writing AVIF needs libvips"));
        var given =
            Map.of("format", Value.of("jpeg"), "width", Value.of(80), "text", Value.of("x"));
        assertThat(step.refuse(new Literals(given))).isEmpty();
      }
    }
    assertThat(step("image.compose").refuse(new Literals(Map.of("background", Value.of("beige")))))
        .hasValue(
            new Failure.Invalid("background", "expected a colour such as #f3efe8, but 'beige'"));
  }

  @Test
  void a_box_without_any_side_is_refused_beforehand_and_one_known_later_is_not() {
    var resize = step("image.resize");
    assertThat(resize.refuse(new Literals(Map.of("fit", Value.of("inside")))))
        .hasValue(
            new Failure.Invalid(
                "width", "expected a width, a height or both, but neither is given"));
    assertThat(resize.refuse(new Literals(Map.of("height", Value.of(80))))).isEmpty();
    assertThat(resize.refuse(new Literals(Map.of(), Set.of("width")))).isEmpty();
  }

  private static Step step(String name) {
    return STEPS.find(name).orElseThrow();
  }

  private Outcome run(String step, String photo, Map<String, Value> given) throws Exception {
    var values = new HashMap<>(given);
    values.put("image", Value.of(context.bring(Photos.of(photo))));
    return context.run(step(step), values);
  }

  private static Map<String, Value> outputs(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    return ((Outcome.Done) outcome).outputs();
  }

  private static Asset image(Outcome outcome) {
    return image(outputs(outcome), "image");
  }

  private static Asset image(Map<String, Value> outputs, String name) {
    return Objects.requireNonNull(outputs.get(name)).assets().getFirst();
  }

  private static double number(Map<String, Value> outputs, String name) {
    return ((Value.Num) Objects.requireNonNull(outputs.get(name))).value();
  }

  private static void failed(Outcome outcome, String field, String message) {
    assertThat(outcome).isEqualTo(Outcome.invalid(field, message));
  }

  private List<Integer> corner(Asset asset) throws Exception {
    try (var studio = IMAGING.studio()) {
      var pixels = studio.open(context.file(asset.id())).pixels();
      return List.of(pixels.at(0, 0), pixels.at(0, 1), pixels.at(0, 2));
    }
  }

  private double brightness(Asset asset) throws Exception {
    try (var studio = IMAGING.studio()) {
      var pixels = studio.open(context.file(asset.id())).pixels();
      long sum = 0;
      for (byte sample : pixels.samples()) {
        sum += sample & 0xff;
      }
      return (double) sum / pixels.samples().length;
    }
  }
}
