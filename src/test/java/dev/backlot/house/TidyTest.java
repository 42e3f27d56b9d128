package dev.backlot.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The house rules that a machine can see. */
class TidyTest {
  private static final Path MAIN = Path.of("src/main/java/dev/backlot");
  private static final Path TEST = Path.of("src/test/java/dev/backlot");
  private static final Pattern BANNED_ROOMS =
      Pattern.compile("(util|utils|common|core|impl|dto|service|manager|helper)s?");

  @Test
  void every_package_says_what_it_is_for() throws IOException {
    var silent = new ArrayList<Path>();
    for (var folder : foldersWithJava(MAIN)) {
      var info = folder.resolve("package-info.java");
      if (!Files.exists(info)
          || !Files.readString(info).contains("@NullMarked")
          || !Files.readString(info).startsWith("/**")) {
        silent.add(folder);
      }
    }
    assertThat(silent).isEmpty();
  }

  @Test
  void no_room_is_called_util_or_the_like() throws IOException {
    assertThat(foldersWithJava(MAIN))
        .noneMatch(folder -> BANNED_ROOMS.matcher(folder.getFileName().toString()).matches());
  }

  @Test
  void nothing_is_left_unfinished() throws IOException {
    var unfinished = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX|HA" + "CK)\\b");
    assertThat(linesOf(MAIN, unfinished.asPredicate())).isEmpty();
    assertThat(linesOf(TEST, unfinished.asPredicate())).isEmpty();
  }

  @Test
  void the_program_prints_through_its_command_line_only() throws IOException {
    assertThat(
            linesOf(
                MAIN,
                line -> line.contains("System." + "out") || line.contains("printStack" + "Trace")))
        .isEmpty();
  }

  @Test
  void tests_do_not_sleep_and_do_not_mock() throws IOException {
    assertThat(
            linesOf(
                TEST, line -> line.contains("Thread." + "sleep(") || line.contains("Mock" + "ito")))
        .isEmpty();
  }

  @Test
  void decisions_stay_short() throws IOException {
    try (var files = Files.list(Path.of("docs/decisions"))) {
      for (var file : files.toList()) {
        assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(40);
      }
    }
    assertThat(Files.readAllLines(Path.of("ARCHITECTURE.md"))).hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void every_photo_of_the_example_names_its_source() throws IOException {
    var photos = Path.of("examples/catalog/photos");
    var sources = Files.readString(photos.resolve("SOURCES.md"));
    try (var files = Files.list(photos)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> !name.endsWith(".md")))
          .hasSizeGreaterThanOrEqualTo(12)
          .allMatch(sources::contains);
    }
  }

  private static List<Path> foldersWithJava(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files.filter(TidyTest::isJava).map(Path::getParent).distinct().sorted().toList();
    }
  }

  private static boolean isJava(Path file) {
    return file.toString().endsWith(".java");
  }

  private static List<String> linesOf(Path root, Predicate<String> wrong) throws IOException {
    var found = new ArrayList<String>();
    try (var files = Files.walk(root)) {
      for (var file : files.filter(TidyTest::isJava).toList()) {
        try (Stream<String> lines = Files.lines(file)) {
          lines.filter(wrong).map(line -> file + ": " + line.strip()).forEach(found::add);
        }
      }
    }
    return found;
  }
}
