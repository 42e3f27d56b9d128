package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.cli.BacklotCommand;
import dev.backlot.media.MediaProbe;
import dev.backlot.model.Money;
import dev.backlot.provider.fake.FakeProvider;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The samples do what their first lines say, as they stand, without any key. */
@Timeout(120)
class SamplesTest {
  private static final String PHOTOS = "examples/catalog/photos/";

  @TempDir Path folder;

  /** Runs a sample as its first line says, and tells which files it published. */
  private Map<String, Path> run(String sample, String... inputs) throws Exception {
    var arguments = new ArrayList<>(List.of("run", "examples/" + sample));
    arguments.addAll(Arrays.asList(inputs));
    var results = folder.resolve("out");
    arguments.addAll(
        List.of("--out", results.toString(), "--data", folder.resolve("data").toString()));
    var said = new StringWriter();
    try (var wiring = new Wiring(Path.of("").toAbsolutePath())) {
      int code =
          BacklotCommand.commandLine(wiring)
              .setOut(new PrintWriter(said, true))
              .setErr(new PrintWriter(said, true))
              .execute(arguments.toArray(String[]::new));
      assertThat(code).as(said.toString()).isZero();
    }
    var files = new TreeMap<String, Path>();
    try (var paths = Files.walk(results)) {
      paths
          .filter(Files::isRegularFile)
          .filter(path -> results.relativize(path).getNameCount() > 1)
          .forEach(path -> files.put(results.relativize(path).toString(), path));
    }
    return files;
  }

  private static Path file(Map<String, Path> files, String name) {
    return Objects.requireNonNull(files.get(name), () -> name + " is not in " + files.keySet());
  }

  private static String size(Path picture) throws Exception {
    var facts = MediaProbe.facts(picture);
    return facts.width() + "x" + facts.height();
  }

  @Test
  void social_makes_each_channels_size_and_keeps_it_light() throws Exception {
    var files = run("social", PHOTOS + "camera-folding.jpg");
    assertThat(files).hasSize(6);
    assertThat(size(file(files, "camera-folding/instagram-story.jpg"))).isEqualTo("1080x1920");
    assertThat(size(file(files, "camera-folding/linkedin.jpg"))).isEqualTo("1200x627");
    for (var file : files.values()) {
      assertThat(Files.size(file)).isLessThanOrEqualTo(400_000);
    }
  }

  @Test
  void watermark_makes_a_proof() throws Exception {
    var files = run("watermark", PHOTOS + "car-sports.jpg", "--set", "studio=Studio North");
    assertThat(files).containsOnlyKeys("car-sports/proof.jpg");
    assertThat(Files.size(file(files, "car-sports/proof.jpg"))).isLessThanOrEqualTo(350_000);
  }

  @Test
  void localise_makes_a_banner_for_each_market() throws Exception {
    var files = run("localise", "examples/localise/markets.csv");
    assertThat(files.keySet().stream().map(name -> name.replaceFirst(".*/", "")))
        .containsExactlyInAnyOrder(
            "banner-en.jpg", "banner-de.jpg", "banner-el.jpg", "banner-pl.jpg", "banner-ar.jpg");
  }

  @Test
  void duplicates_keeps_one_of_each() throws Exception {
    var files = run("duplicates", "examples/duplicates/shoot.jsonl");
    assertThat(files.keySet().stream().filter(name -> name.contains("/kept/"))).hasSize(4);
    assertThat(files.keySet()).anyMatch(name -> name.endsWith("left-out.jpg"));
  }

  @Test
  void sprites_makes_a_sheet_and_the_places_in_it() throws Exception {
    var files = run("sprites", "examples/sprites/pieces.jsonl");
    var sheet = files.values().stream().filter(file -> file.endsWith("sheet.png")).findFirst();
    var facts = MediaProbe.facts(sheet.orElseThrow());
    assertThat(Integer.bitCount(facts.width())).isEqualTo(1);
    assertThat(Integer.bitCount(facts.height())).isEqualTo(1);
    var atlas = files.values().stream().filter(file -> file.endsWith("atlas.jsonl")).findFirst();
    assertThat(Files.readAllLines(atlas.orElseThrow())).hasSize(3);
  }

  @Test
  void quality_gate_sorts_what_comes_in() throws Exception {
    var files =
        run("quality-gate", PHOTOS + "camera-folding.jpg", PHOTOS + "bulb-white-on-white.jpg");
    assertThat(files)
        .containsOnlyKeys("good/camera-folding.jpg", "returned/bulb-white-on-white.txt");
    assertThat(Files.readString(file(files, "returned/bulb-white-on-white.txt")))
        .contains("please send another photo");
  }

  @Test
  void lookbook_moves_and_shows_all() throws Exception {
    var files = run("lookbook", "examples/lookbook/collection.jsonl");
    var teaser = files.values().stream().filter(file -> file.endsWith("teaser.gif")).findFirst();
    assertThat(MediaProbe.facts(teaser.orElseThrow()).animated()).isTrue();
    assertThat(files).hasSize(2);
  }

  @Test
  void fallback_has_the_second_provider_do_it_and_says_that_a_model_made_it() throws Exception {
    var price = Money.of(new java.math.BigDecimal("0.04")).orElseThrow();
    var settings =
        new FakeProvider.Settings(0, 1, Duration.ofMillis(50), Set.of(), price, "whsec_c2VjcmV0");
    try (var fake = FakeProvider.start(settings, InstantSource.system())) {
      var providers = Files.readString(Path.of("examples/fallback/providers.yaml"));
      var here = folder.resolve("providers.yaml");
      Files.writeString(here, providers.replace("http://127.0.0.1:8090", fake.url()));

      var files = run("fallback", "examples/fallback/products.csv", "--providers", here.toString());

      assertThat(files.keySet().stream().filter(name -> name.endsWith("visual.png"))).hasSize(2);
      assertThat(fake.made()).isEqualTo(2);
      var manifest = Files.readString(folder.resolve("out/manifest.json"));
      assertThat(manifest).contains("\"made_by\" : \"trainedAlgorithmicMedia\"");
    }
  }
}
