package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.Hostile;
import dev.backlot.model.PortType;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaInspectorTest {
  private final MediaInspector inspector = new MediaInspector();

  @TempDir Path folder;

  @Test
  void an_animation_is_a_picture_which_a_step_may_take_a_frame_of() throws Exception {
    var hostile = new Hostile(folder);
    assertThat(inspector.refuse(hostile.animatedGif(), PortType.IMAGE)).isEmpty();
    assertThat(inspector.refuse(hostile.animatedWebp(), PortType.IMAGE)).isEmpty();
  }

  @Test
  void what_no_step_could_open_is_refused_before_anything_runs() throws Exception {
    var hostile = new Hostile(folder);
    assertThat(inspector.refuse(hostile.pngBomb(), PortType.IMAGE))
        .get()
        .asString()
        .contains("20000 x 20000");
    assertThat(inspector.refuse(hostile.pdfNamedJpeg(), PortType.IMAGE))
        .get()
        .asString()
        .contains("a PDF document");
    assertThat(inspector.refuse(hostile.pdfNamedJpeg(), PortType.FILE)).isEmpty();
  }
}
