package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guide to keys tells people to type works, word for word. */
class AccessGuideTest {
  @TempDir Path folder;

  @Test
  void its_commands_work() throws Exception {
    var said =
        GuideScript.run(Path.of("docs/access.md"), Path.of("examples/generate"), folder, "8092");

    assertThat(said)
        .contains("{\"items\":[]}", "{\"jobs\":[]}", "nightly import", "operator")
        .contains("this needs the role admin, and the key has operator")
        .contains("is revoked", "this key is not known here");
  }
}
