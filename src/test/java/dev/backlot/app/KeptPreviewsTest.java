package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.load.ImagingLoader;
import dev.backlot.model.AssetId;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptPreviewsTest {
  private static final Path PHOTO = Path.of("src/test/resources/media/coffee-cup.jpg");
  private static final AssetId ASSET = new AssetId("ab".repeat(32));

  /** Has the first digits, and so the place, of the other. */
  private static final AssetId NEIGHBOUR = new AssetId("ab".repeat(31) + "cd");

  @TempDir Path folder;

  private final Thumbnails thumbnails =
      new Thumbnails(ImagingLoader.load(Path.of("").toAbsolutePath()));

  @Test
  void a_preview_is_made_once_and_found_again_after_a_restart() throws Exception {
    byte[] first;
    try (var previews = new KeptPreviews(() -> thumbnails, folder)) {
      first = previews.of(ASSET, PHOTO, 200).orElseThrow().bytes();
      var picture = ImageIO.read(new ByteArrayInputStream(first));
      assertThat(Math.max(picture.getWidth(), picture.getHeight())).isEqualTo(256);
    }
    try (var previews = new KeptPreviews(() -> thumbnails, folder)) {
      var gone = folder.resolve("no-such-file");
      assertThat(previews.of(ASSET, gone, 256).orElseThrow().bytes()).isEqualTo(first);
      assertThat(previews.of(ASSET, gone, 512)).isEmpty();
    }
  }

  @Test
  void the_folder_does_not_grow_beyond_its_places() throws Exception {
    try (var previews = new KeptPreviews(() -> thumbnails, folder)) {
      assertThat(previews.of(ASSET, PHOTO, 128)).isPresent();
      assertThat(previews.of(NEIGHBOUR, PHOTO, 128)).isPresent();
    }
    try (var kept = Files.walk(folder).filter(Files::isRegularFile)) {
      assertThat(kept.map(file -> file.getFileName().toString()))
          .containsExactly(NEIGHBOUR.sha256());
    }
  }

  @Test
  void what_is_no_picture_has_no_preview() throws Exception {
    try (var previews = new KeptPreviews(() -> thumbnails, folder)) {
      assertThat(previews.of(ASSET, Path.of("pom.xml"), 128)).isEmpty();
    }
  }
}
