package dev.backlot.media.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backlot.media.ocr.TextLine.Point;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutlineTest {
  @Test
  void the_tightest_rectangle_leans_as_its_points_do() {
    double angle = Math.toRadians(20);
    var leaning = new Slant(100, 60, 80, 12, Math.cos(angle), Math.sin(angle));
    var points = new ArrayList<>(leaning.corners());
    for (double along = -1; along <= 1; along += 0.25) {
      points.add(leaning.at(along, along / 2));
    }
    var found = Outline.around(points);
    assertThat(found.x()).isCloseTo(100, within(1e-6));
    assertThat(found.y()).isCloseTo(60, within(1e-6));
    assertThat(found.width()).isCloseTo(80, within(1e-6));
    assertThat(found.height()).isCloseTo(12, within(1e-6));
    assertThat(Math.atan2(found.dy(), found.dx())).isCloseTo(angle, within(1e-6));
  }

  @Test
  void points_within_and_on_the_edges_are_no_corners() {
    var square = List.of(at(0, 0), at(4, 0), at(4, 4), at(0, 4), at(2, 0), at(2, 2), at(4, 0));
    assertThat(Outline.hull(square))
        .containsExactlyInAnyOrder(at(0, 0), at(4, 0), at(4, 4), at(0, 4));
  }

  @Test
  void what_is_much_higher_than_wide_is_read_downwards() {
    var found = Outline.around(List.of(at(10, 0), at(20, 0), at(20, 90), at(10, 90)));
    assertThat(found.isStanding()).isTrue();
    assertThat(found.width()).isEqualTo(90);
    assertThat(found.at(-1, 0)).isEqualTo(at(15, 0));
    assertThat(found.turned().at(-1, 0)).isEqualTo(at(15, 90));
  }

  private static Point at(double x, double y) {
    return new Point(x, y);
  }
}
