package dev.backlot.media.vips;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What libvips says, without what it should not tell. */
class ComplaintTest {
  @Test
  void what_another_file_left_behind_is_not_told() {
    var words =
        """
        /data/assets/ce/33/ce33b1: bad seek to 32797
        /data/assets/ce/33/ce33b1: bad seek to 34551
        VipsJpeg: premature end of JPEG image
        VipsJpeg: premature end of JPEG image
        """;
    assertThat(Complaint.of(words)).isEqualTo("VipsJpeg: premature end of JPEG image");
  }

  @Test
  void a_file_is_not_named_where_only_it_is_to_blame() {
    assertThat(Complaint.of("/data/scratch/1.png: unable to open for write\n"))
        .isEqualTo("unable to open for write");
  }

  @Test
  void silence_and_floods_are_bounded() {
    assertThat(Complaint.of("\n")).isEqualTo("it does not say why");
    assertThat(Complaint.of("x".repeat(5_000))).hasSize(300);
  }
}
