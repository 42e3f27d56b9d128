package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guide to the Scenario dialect tells people to type works, word for word. */
class ScenarioGuideTest {
  @TempDir Path folder;

  @Test
  void its_commands_work() throws Exception {
    var said =
        GuideScript.run(
            Path.of("docs/surfaces/scenario.md"),
            Path.of("examples/generate"),
            folder,
            "8093",
            "8094");

    assertThat(said)
        .contains("\"status\": \"ready\"", "\"hasFlow\": true", "0.04", "\"cost\": 0.04")
        .contains("{\"id\":\"line#1\",\"status\":\"success\",\"iterationIndex\":1}")
        .contains("words: expected a list, but \"cat\"");
    assertThat(folder.resolve("fox.png")).isNotEmptyFile();
  }
}
