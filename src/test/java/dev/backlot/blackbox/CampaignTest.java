package dev.backlot.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.MediaProbe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The campaign example makes its ads. */
@Timeout(120)
class CampaignTest {
  private static final Path EXAMPLE = Program.HOME.resolve("examples/campaign");

  @TempDir Path folder;

  @Test
  void a_headline_and_a_photo_become_ads_of_four_sizes() throws Exception {
    var lines = Files.readAllLines(EXAMPLE.resolve("headlines.csv"));
    assertThat(lines).hasSizeGreaterThan(4);
    var photos = EXAMPLE.resolveSibling("catalog/photos").toString();
    var list = folder.resolve("headlines.csv");
    Files.write(list, List.of(lines.get(0), lines.get(1).replace("../catalog/photos", photos)));
    var ended = new Program(folder).run("run", EXAMPLE.toString(), list.toString(), "--out", "out");
    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    var sizes = new TreeMap<String, String>();
    try (var files = Files.list(folder.resolve("out/fig-in-red-bowl"))) {
      for (var file : files.toList()) {
        var facts = MediaProbe.facts(file);
        sizes.put(file.getFileName().toString(), facts.width() + "x" + facts.height());
      }
    }
    assertThat(sizes)
        .containsAllEntriesOf(
            Map.of(
                "square.jpg", "1080x1080",
                "story.jpg", "1080x1920",
                "banner.jpg", "1600x900",
                "leaderboard.jpg", "1456x180"));
  }

  @Test
  void every_photo_of_the_list_is_there() throws Exception {
    for (var line :
        Files.readAllLines(EXAMPLE.resolve("headlines.csv")).stream().skip(1).toList()) {
      assertThat(EXAMPLE.resolve(line.substring(0, line.indexOf(',')))).exists();
    }
  }
}
