package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.Imaging;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.model.AssetId;
import dev.backlot.step.image.ImageSteps;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptPreviewsTest {
  private static final Path PHOTO = Path.of("src/test/resources/media/coffee-cup.jpg");
  private static final AssetId ASSET = new AssetId("ab".repeat(32));

  /** Has the first digits, and so the folder, of the other. */
  private static final AssetId NEIGHBOUR = new AssetId("ab".repeat(31) + "cd");

  @TempDir Path folder;

  private static final Imaging IMAGING = ImagingLoader.load(Path.of("").toAbsolutePath());

  private final Thumbnails thumbnails = new Thumbnails(IMAGING, ImageSteps.small(IMAGING));

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
  void two_pictures_of_one_folder_are_both_kept() throws Exception {
    try (var previews = new KeptPreviews(() -> thumbnails, folder)) {
      assertThat(previews.of(ASSET, PHOTO, 128)).isPresent();
      assertThat(previews.of(NEIGHBOUR, PHOTO, 128)).isPresent();
      var gone = folder.resolve("no-such-file");
      assertThat(previews.of(ASSET, gone, 128)).isPresent();
      assertThat(previews.of(NEIGHBOUR, gone, 128)).isPresent();
    }
  }

  @Test
  void a_preview_that_cannot_be_kept_is_seen_all_the_same() throws Exception {
    Files.createSymbolicLink(folder.resolve("aba-128"), folder.resolve("nowhere"));
    try (var previews = new KeptPreviews(() -> thumbnails, folder)) {
      assertThat(previews.of(ASSET, PHOTO, 128)).isPresent();
    }
  }

  @Test
  void what_is_no_picture_has_no_preview() throws Exception {
    try (var previews = new KeptPreviews(() -> thumbnails, folder)) {
      assertThat(previews.of(ASSET, Path.of("pom.xml"), 128)).isEmpty();
    }
  }

  @Test
  void closing_waits_for_what_is_being_made_so_that_nothing_is_written_afterwards()
      throws Exception {
    var begun = new CountDownLatch(1);
    var mayGoOn = new CountDownLatch(1);
    var previews =
        new KeptPreviews(
            () -> {
              begun.countDown();
              awaitIt(mayGoOn);
              return thumbnails;
            },
            folder);
    var asking = CompletableFuture.supplyAsync(() -> preview(previews));
    assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

    var closing = Thread.ofPlatform().start(previews::close);
    assertThat(closing.join(Duration.ofMillis(100))).as("closed while one was made").isFalse();
    mayGoOn.countDown();
    closing.join();

    try (var kept = Files.walk(folder).filter(Files::isRegularFile)) {
      assertThat(kept).hasSize(1);
    }
    assertThat(asking.get(10, TimeUnit.SECONDS)).isTrue();
  }

  private static boolean preview(KeptPreviews previews) {
    try {
      return previews.of(ASSET, PHOTO, 128).isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitIt(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("a preview was broken off", e);
    }
  }
}
