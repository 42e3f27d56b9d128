package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.jvm.JvmImaging;
import dev.backlot.model.AssetId;
import dev.backlot.step.image.ImageSteps;
import dev.backlot.step.worker.RemoteStep;
import dev.backlot.step.worker.WorkerPool;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a file does to the process that makes its preview, this one goes on. */
@Timeout(60)
class PreviewsInWorkersTest {
  private static final Path PHOTO = Path.of("src/test/resources/media/coffee-cup.jpg");
  private static final List<String> COMMAND =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:+UseSerialGC",
          "-Djava.awt.headless=true",
          "-cp",
          System.getProperty("java.class.path"),
          MortalWorker.class.getName());

  @TempDir Path folder;

  @Test
  void a_file_that_kills_a_decoder_has_no_preview_and_the_next_one_has() throws Exception {
    var imaging = new JvmImaging();
    var deadly = Files.writeString(folder.resolve("deadly.png"), MortalWorker.DEADLY);
    try (var pool = new WorkerPool(1, COMMAND, Worker.memory());
        var previews =
            new KeptPreviews(
                () -> new Thumbnails(imaging, new RemoteStep(ImageSteps.small(imaging), pool)),
                folder.resolve("kept"))) {
      assertThat(previews.of(new AssetId("ab".repeat(32)), deadly, 128)).isEmpty();
      assertThat(pool.pids()).isEmpty();

      var small = previews.of(new AssetId("cd".repeat(32)), PHOTO, 128).orElseThrow();
      var picture = ImageIO.read(new ByteArrayInputStream(small.bytes()));
      assertThat(Math.max(picture.getWidth(), picture.getHeight())).isEqualTo(128);
      assertThat(pool.pids()).hasSize(1);
    }
  }
}
