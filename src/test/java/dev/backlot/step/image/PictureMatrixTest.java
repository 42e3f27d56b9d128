package dev.backlot.step.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.backlot.media.Imaging;
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
import java.util.concurrent.ConcurrentHashMap;
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

  /** What is to stay as it is, because there is nothing to do. */
  private static final Set<String> IDLE =
      Set.of(
          "image.grayscale grey, grey",
          "image.grayscale half grey, grey",
          // its corners are transparent, and it was cut out already
          "image.round-corners usual, alpha",
          "image.round-corners usual, webp",
          "image.round-corners usual, avif",
          "image.round-corners usual, gif",
          "image.remove-background alpha, alpha",
          "image.remove-background alpha, webp",
          "image.remove-background alpha, avif",
          "image.remove-background alpha, gif");

  private static final List<TestCard> FEW =
      List.of(TestCard.JPEG, TestCard.ALPHA, TestCard.MOVING_GIF);

  private static final Set<TestCard> ALIKE =
      Set.of(TestCard.WEBP, TestCard.AVIF, TestCard.MOVING_WEBP);

  /** What each engine reads by code of its own, and PictureGoldensTest has little of. */
  private static final List<TestCard> BY_BOTH =
      List.of(TestCard.ALPHA, TestCard.CMYK, TestCard.SIXTEEN, TestCard.GREY);

  /** They ask a model, which takes its time. */
  private static final Set<String> SLOW = Set.of("image.faces", "image.safety", "image.read-text");

  private static final Glance.Tolerance SAME = new Glance.Tolerance(0, 0.001, 1.5, 0.02);

  /** So small a picture shows what a JPEG takes from its colours, and fades in no GIF. */
  private static final Glance.Tolerance LOSSY = new Glance.Tolerance(0, 1, 12, 0.7);

  /** Engines scale and turn by other curves, and know inks and letters otherwise. */
  private static final Glance.Tolerance OTHER_ENGINE = new Glance.Tolerance(1, 0.03, 9, 0.3);

  /** By inks, also where a ground ends. */
  private static final Glance.Tolerance OTHER_LETTERS = new Glance.Tolerance(4, 0.03, 20, 0.5);

  @TempDir static Path folder;

  private static final Map<TestCard, Value> CARDS = new EnumMap<>(TestCard.class);
  private static final Map<String, PictureSheet> SHEETS = new ConcurrentHashMap<>();
  private static final Map<String, Cell> UNTOUCHED = new ConcurrentHashMap<>();
  private static List<PictureWay> ways = List.of();

  /**
   * What came of one way on one file.
   *
   * @param line for the table: format, size and opacity, or why it was refused
   * @param small the picture as in its cell; none where it was refused
   * @param glance none where it was refused
   */
  private record Cell(String line, @Nullable Pixels small, @Nullable Glance glance) {
    static Cell refused(String why) {
      return new Cell("refused: " + why, null, null);
    }

    /** With what only a picture has. */
    String row() {
      return glance == null ? line : line + " detail " + "%.2f".formatted(glance.detail());
    }

    boolean wasRefused() {
      return glance == null;
    }
  }

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
        .filter(PictureMatrixTest::isWrittenInEveryFormat)
        .map(way -> DynamicTest.dynamicTest(title(way), () -> compareFormats(way)));
  }

  @TestFactory
  Stream<DynamicTest> the_engine_without_libvips_makes_the_same_or_says_what_it_lacks() {
    return ways.stream()
        .filter(PictureMatrixTest::isComparedBetweenEngines)
        .map(way -> DynamicTest.dynamicTest(title(way), () -> compareEngines(way)));
  }

  @TestFactory
  Stream<DynamicTest> what_only_looks_at_pictures_reads_every_still_file() {
    return readers().stream().map(step -> DynamicTest.dynamicTest(step, () -> read(step)));
  }

  /** Each cell of the sheets shows something else than the file that went in. */
  @TestFactory
  Stream<DynamicTest> a_step_that_did_nothing_would_be_seen() throws Exception {
    var table = table();
    return ways.stream()
        .filter(way -> !isWriting(way))
        .map(way -> DynamicTest.dynamicTest(title(way), () -> idle(way, table)));
  }

  private static void idle(PictureWay way, Map<String, String> table) throws Exception {
    var unseen = new ArrayList<String>();
    for (var card : cards(way)) {
      var golden = golden(way, card, table);
      if (golden.wasRefused()) {
        continue;
      }
      var before = glance(untouched(card, golden));
      boolean seen =
          before.isIdle(before, glance(golden), before) && !before.isLike(glance(golden));
      if (seen == IDLE.contains(key(way, card))) {
        unseen.add(key(way, card) + (seen ? " changes something" : " changes nothing"));
      }
    }
    assertThat(unseen).isEmpty();
  }

  /** All of its work is another format, which the table names; the rest is in ConvertTest. */
  private static boolean isWriting(PictureWay way) {
    // of an animation, a cell shows the first frame
    return way.step().equals("image.convert") || way.step().equals("image.animate");
  }

  private static void compare(PictureWay way, Map<String, String> table) throws Exception {
    var wrong = new ArrayList<String>();
    for (var card : cards(way)) {
      var cell = cell(BEST, STEPS, way, card, Map.of());
      var golden = golden(way, card, table);
      if (!cell.line.equals(golden.line)) {
        wrong.add(key(way, card) + ": expected " + golden.line + ", but " + cell.line);
      } else if (!cell.wasRefused()) {
        check(way, card, cell, golden, SAME, wrong);
        checkBusy(way, card, cell, golden, untouched(card, cell), wrong);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void compareFormats(PictureWay way) throws Exception {
    var wrong = new ArrayList<String>();
    for (var card : formatCards(way)) {
      var golden = golden(way, card, table());
      if (!golden.wasRefused()) {
        compareFormats(way, card, golden, wrong);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void compareFormats(PictureWay way, TestCard card, Cell golden, List<String> wrong)
      throws Exception {
    boolean opaque = golden.line.endsWith(OPAQUE);
    for (var format : type(way).parameter("format").orElseThrow().allowed()) {
      var word = ((Value.Text) format).value();
      var cell = cell(BEST, STEPS, way, card, Map.of("format", format));
      assertThat(cell.line).as(key(way, card)).startsWith(word + " ");
      check(way, card, cell, golden, LOSSY, wrong);
      checkBusy(way, card, cell, golden, untouched(BEST, STEPS, card, format), wrong);
      if (cell.line.endsWith(OPAQUE) != (opaque || word.equals("jpeg"))) {
        wrong.add(key(way, card) + " as " + cell.line);
      }
    }
  }

  /** What a model does is looked at in fewer files, each in every format. */
  private static List<TestCard> formatCards(PictureWay way) {
    return way.slow()
        ? List.of(TestCard.JPEG, TestCard.CMYK)
        : List.of(
            TestCard.JPEG,
            TestCard.ALPHA,
            TestCard.GIF,
            TestCard.CMYK,
            TestCard.SIXTEEN,
            TestCard.GREY);
  }

  private static boolean isWrittenInEveryFormat(PictureWay way) {
    return type(way).parameter("format").isPresent() && !way.given().containsKey("format");
  }

  private static boolean isComparedBetweenEngines(PictureWay way) {
    return !way.judges();
  }

  private static Glance.Tolerance otherEngine(PictureWay way, TestCard card) {
    return way.words() || card == TestCard.CMYK ? OTHER_LETTERS : OTHER_ENGINE;
  }

  private static void compareEngines(PictureWay way) throws Exception {
    var table = table();
    var wrong = new ArrayList<String>();
    for (var card : BY_BOTH) {
      var cell = cell(PLAIN, PLAIN_STEPS, way, card, Map.of());
      var golden = golden(way, card, table);
      if (way.step().equals("image.compare") && card == TestCard.CMYK) {
        // how far inks are from the other picture depends on how each engine reads inks
        continue;
      }
      if (cell.wasRefused() || golden.wasRefused()) {
        if (!cell.line.equals(golden.line) && !cell.line.contains("libvips")) {
          wrong.add(key(way, card) + ": expected " + golden.line + ", but " + cell.line);
        }
      } else {
        check(way, card, cell, golden, otherEngine(way, card), wrong);
        var untouched = untouched(PLAIN, PLAIN_STEPS, card, Value.of("png"));
        checkBusy(way, card, cell, golden, untouched, wrong);
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void check(
      PictureWay way,
      TestCard card,
      Cell cell,
      Cell golden,
      Glance.Tolerance most,
      List<String> to) {
    for (var wrong : glance(cell).unlike(glance(golden), most)) {
      to.add(key(way, card) + ": " + cell.line + ": " + wrong);
    }
  }

  /** That something was done. */
  private static void checkBusy(
      PictureWay way, TestCard card, Cell cell, Cell golden, Cell untouched, List<String> to)
      throws Exception {
    if (!isWriting(way)
        && !IDLE.contains(key(way, card))
        && glance(cell)
            .isIdle(glance(untouched), glance(golden), glance(untouched(card, golden)))) {
      to.add(key(way, card) + ": " + cell.line + ": nothing was done");
    }
  }

  /** The card, only written as this cell was. */
  private static Cell untouched(TestCard card, Cell like) throws Exception {
    var format = Value.of(like.line.substring(0, like.line.indexOf(' ')));
    return card.moves() || format.equals(Value.of("gif"))
        ? before(card)
        : untouched(BEST, STEPS, card, format);
  }

  /** The card, only read and written in this way. */
  private static Cell untouched(Imaging imaging, StepRegistry steps, TestCard card, Value format)
      throws Exception {
    var key = imaging.name() + card + format;
    var known = UNTOUCHED.get(key);
    if (known == null) {
      var way = new PictureWay("untouched", "image.convert", Map.of("format", format));
      known = cell(imaging, steps, way, card, Map.of());
      UNTOUCHED.put(key, known);
    }
    return known;
  }

  private static Glance glance(Cell cell) {
    return Objects.requireNonNull(cell.glance);
  }

  /** The card as it is, or its first frame. */
  private static Cell before(TestCard card) throws Exception {
    return seen(((Value.Media) card(card)).asset());
  }

  /** What the table and the sheet say. */
  private static Cell golden(PictureWay way, TestCard card, Map<String, String> table)
      throws IOException {
    var row = Objects.requireNonNull(table.get(key(way, card)), () -> key(way, card));
    if (row.startsWith("refused")) {
      return new Cell(row, null, null);
    }
    int detail = row.lastIndexOf(" detail ");
    var line = row.substring(0, detail);
    var numbers = line.split("[x ]", -1);
    int width = Integer.parseInt(numbers[numbers.length - 3]);
    int height = Integer.parseInt(numbers[numbers.length - 2]);
    double scale = Math.min(1, (double) PictureSheet.CELL / Math.max(width, height));
    var small =
        sheet(way)
            .cell(
                card.column(),
                row(way),
                Math.max(1, (int) Math.round(width * scale)),
                Math.max(1, (int) Math.round(height * scale)));
    return new Cell(
        line,
        small,
        new Glance(
            width,
            height,
            Double.parseDouble(numbers[numbers.length - 1]),
            Double.parseDouble(row.substring(detail + " detail ".length())),
            Glance.onWhite(small)));
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
      case Outcome.Failed(var failure, _) -> Cell.refused(failure.line());
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
        picture -> {
          var small = PictureSheet.small(picture);
          var glance = Glance.of(picture, small);
          return new Cell(
              "%s %dx%d %.3f"
                  .formatted(format, picture.width(), picture.height(), glance.opacity()),
              small,
              glance);
        });
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
          lines.add(key(way, card) + ": " + cell.row());
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
    var known = SHEETS.get(way.step());
    if (known == null) {
      known = PictureSheet.read(FOLDER.resolve(way.step() + ".png"));
      assertThat(known.holds(TestCard.values().length, rows(way.step()))).isTrue();
      SHEETS.put(way.step(), known);
    }
    return known;
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

  private static List<TestCard> cards(PictureWay way) {
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
