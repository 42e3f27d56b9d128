package dev.backlot.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.TestRuntime;
import dev.backlot.model.Asset;
import dev.backlot.model.Look;
import dev.backlot.store.AssetQuery;
import dev.backlot.store.LookQuery;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every picture is looked at once, whatever happens in between. */
class LookMakingTest {
  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 0};

  @TempDir Path folder;

  /** Tells the bytes of a picture from others by their last one, which is also its print. */
  private static final class LastByte implements Eye {
    final List<Asset> seen = new ArrayList<>();
    boolean idle = true;

    @Override
    public boolean isIdle() {
      return idle;
    }

    @Override
    public Optional<Look> look(Asset asset, Path file) {
      seen.add(asset);
      if (asset.name().equals("broken")) {
        throw new IllegalStateException("a decoder broke");
      }
      return Optional.of(new Look(asset.name().length(), List.of()));
    }
  }

  private static Asset put(TestRuntime runtime, String name) throws IOException {
    var bytes = PNG.clone();
    bytes[4] = (byte) name.hashCode();
    return runtime.runs.assets().put(TestRuntime.CALLER, new ByteArrayInputStream(bytes), name);
  }

  @Test
  void what_came_is_looked_at_once_and_a_restart_goes_on() throws Exception {
    var eye = new LastByte();
    Asset first;
    Asset broken;
    Asset late;
    try (var runtime = new TestRuntime(folder)) {
      first = put(runtime, "a");
      broken = put(runtime, "broken");
      assertThat(runtime.runs.looks().still(eye).once()).isEqualTo(2);
      assertThat(runtime.runs.looks().still(eye).once()).isZero();
      late = put(runtime, "abc");
    }
    try (var runtime = new TestRuntime(folder)) {
      var looks = runtime.runs.looks();
      assertThat(looks.still(eye).once()).isOne();
      assertThat(eye.seen).containsExactly(first, broken, late);
      assertThat(looks.of(TestRuntime.CALLER, first.id())).contains(new Look(1, List.of()));
      assertThat(looks.of(TestRuntime.CALLER, broken.id())).isEmpty();
      var like = new LookQuery.Like(first.id(), 1, 8);
      var found =
          looks.find(
              TestRuntime.CALLER,
              new LookQuery(Optional.of(like), Optional.empty()),
              AssetQuery.ALL,
              9);
      assertThat(found.items()).extracting(one -> one.asset().id()).containsExactly(late.id());
      assertThat(found.notCompared()).isZero();
    }
  }

  @Test
  void while_steps_need_the_machine_it_is_one_at_a_time() throws Exception {
    try (var runtime = new TestRuntime(folder)) {
      put(runtime, "a");
      put(runtime, "b");
      var eye = new LastByte();
      eye.idle = false;
      assertThat(runtime.runs.looks().still(eye).once()).isOne();
      assertThat(runtime.runs.looks().still(eye).once()).isOne();
      assertThat(eye.seen).hasSize(2);
    }
  }

  @Test
  void it_goes_on_by_itself_until_it_is_closed() throws Exception {
    try (var runtime = new TestRuntime(folder)) {
      var asset = put(runtime, "a");
      var looked = new java.util.concurrent.CountDownLatch(1);
      var eye =
          new Eye() {
            @Override
            public boolean isIdle() {
              return true;
            }

            @Override
            public Optional<Look> look(Asset of, Path file) {
              looked.countDown();
              return Optional.of(new Look(5, List.of()));
            }
          };
      try (var _ = runtime.runs.looks().make(eye)) {
        looked.await();
      }
      assertThat(runtime.runs.looks().of(TestRuntime.CALLER, asset.id())).isPresent();
    }
  }
}
