package dev.backlot.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.fixture.Seeded;
import dev.backlot.model.AssetId;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every asset store promises: whole bytes under their own name, once. */
public abstract class BlobsContract {
  private static final long PLENTY = 1L << 20;
  private static final byte[] HELLO = {'h', 'e', 'l', 'l', 'o'};

  @TempDir protected Path folder;
  private Blobs blobs;

  protected abstract Blobs open(Path root) throws IOException;

  /** How many files the store holds, of any kind. */
  protected abstract long files() throws IOException;

  @BeforeEach
  void open() throws IOException {
    blobs = open(folder);
  }

  @Test
  void bytes_come_back_under_their_own_hash_also_after_reopening() {
    Seeded.times(
        30,
        random -> {
          var bytes = new byte[random.nextInt(200_000)];
          random.nextBytes(bytes);

          var stored = blobs.put(new ByteArrayInputStream(bytes), PLENTY);

          assertThat(stored).isEqualTo(new Blobs.Stored(hash(bytes), bytes.length));
          assertThat(open(folder).file(stored.id()).orElseThrow()).hasBinaryContent(bytes);
        });
  }

  @Test
  void an_unknown_hash_is_not_here() {
    assertThat(blobs.file(new AssetId("0".repeat(64)))).isEmpty();
  }

  @Test
  void the_same_bytes_are_kept_once_however_they_come() throws IOException {
    put(HELLO);
    long once = files();

    put(HELLO);
    var scratch = blobs.scratch();
    blobs.adopt(Files.write(scratch.resolve("copy.bin"), HELLO));
    blobs.release(scratch);

    assertThat(files()).isEqualTo(once);
  }

  @Test
  void bytes_are_deleted_unless_they_were_put_again() throws IOException {
    var id = put(HELLO).id();
    var path = blobs.file(id).orElseThrow();
    var old = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    var later = Instant.parse("2026-01-02T00:00:00Z");

    Files.setLastModifiedTime(path, old);
    put(HELLO);
    assertThat(blobs.delete(id, later)).isFalse();
    assertThat(blobs.file(id)).isPresent();

    Files.setLastModifiedTime(path, old);
    assertThat(blobs.delete(id, later)).isTrue();
    assertThat(blobs.file(id)).isEmpty();
    assertThat(blobs.delete(id, later)).isTrue();
    assertThat(put(HELLO).id()).isEqualTo(id);
  }

  @Test
  void an_adopted_file_is_stored_and_leaves_its_scratch_folder() throws Exception {
    var file = Files.write(blobs.scratch().resolve("made.bin"), HELLO);

    var stored = blobs.adopt(file);

    assertThat(stored).isEqualTo(new Blobs.Stored(hash(HELLO), 5));
    assertThat(blobs.file(stored.id()).orElseThrow()).hasBinaryContent(HELLO);
    assertThat(file).doesNotExist();
  }

  @Test
  void as_many_bytes_as_allowed_are_taken_and_one_more_is_refused() throws Exception {
    long before = files();
    assertThatThrownBy(() -> blobs.put(new ByteArrayInputStream(HELLO), 4))
        .isInstanceOf(Blobs.TooLargeException.class)
        .hasMessage("expected at most 4 bytes, but there are more");
    assertThat(files()).isEqualTo(before);

    assertThat(blobs.put(new ByteArrayInputStream(HELLO), 5).bytes()).isEqualTo(5);
  }

  @Test
  void a_stream_that_breaks_off_leaves_nothing() throws IOException {
    long before = files();

    assertThatThrownBy(
            () ->
                blobs.put(
                    new SequenceInputStream(new ByteArrayInputStream(HELLO), broken()), PLENTY))
        .isInstanceOf(IOException.class)
        .hasMessage("the line is dead");

    assertThat(files()).isEqualTo(before);
  }

  @Test
  void what_a_crash_left_half_done_is_swept_at_the_next_start() throws IOException {
    long before = files();
    Files.write(blobs.scratch().resolve("half.part"), HELLO);

    open(folder);

    assertThat(files()).isEqualTo(before);
  }

  @Test
  void scratch_folders_are_new_and_empty() throws IOException {
    var first = blobs.scratch();
    var second = blobs.scratch();

    assertThat(first).isNotEqualTo(second).isEmptyDirectory();
    assertThat(second).isEmptyDirectory();
  }

  @Test
  void many_hands_may_put_the_same_bytes_at_once() throws Exception {
    var bytes = new byte[100_000];
    try (var pool = Executors.newFixedThreadPool(8)) {
      Callable<Blobs.Stored> put = () -> put(bytes);
      for (var stored : pool.invokeAll(IntStream.range(0, 40).mapToObj(_ -> put).toList())) {
        assertThat(blobs.file(stored.get().id()).orElseThrow()).hasBinaryContent(bytes);
      }
    }
  }

  private Blobs.Stored put(byte[] bytes) throws IOException {
    return blobs.put(new ByteArrayInputStream(bytes), PLENTY);
  }

  private static InputStream broken() {
    return new FilterInputStream(InputStream.nullInputStream()) {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        throw new IOException("the line is dead");
      }
    };
  }

  private static AssetId hash(byte[] bytes) throws Exception {
    return new AssetId(
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
  }
}
