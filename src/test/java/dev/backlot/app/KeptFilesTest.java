package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFilesTest {
  private static final int BYTES_MAX = 1_000;
  private static final byte[] CONTENT = new byte[100];

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

  @TempDir Path folder;
  private KeptFiles kept;

  @BeforeEach
  void open() throws IOException {
    kept = new KeptFiles(folder, BYTES_MAX, now::get);
  }

  private void later() {
    now.updateAndGet(time -> time.plus(Duration.ofDays(2)));
  }

  private void keep(int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      kept.keep(i % 3 + "/" + i, CONTENT);
      later();
    }
  }

  private boolean isHere(int i) throws IOException {
    return kept.find(i % 3 + "/" + i).isPresent();
  }

  @Test
  void what_nobody_asked_for_the_longest_goes_first() throws IOException {
    keep(0, 10);
    assertThat(isHere(0)).isTrue();
    keep(10, 11);

    assertThat(isHere(0)).as("asked for since").isTrue();
    assertThat(isHere(1)).as("the oldest").isFalse();
    assertThat(isHere(2)).isFalse();
    assertThat(isHere(3)).isTrue();
    assertThat(isHere(10)).as("the newest").isTrue();
  }

  @Test
  void there_is_never_more_than_the_limit() throws IOException {
    for (int i = 0; i < 60; i++) {
      keep(i, i + 1);
      try (var files = Files.walk(folder).filter(Files::isRegularFile)) {
        assertThat(files.mapToLong(file -> file.toFile().length()).sum())
            .isLessThanOrEqualTo(BYTES_MAX);
      }
    }
  }

  @Test
  void a_restart_finds_them() throws IOException {
    keep(0, 3);
    open();
    assertThat(isHere(2)).isTrue();
    assertThat(kept.find("0/77")).isEmpty();
  }
}
