package dev.backlot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class OklabTest {
  @Test
  void black_is_fifty_from_white_and_grey_has_no_hue() {
    assertThat(Oklab.of(0).distance(Oklab.of(0xffffff))).isEqualTo(50, within(0.01));
    var grey = Oklab.of(0x777777);
    assertThat(Math.abs(grey.green()) + Math.abs(grey.blue())).isLessThan(0.01);
  }

  @Test
  void colours_are_where_their_author_has_them() {
    var red = Oklab.of(0xff0000);
    assertThat(red.light()).isEqualTo(56.81, within(0.01));
    assertThat(red.green()).isEqualTo(22.486, within(0.01));
    assertThat(red.blue()).isEqualTo(12.585, within(0.01));
  }

  @Test
  void what_the_eye_hardly_tells_apart_is_near_and_another_colour_is_far() {
    assertThat(Oklab.of(0xc84632).distance(Oklab.of(0xc84838))).isLessThan(2);
    assertThat(Oklab.of(0xc84632).distance(Oklab.of(0x3246c8))).isGreaterThan(20);
    // a darker brown is brown, a grey as light as it is not
    assertThat(Oklab.of(0x8a5a32).distance(Oklab.of(0x6a4526))).isLessThan(6);
    assertThat(Oklab.of(0x8a5a32).distance(Oklab.of(0x707070))).isGreaterThan(6);
    assertThat(Oklab.of(0).distance(Oklab.of(0x131211))).isLessThan(6);
  }
}
