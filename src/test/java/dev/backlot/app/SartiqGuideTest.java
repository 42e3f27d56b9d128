package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guide to the Sartiq dialect tells people to type works, word for word. */
class SartiqGuideTest {
  @TempDir Path folder;

  @Test
  void its_commands_work() throws Exception {
    var said =
        GuideScript.run(
            Path.of("docs/surfaces/sartiq.md"),
            Path.of("examples/generate"),
            folder,
            "8097",
            "8098");

    assertThat(said)
        .contains("\"status\": \"COMPLETED\"", "\"progress\": 100", "\"tasks_cleaned\": 1")
        .contains(
            "{\"loc\":[\"body\",\"steps\",0,\"depends_on\",0],\"msg\":\"unknown step id 'gen'\"");
    assertThat(folder.resolve("refined.png")).isNotEmptyFile();
  }
}
