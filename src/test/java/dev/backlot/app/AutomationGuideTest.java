package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guide to automation tells people to type works, word for word. */
class AutomationGuideTest {
  @TempDir Path folder;

  @Test
  void its_commands_work() throws Exception {
    var said =
        GuideScript.run(
            Path.of("docs/automation.md"), Path.of("examples/catalog/photos"), folder, "8099");

    assertThat(said)
        .contains("at 30 2 * * * Europe/Berlin", "one batch", "in shoes, started 1", "(off)");
  }
}
