package dev.backlot.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small files in a folder, of which there are no more bytes than a limit: those that nobody asked
 * for the longest go first. A restart finds them. Thread-safe.
 */
final class KeptFiles {
  /** After a sweep there is room for more before the next one. */
  private static final double FULL_AFTER_SWEEP = 0.9;

  /** When a file was last asked for need not be known any better. */
  private static final Duration TOLD_EVERY = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(KeptFiles.class);

  private final Path folder;
  private final long bytesMax;
  private final InstantSource clock;

  /** What there is: of those that a restart found too little, until they are counted. */
  private long bytes;

  KeptFiles(Path folder, long bytesMax, InstantSource clock) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.bytesMax = bytesMax;
    this.clock = clock;
    Thread.ofVirtual().name("count-kept-files").start(this::count);
  }

  private synchronized void count() {
    try {
      bytes = sum(all());
    } catch (IOException e) {
      LOG.warn("what is kept in {} cannot be counted: {}", folder, e.toString());
    }
  }

  /**
   * A file that was kept.
   *
   * @param name with its folders
   */
  Optional<byte[]> find(String name) throws IOException {
    var file = folder.resolve(name);
    try {
      var found = Files.readAllBytes(file);
      tell(file);
      return Optional.of(found);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private void tell(Path file) throws IOException {
    var now = clock.instant();
    if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(TOLD_EVERY))) {
      Files.setLastModifiedTime(file, FileTime.from(now));
    }
  }

  /** Keeps one; whoever reads meanwhile sees all of it or nothing. */
  synchronized void keep(String name, byte[] content) throws IOException {
    var file = folder.resolve(name);
    var place = Files.createDirectories(file.getParent());
    var part = Files.createTempFile(place, "part", "");
    try {
      Files.write(part, content);
      Files.setLastModifiedTime(part, FileTime.from(clock.instant()));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
    bytes += content.length;
    if (bytes > bytesMax) {
      sweep();
    }
  }

  private record Kept(Path path, long bytes, Instant askedFor) {}

  private List<Kept> all() throws IOException {
    var all = new ArrayList<Kept>();
    try (var files = Files.find(folder, 3, (_, is) -> is.isRegularFile())) {
      for (var path : (Iterable<Path>) files::iterator) {
        try {
          all.add(new Kept(path, Files.size(path), Files.getLastModifiedTime(path).toInstant()));
        } catch (NoSuchFileException _) {
          // it went while the folder was read
        }
      }
    }
    return all;
  }

  private static long sum(List<Kept> files) {
    return files.stream().mapToLong(Kept::bytes).sum();
  }

  private void sweep() throws IOException {
    var all = all();
    all.sort(Comparator.comparing(Kept::askedFor));
    long left = sum(all);
    for (var file : all) {
      if (left <= bytesMax * FULL_AFTER_SWEEP) {
        break;
      }
      Files.deleteIfExists(file.path);
      left -= file.bytes;
    }
    bytes = left;
  }
}
