package dev.backlot.media.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backlot.media.Colour;
import dev.backlot.media.Imaging;
import dev.backlot.media.Photos;
import dev.backlot.media.Scaling;
import dev.backlot.media.Studio;
import dev.backlot.media.load.ImagingLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaceFinderTest {
  private static final Imaging IMAGING = ImagingLoader.load(Path.of(""));
  private static final FaceFinder FINDER = FaceFinder.bundled();

  private final Studio studio = IMAGING.studio();

  @AfterEach
  void closeStudio() {
    studio.close();
  }

  @AfterAll
  static void close() {
    FINDER.close();
  }

  @Test
  void a_face_is_found_where_it_is() throws Exception {
    var faces = FINDER.find(studio.open(Photos.of("portrait.jpg")), 0.8);
    assertThat(faces).hasSize(1);
    var face = faces.getFirst();
    assertThat(face.x()).isCloseTo(0.44, within(0.02));
    assertThat(face.y()).isCloseTo(0.25, within(0.02));
    assertThat(face.width()).isCloseTo(0.2, within(0.03));
  }

  @Test
  void two_faces_on_a_wide_picture_come_with_the_larger_first() throws Exception {
    var portrait = studio.open(Photos.of("portrait.jpg"));
    var wide =
        studio
            .canvas(1000, 400, new Colour(150, 160, 170, 255))
            .overlay(portrait.resize(Scaling.exactly(260, 260)), 50, 20)
            .overlay(portrait.resize(Scaling.exactly(380, 380)), 580, 10);
    var faces = FINDER.find(wide, 0.8);
    assertThat(faces).hasSize(2);
    assertThat(faces.getFirst().x()).isCloseTo((580 + 0.44 * 380) / 1000, within(0.02));
    assertThat(faces.getFirst().y()).isCloseTo((10 + 0.25 * 380) / 400, within(0.03));
    assertThat(faces.getLast().x()).isCloseTo((50 + 0.44 * 260) / 1000, within(0.02));
  }

  @Test
  void photos_without_people_have_none() throws Exception {
    for (var name :
        new String[] {
          "camera-twin-lens.jpg", "cat-whiskers.jpg", "dog-beagle.jpg", "bag-duffel.jpg"
        }) {
      assertThat(FINDER.find(studio.open(Photos.of(name)), 0.8)).as(name).isEmpty();
    }
  }
}
