package dev.backlot.step.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backlot.media.Imaging;
import dev.backlot.media.Likeness;
import dev.backlot.media.MediaProbe;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.Pixels;
import dev.backlot.media.jvm.JvmImaging;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.media.load.Models;
import dev.backlot.model.Asset;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.StepType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every step that makes pictures, in several ways, on every kind of file, into every format, by
 * both engines, against sheets that people can look at: see README.md beside them. With
 * golden.update they are drawn anew.
 */
class PictureMatrixTest {
  private static final Path FOLDER = Path.of("src/test/resources/pictures/matrix");
  private static final Path TABLE = FOLDER.resolve("matrix.txt");
  private static final Imaging BEST = ImagingLoader.load(Path.of(""));
  private static final Imaging PLAIN = new JvmImaging();
  private static final Models MODELS = Models.bundled();
  private static final StepRegistry STEPS = new StepRegistry(ImageSteps.all(BEST, MODELS));
  private static final StepRegistry PLAIN_STEPS = new StepRegistry(ImageSteps.all(PLAIN, MODELS));

  private static final String OPAQUE = " 1.000";

  /** It takes an operator's own model: see ModelStepTest. */
  private static final Set<String> ELSEWHERE = Set.of("image.model");

  private static final List<TestCard> FEW =
      List.of(TestCard.JPEG, TestCard.ALPHA, TestCard.MOVING_GIF);

  private static final Set<TestCard> ALIKE =
      Set.of(TestCard.WEBP, TestCard.AVIF, TestCard.MOVING_WEBP);

  /** What each engine reads by code of its own, and PictureGoldensTest has little of. */
  private static final List<TestCard> BY_BOTH =
      List.of(TestCard.ALPHA, TestCard.CMYK, TestCard.SIXTEEN, TestCard.GREY);

  /** They ask a model, which takes its time. */
  private static final Set<String> SLOW = Set.of("image.faces", "image.safety", "image.read-text");

  /** Mean difference per channel, of 255. */
  private static final double SAME = 1.5;

  /** So small a picture shows what a JPEG takes from its colours. */
  private static final double LOSSY = 9;

  /** Engines scale and turn by other curves, and know inks and letters otherwise. */
  private static final double OTHER_ENGINE = 9;

  private static final double OTHER_LETTERS = 20;

  @TempDir static Path folder;

  private static final Map<TestCard, Value> CARDS = new EnumMap<>(TestCard.class);
  private static List<PictureWay> ways = List.of();

  /**
   * What came of one way on one file.
   *
   * @param line for the table: format, size and opacity, or why it was refused
   * @param small the picture as in its cell; none where it was refused
   */
  private record Cell(String line, @Nullable Pixels small) {}

  @BeforeAll
  static void draw() throws Exception {
    assumeTrue(BEST.writes().contains(PictureFormat.AVIF), "libvips is not here");
    var context = context();
    for (var card : TestCard.values()) {
      CARDS.put(card, Value.of(context.bring(card.in(folder, BEST))));
    }
    ways = PictureWay.all(card(TestCard.JPEG));
    if (Boolean.getBoolean("golden.update")) {
      update();
    }
  }

  @AfterAll
  static void close() {
    MODELS.close();
  }

  @Test
  void every_step_that_makes_a_picture_is_here() {
    var made = new TreeSet<String>();
    for (var type : STEPS.types()) {
      if (type.outputs().stream().anyMatch(port -> port.type() == PortType.IMAGE)) {
        made.add(type.name());
      }
    }
    made.removeAll(readers());
    made.removeAll(ELSEWHERE);
    assertThat(made).isEqualTo(ways.stream().map(PictureWay::step).collect(Collectors.toSet()));
  }

  @TestFactory
  Stream<DynamicTest> every_step_makes_of_every_file_what_the_sheets_show() throws Exception {
    var table = table();
    assertThat(table.keySet()).containsExactlyElementsOf(keys());
    return ways.stream().map(way -> DynamicTest.dynamicTest(title(way), () -> compare(way, table)));
  }

  @TestFactory
  Stream<DynamicTest> every_format_holds_the_same_picture() {
    return ways.stream()
        .filter(way -> type(way).parameter("format").isPresent())
        .filter(way -> !way.given().containsKey("format") && !way.slow())
        .map(way -> DynamicTest.dynamicTest(title(way), () -> compareFormats(way)));
  }

  @TestFactory
  Stream<DynamicTest> the_engine_without_libvips_makes_the_same_or_says_what_it_lacks() {
    return ways.stream()
        .filter(way -> !way.slow() && !way.judges())
        .map(way -> DynamicTest.dynamicTest(title(way), () -> compareEngines(way)));
  }

  @TestFactory
  Stream<DynamicTest> what_only_looks_at_pictures_reads_every_still_file() {
    return readers().stream().map(step -> DynamicTest.dynamicTest(step, () -> read(step)));
  }

  private static void compare(PictureWay way, Map<String, String> table) throws Exception {
    var sheet = sheet(way);
    var wrong = new ArrayList<String>();
    for (var card : cards(way)) {
      var cell = cell(BEST, STEPS, way, card, Map.of());
      var key = key(way, card);
      if (!cell.line.equals(table.get(key))) {
        wrong.add(key + ": expected " + table.get(key) + ", but " + cell.line);
      } else if (cell.small != null) {
        check(way, card, sheet, cell.small, SAME, wrong);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void compareFormats(PictureWay way) throws Exception {
    var sheet = sheet(way);
    var wrong = new ArrayList<String>();
    var card = TestCard.ALPHA;
    boolean opaque = Objects.requireNonNull(table().get(key(way, card))).endsWith(OPAQUE);
    for (var format : type(way).parameter("format").orElseThrow().allowed()) {
      var word = ((Value.Text) format).value();
      var cell = cell(BEST, STEPS, way, card, Map.of("format", format));
      assertThat(cell.line).as(key(way, card)).startsWith(word + " ");
      check(way, card, sheet, Objects.requireNonNull(cell.small), LOSSY, wrong);
      if (cell.line.endsWith(OPAQUE) != (opaque || word.equals("jpeg"))) {
        wrong.add(key(way, card) + " as " + cell.line);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void compareEngines(PictureWay way) throws Exception {
    var sheet = sheet(way);
    var table = table();
    var wrong = new ArrayList<String>();
    for (var card : BY_BOTH) {
      var cell = cell(PLAIN, PLAIN_STEPS, way, card, Map.of());
      var golden = Objects.requireNonNull(table.get(key(way, card)));
      if (way.step().equals("image.compare") && card == TestCard.CMYK) {
        // how far inks are from the other picture depends on how each engine reads inks
        continue;
      }
      boolean refused = golden.startsWith("refused");
      if (cell.small == null || refused) {
        if (!cell.line.equals(golden) && !cell.line.contains("libvips")) {
          wrong.add(key(way, card) + ": expected " + golden + ", but " + cell.line);
        }
      } else {
        boolean loose = way.words() || card == TestCard.CMYK;
        check(way, card, sheet, cell.small, loose ? OTHER_LETTERS : OTHER_ENGINE, wrong);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void check(
      PictureWay way, TestCard card, PictureSheet sheet, Pixels small, double most, List<String> to)
      throws Exception {
    var golden = sheet.cell(card.column(), row(way), small.width(), small.height());
    try (var studio = PLAIN.studio()) {
      double differs = Likeness.difference(studio.picture(small), studio.picture(golden));
      if (differs > most) {
        to.add("%s: differs by %.1f of at most %.1f".formatted(key(way, card), differs, most));
      }
    }
  }

  private static void read(String step) throws Exception {
    var type = STEPS.find(step).orElseThrow().type();
    var way = new PictureWay("reads", step, Map.of());
    for (var card : SLOW.contains(step) ? FEW : List.of(TestCard.values())) {
      var given = way.with(type, card(card), card(TestCard.JPEG));
      var outcome = context().run(STEPS.find(step).orElseThrow(), given);
      if (card.moves() && !step.equals("image.inspect")) {
        assertThat(outcome.toString()).as(card.name()).contains("image", "it is animated");
      } else {
        assertThat(outcome).as(card.name()).isInstanceOf(Outcome.Done.class);
      }
    }
  }

  private static Cell cell(
      Imaging imaging,
      StepRegistry steps,
      PictureWay way,
      TestCard card,
      Map<String, Value> besides)
      throws Exception {
    var step = steps.find(way.step()).orElseThrow();
    var given = way.with(step.type(), card(card), card(TestCard.JPEG));
    given.putAll(besides);
    return switch (context().run(step, given)) {
      case Outcome.Done done -> seen(made(done));
      case Outcome.Failed(var failure, _) -> new Cell("refused: " + failure.line(), null);
      case Outcome other -> throw new AssertionError(imaging.name() + ": " + other);
    };
  }

  private static Cell seen(Asset asset) throws Exception {
    var file = context().file(asset.id());
    boolean moves = MediaProbe.facts(file).animated();
    var format = asset.mediaType().substring("image/".length()) + (moves ? " moving" : "");
    return PictureSheet.seen(
        asset.mediaType().matches("image/(png|jpeg)") ? PLAIN : BEST,
        file,
        picture ->
            new Cell(
                "%s %dx%d %.3f"
                    .formatted(
                        format, picture.width(), picture.height(), picture.pixels().coverage()),
                PictureSheet.small(picture)));
  }

  private static Asset made(Outcome.Done done) {
    var image = done.outputs().containsKey("image") ? "image" : "images";
    return Objects.requireNonNull(done.outputs().get(image)).assets().getFirst();
  }

  private static void update() throws IOException {
    var lines = new ArrayList<String>();
    var sheets = new LinkedHashMap<String, PictureSheet>();
    for (var way : ways) {
      var sheet =
          sheets.computeIfAbsent(
              way.step(), step -> PictureSheet.empty(TestCard.values().length, rows(step)));
      for (var card : cards(way)) {
        try {
          var cell = cell(BEST, STEPS, way, card, Map.of());
          lines.add(key(way, card) + ": " + cell.line);
          if (cell.small != null) {
            sheet.put(card.column(), row(way), cell.small);
          }
        } catch (Exception e) {
          throw new IOException(key(way, card), e);
        }
      }
    }
    for (var sheet : sheets.entrySet()) {
      sheet.getValue().write(FOLDER.resolve(sheet.getKey() + ".png"));
    }
    Files.writeString(TABLE, lines.stream().collect(Collectors.joining("\n", "", "\n")));
  }

  private static PictureSheet sheet(PictureWay way) throws IOException {
    var sheet = PictureSheet.read(FOLDER.resolve(way.step() + ".png"));
    assertThat(sheet.holds(TestCard.values().length, rows(way.step()))).isTrue();
    return sheet;
  }

  private static Map<String, String> table() throws IOException {
    var table = new LinkedHashMap<String, String>();
    for (var line : Files.readAllLines(TABLE)) {
      int colon = line.indexOf(": ");
      table.put(line.substring(0, colon), line.substring(colon + 2));
    }
    return table;
  }

  private static List<String> keys() {
    return ways.stream().flatMap(way -> cards(way).stream().map(card -> key(way, card))).toList();
  }

  /** Models see the same eight bits whatever the file was; a few files are enough to show it. */
  private static List<TestCard> cards(PictureWay way) {
    if (way.slow()) {
      return FEW;
    }
    // what only differs in how a file is opened is shown once for each step
    return Stream.of(TestCard.values())
        .filter(card -> row(way) == 0 || !ALIKE.contains(card))
        .toList();
  }

  private static String key(PictureWay way, TestCard card) {
    return title(way) + ", " + card.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String title(PictureWay way) {
    return way.step() + " " + way.name();
  }

  private static int row(PictureWay way) {
    return ways.stream().filter(other -> other.step().equals(way.step())).toList().indexOf(way);
  }

  private static int rows(String step) {
    return (int) ways.stream().filter(way -> way.step().equals(step)).count();
  }

  private static StepType type(PictureWay way) {
    return STEPS.find(way.step()).orElseThrow().type();
  }

  private static FolderContext context() {
    return new FolderContext(folder);
  }

  private static Value card(TestCard card) {
    return Objects.requireNonNull(CARDS.get(card));
  }

  /** Steps that only tell about pictures, or pass them on as they are. */
  private static Set<String> readers() {
    return Set.of(
        "image.inspect",
        "image.palette",
        "image.hash",
        "image.duplicates",
        "image.quality",
        "image.faces",
        "image.safety",
        "image.read-text");
  }
}
