package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guide to the WISEROWS dialect tells people to type works, word for word. */
class WiserowsGuideTest {
  @TempDir Path folder;

  @Test
  void its_commands_work() throws Exception {
    var said =
        GuideScript.run(
            Path.of("docs/surfaces/wiserows.md"),
            Path.of("examples/generate"),
            folder,
            "8095",
            "8096");

    assertThat(said)
        .contains("\"status\": \"completed\"", "\"completed\": 2", ": completed")
        .contains("FAKE words about: Write a description of Red shoe", "\"shop\"")
        .contains("the entity type has no field 'pirce'");
    assertThat(folder.resolve("shoe.png")).isNotEmptyFile();
  }
}
