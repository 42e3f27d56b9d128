package dev.backlot.media.ffmpeg;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How far ffmpeg is shows by what it says, whatever else it says. */
@Timeout(60)
class ProgressLinesTest {
  /** As ffmpeg 5.1 says it of a video of eight seconds. */
  private static final String SAID =
      """
      frame=0
      fps=0.00
      stream_0_0_q=0.0
      bitrate=N/A
      total_size=0
      out_time_us=N/A
      out_time_ms=N/A
      out_time=N/A
      dup_frames=0
      drop_frames=0
      speed=N/A
      progress=continue
      frame=57
      fps=113.43
      stream_0_0_q=29.0
      bitrate= 181.2kbits/s
      total_size=52312
      out_time_us=2000000
      out_time_ms=2000000
      out_time=00:00:02.000000
      dup_frames=0
      drop_frames=0
      speed=3.97x
      progress=continue
      out_time_us=-23220
      out_time_us=8040000
      progress=end
      """;

  @TempDir Path folder;
  private final List<Double> told = new ArrayList<>();
  private final ProgressLines lines = new ProgressLines(8, told::add);

  @Test
  void the_time_that_is_written_is_a_part_of_the_whole() {
    lines.hear(SAID.getBytes(US_ASCII), SAID.length());
    assertThat(told).containsExactly(0.25, 1.0);
  }

  @Test
  void it_may_come_in_pieces() {
    for (var one : SAID.getBytes(US_ASCII)) {
      lines.hear(new byte[] {one}, 1);
    }
    assertThat(told).containsExactly(0.25, 1.0);
  }

  @Test
  void a_program_that_says_other_things_without_end_is_heard_out() throws Exception {
    var guard = new GuardedProcess(Optional.empty());
    var words = List.of("-c", "head -c 20000000 /dev/zero; echo; echo out_time_us=4000000");
    var ended = guard.run(Path.of("/bin/sh"), words, folder, () -> false, lines);
    assertThat(ended.out()).hasSizeLessThan(1_100_000);
    assertThat(told).containsExactly(0.5);
  }
}
