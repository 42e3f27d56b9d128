package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the guide to videos tells people to type works. */
@Timeout(180)
class VideoGuideTest {
  @TempDir Path folder;

  @Test
  void its_commands_make_what_it_shows() throws Exception {
    var output = GuideScript.run(Path.of("docs/video.md"), Path.of("examples/video"), folder);
    assertThat(output)
        .contains("1 succeeded", "poster.jpg", "preview.webp", "square.mp4", "story.mp4");
  }
}
