package dev.backlot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that others can read, however many files and however far. */
class ZipStreamTest {
  private static final int MANY = 70_000;
  private static final LocalDateTime WHEN = LocalDateTime.of(2026, 3, 31, 23, 58, 42);

  @TempDir Path folder;

  @Test
  void more_files_than_a_plain_zip_can_count_are_found_again() throws IOException {
    var file = Files.writeString(folder.resolve("a.txt"), "a file\n".repeat(3));
    var target = folder.resolve("many.zip");
    try (var out = new BufferedOutputStream(Files.newOutputStream(target));
        var zip = new ZipStream(out, folder, WHEN)) {
      for (int i = 0; i < MANY; i++) {
        zip.add("größe/" + i + ".txt", file);
      }
      zip.addText(
          "words.txt", to -> to.write("word ".repeat(1_000).getBytes(StandardCharsets.UTF_8)));
      zip.finish();
    }
    try (var read = new ZipFile(target.toFile())) {
      assertThat(read.size()).isEqualTo(MANY + 1);
      var last = read.getEntry("größe/" + (MANY - 1) + ".txt");
      assertThat(read.getInputStream(last).readAllBytes()).isEqualTo(Files.readAllBytes(file));
      assertThat(last.getTimeLocal()).isEqualTo(WHEN);
      var words = read.getEntry("words.txt");
      assertThat(read.getInputStream(words).readAllBytes()).hasSize(5_000);
      assertThat(words.getCompressedSize()).isLessThan(100);
    }
    try (var files = Files.list(folder)) {
      assertThat(files.map(one -> one.getFileName().toString()))
          .containsExactlyInAnyOrder("a.txt", "many.zip");
    }
  }

  @Test
  void files_beyond_four_gigabytes_are_found_and_streams_can_be_read_while_they_come()
      throws IOException {
    var file = Files.write(folder.resolve("b.bin"), new byte[200_000]);
    var target = folder.resolve("far.zip");
    long before = 5L << 30;
    try (var far = new RandomAccessFile(target.toFile(), "rw")) {
      far.seek(before);
      try (var zip =
          new ZipStream(Channels.newOutputStream(far.getChannel()), folder, WHEN, before)) {
        zip.add("one.bin", file);
        zip.add("two.bin", file);
        zip.finish();
      }
    }
    try (var read = new ZipFile(target.toFile())) {
      assertThat(read.getInputStream(read.getEntry("two.bin")).readAllBytes()).hasSize(200_000);
    }
    try (var in = Files.newInputStream(target)) {
      in.skipNBytes(before);
      var stream = new ZipInputStream(in);
      assertThat(stream.getNextEntry().getName()).isEqualTo("one.bin");
      assertThat(stream.readAllBytes()).hasSize(200_000);
    }
  }
}
