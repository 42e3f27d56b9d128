package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guide to the Firefly dialect tells people to type works, word for word. */
class FireflyGuideTest {
  @TempDir Path folder;

  @Test
  void its_commands_work() throws Exception {
    var said =
        GuideScript.run(
            Path.of("docs/surfaces/firefly.md"),
            Path.of("examples/catalog/photos"),
            folder,
            "8095",
            "8096");

    assertThat(said)
        .contains("\"status\": \"completed\"", "\"failed\": 1", "2: ", "answered 404", " 1 failed");
    assertThat(folder.resolve("autumn.jpg")).isNotEmptyFile();
  }
}
