package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.MediaProbe;
import dev.backlot.media.ffmpeg.Ffmpeg;
import dev.backlot.media.ffmpeg.Source;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the guide to videos tells people to type makes what it shows. */
@Timeout(180)
class VideoGuideTest {
  private static final Ffmpeg FFMPEG = Ffmpeg.onPath();

  @TempDir Path folder;

  @Test
  void one_film_becomes_three_shapes_a_moving_preview_and_a_poster() throws Exception {
    var output = GuideScript.run(Path.of("docs/video.md"), Path.of("examples/video"), folder);
    assertThat(output)
        .contains("video and sound", "ffmpeg " + FFMPEG.version().orElseThrow(), "1 succeeded");
    assertThat(sides("wide.mp4")).containsExactly(960, 540);
    assertThat(sides("square.mp4")).containsExactly(540, 540);
    assertThat(sides("story.mp4")).containsExactly(360, 640);
    assertThat(MediaProbe.facts(result("preview.webp")).animated()).isTrue();
    assertThat(MediaProbe.facts(result("poster.jpg")).width()).isEqualTo(960);
  }

  private Path result(String name) {
    return folder.resolve("films/film").resolve(name);
  }

  private List<Integer> sides(String name) throws Exception {
    var movie = FFMPEG.probe(Source.movie(result(name)), folder, () -> false);
    var video = movie.video().orElseThrow();
    return List.of(video.width(), video.height());
  }
}
