package dev.backlot.cli;

import dev.backlot.model.AssetId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The way of a batch's files to this machine, shown while it goes on and stopped by Ctrl-C. */
final class Fetching {
  private static final int BAR = 24;
  private final LocalServer server;
  private final String batch;
  private final Terminal terminal;
  private final Interrupts interrupts;
  private long shownAt;
  private int fetched;
  private int present;

  Fetching(LocalServer server, String batch, Terminal terminal, Interrupts interrupts) {
    this.server = server;
    this.batch = batch;
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  /** Somebody has asked to stop. */
  static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Fetches one file, which appears once it is whole. */
  String whole(String path, Path target) throws IOException, InterruptedException {
    makeFolderOf(target.toAbsolutePath());
    var part = part(target);
    try {
      server.download(batch + path, part, bytes -> show(() -> bytes(bytes)));
      clear();
      var size = Files.size(part);
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      return target + ": " + bytes(size);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Fetches what the folder does not have yet, file by file. */
  String folder(Path named) throws IOException, InterruptedException {
    // a path such as . has no parts that others could start with
    var folder = Files.createDirectories(named.toAbsolutePath().normalize());
    var list = folder.resolve(".items.jsonl.part");
    try {
      server.download(
          batch + "/items.jsonl", list, bytes -> show(() -> "the list: " + bytes(bytes)));
      int total = count(list);
      try (var lines = Files.newBufferedReader(list)) {
        int item = 0;
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          item(folder, LocalServer.parse(line), ++item, total);
        }
      }
    } finally {
      Files.deleteIfExists(list);
    }
    clear();
    return "%s: %d files fetched, %d were there".formatted(named, fetched, present);
  }

  private static int count(Path list) throws IOException {
    try (var lines = Files.lines(list)) {
      return Math.toIntExact(lines.count());
    }
  }

  private void item(Path folder, JsonNode item, int number, int total)
      throws IOException, InterruptedException {
    for (var file : item.path("files")) {
      var target = folder.resolve(file.path("path").asString()).normalize();
      var id = AssetId.parse(file.path("asset").asString());
      if (!target.startsWith(folder) || id.isEmpty()) {
        throw new IOException(
            "the server names a file outside of the folder: " + file.path("path"));
      }
      if (isThere(target, file.path("bytes").asLong(), id.get())) {
        present++;
      } else {
        fetch(file.path("content").asString(), target, id.get());
      }
      show(() -> bar(number, total));
    }
  }

  private void fetch(String path, Path target, AssetId id)
      throws IOException, InterruptedException {
    makeFolderOf(target);
    var part = part(target);
    try {
      server.download(path, part, _ -> checkInterrupts());
      if (!sha256(part).equals(id.sha256())) {
        throw new IOException(target + " came damaged; the same command fetches it again");
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      fetched++;
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static boolean isThere(Path target, long bytes, AssetId id) throws IOException {
    return Files.isRegularFile(target)
        && Files.size(target) == bytes
        && sha256(target).equals(id.sha256());
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        var digest = new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      digest.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void makeFolderOf(Path target) throws IOException {
    var folder = target.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
  }

  private static Path part(Path target) {
    return target.resolveSibling("." + target.getFileName() + ".part");
  }

  private interface Words {
    String say();
  }

  private void checkInterrupts() {
    if (interrupts.asked()) {
      throw new StoppedException();
    }
  }

  /** Ten times a second at most, and only where somebody looks. */
  private void show(Words words) {
    checkInterrupts();
    long now = System.nanoTime();
    if (terminal.live() && now - shownAt > 100_000_000L) {
      shownAt = now;
      terminal.out().print("\r\u001b[K" + words.say());
      terminal.out().flush();
    }
  }

  void clear() {
    if (terminal.live()) {
      terminal.out().print("\r\u001b[K");
      terminal.out().flush();
    }
  }

  private String bar(int done, int total) {
    int filled = total == 0 ? BAR : (int) ((long) BAR * done / total);
    return "%s%s %d of %d items, %d files"
        .formatted(
            terminal.green("█".repeat(filled)),
            terminal.dim("░".repeat(BAR - filled)),
            done,
            total,
            fetched + present);
  }

  private static String bytes(long bytes) {
    return bytes < 1_000_000
        ? Math.ceilDiv(bytes, 1_000) + " kB"
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
