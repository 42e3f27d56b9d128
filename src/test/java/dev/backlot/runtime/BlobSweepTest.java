package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.model.BatchId;
import dev.backlot.store.blob.FolderBlobs;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bytes go a day after their last tenant let go of them. */
class BlobSweepTest {
  private static final BatchId BATCH = new BatchId(1);

  @TempDir Path folder;

  @Test
  void bytes_are_erased_once_nobody_has_had_them_for_a_day() throws Exception {
    try (var runtime = new TestRuntime(folder)) {
      var blobs = new FolderBlobs(folder.resolve("assets"));
      var sweep = new BlobSweep(runtime.views, blobs);
      var caller = TestRuntime.CALLER;
      var assets = runtime.runs.assets();
      var asset = assets.put(caller, new ByteArrayInputStream(new byte[] {1, 2}), "a");
      assertThat(blobs.file(asset.id())).isPresent();
      var now = runtime.runs.now();

      assertThat(assets.forget(caller, BATCH, asset.id())).isEmpty();
      assertThat(sweep.next(now.plus(Duration.ofHours(24)))).isEmpty();
      assertThat(blobs.file(asset.id())).isPresent();

      assertThat(sweep.next(now.plus(Duration.ofHours(26)))).containsExactly(asset.id());
      assertThat(blobs.file(asset.id())).isEmpty();
    }
  }
}
