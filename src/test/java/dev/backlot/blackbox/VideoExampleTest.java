package dev.backlot.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.MediaProbe;
import dev.backlot.media.ffmpeg.Ffmpeg;
import dev.backlot.media.ffmpeg.Movie;
import dev.backlot.media.ffmpeg.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The video example makes its cuts, and the program says what it needs for that. */
@Timeout(180)
class VideoExampleTest {
  private static final Path EXAMPLE = Program.HOME.resolve("examples/video");
  private static final Ffmpeg FFMPEG = Ffmpeg.onPath();

  @TempDir Path folder;

  @Test
  void one_film_becomes_three_shapes_a_moving_preview_and_a_poster() throws Exception {
    var film = EXAMPLE.resolve("film.mp4").toString();
    var ended =
        new Program(folder)
            .run("run", EXAMPLE.toString(), film, "--out", "out", "--set", "seconds=1.2");
    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    assertThat(sides("wide.mp4")).containsExactly(960, 540);
    assertThat(sides("square.mp4")).containsExactly(540, 540);
    assertThat(sides("story.mp4")).containsExactly(360, 640);
    assertThat(MediaProbe.facts(result("preview.webp")).animated()).isTrue();
    assertThat(MediaProbe.facts(result("poster.jpg")).width()).isEqualTo(960);
    assertThat(Files.readString(folder.resolve("out/manifest.json"))).contains("video/mp4");
  }

  @Test
  void the_doctor_knows_the_ffmpeg_of_the_machine() throws Exception {
    var ended = new Program(folder).run("doctor");
    assertThat(ended.out()).contains("video and sound", "ffmpeg " + FFMPEG.version().orElseThrow());
  }

  private Path result(String name) {
    return folder.resolve("out/film").resolve(name);
  }

  private List<Integer> sides(String name) throws Exception {
    Movie.Moving video =
        FFMPEG.probe(Source.movie(result(name)), folder, () -> false).video().orElseThrow();
    return List.of(video.width(), video.height());
  }
}
