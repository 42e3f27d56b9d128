package dev.backlot.runtime;

import dev.backlot.model.Value;
import dev.backlot.store.DocumentRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Files that appear in folders. One is taken once it has stood unchanged between two looks, and
 * once only for its name and content, also across restarts.
 */
final class TriggerFolders {
  private static final String KIND = "trigger.file";
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final int FILES_MAX = 10_000;
  private static final int TAKEN_AT_ONCE = 50;

  private final Triggers triggers;
  private final Runs runs;
  private final Optional<Path> root;
  private final Map<String, Looked> looked = new ConcurrentHashMap<>();

  /** What was seen of a file. */
  private record Seen(long bytes, long changed) {}

  /** What was seen of a folder, and which of it has been taken. */
  private static final class Looked {
    private Instant at = Instant.MIN;
    private Map<Path, Seen> files = Map.of();
    private final Map<Path, Seen> taken = new HashMap<>();
  }

  TriggerFolders(Triggers triggers, Runs runs, Optional<Path> root) {
    this.triggers = triggers;
    this.runs = runs;
    this.root = root;
  }

  /** Why a folder cannot be watched; empty when it can. */
  Optional<String> wrong(Trigger.On.File on) {
    if (root.isEmpty()) {
      return Optional.of(
          "this server watches no folders; start it with 'backlot serve --watch-root DIR'");
    }
    var folder = folder(on);
    if (folder.isEmpty()) {
      return Optional.of("expected a folder below the watched root, without '..'");
    }
    return Files.isDirectory(folder.get())
        ? Optional.empty()
        : Optional.of("there is no folder '" + on.folder() + "' below the watched root");
  }

  /** The folder itself, wherever links lead; empty when that is outside. */
  private Optional<Path> folder(Trigger.On.File on) {
    if (root.isEmpty() || Path.of(on.folder()).isAbsolute()) {
      return Optional.empty();
    }
    try {
      var real = root.get().toRealPath();
      var wanted = real.resolve(on.folder()).normalize();
      if (!wanted.startsWith(real)) {
        return Optional.empty();
      }
      return Files.exists(wanted)
          ? Optional.of(wanted.toRealPath()).filter(found -> found.startsWith(real))
          : Optional.of(wanted);
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  void look(Triggers.Entry entry, Trigger.On.File on, Instant now) throws InterruptedException {
    var before = looked.computeIfAbsent(entry.trigger().id(), _ -> new Looked());
    if (before.at.plus(LOOK_EVERY).isAfter(now)) {
      return;
    }
    before.at = now;
    var folder = folder(on);
    if (folder.isEmpty() || !Files.isDirectory(folder.get())) {
      triggers.refused(entry, "the folder '" + on.folder() + "' is gone");
      return;
    }
    try {
      var files = files(folder.get());
      var ready = new ArrayList<Path>();
      files.forEach(
          (file, seen) -> {
            if (seen.equals(before.files.get(file)) && !seen.equals(before.taken.get(file))) {
              ready.add(file);
            }
          });
      before.files = files;
      before.taken.keySet().retainAll(files.keySet());
      for (var file : ready.subList(0, Math.min(ready.size(), TAKEN_AT_ONCE))) {
        if (take(entry, on, file, now)) {
          before.taken.put(file, files.getOrDefault(file, new Seen(0, 0)));
        }
      }
    } catch (IOException e) {
      triggers.refused(entry, "cannot read the folder: " + e.getMessage());
    }
  }

  private static Map<Path, Seen> files(Path folder) throws IOException {
    var found = new LinkedHashMap<Path, Seen>();
    try (Stream<Path> list = Files.list(folder)) {
      var files =
          list.filter(file -> !file.getFileName().toString().startsWith("."))
              .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .sorted()
              .limit(FILES_MAX)
              .toList();
      for (var file : files) {
        found.put(file, new Seen(Files.size(file), Files.getLastModifiedTime(file).toMillis()));
      }
    }
    return found;
  }

  /** False when it has to be tried again. */
  private boolean take(Triggers.Entry entry, Trigger.On.File on, Path file, Instant now) {
    var trigger = entry.trigger();
    var caller = trigger.creator();
    var name = file.getFileName().toString();
    try (var content = Files.newInputStream(file)) {
      var asset = runs.assets().put(caller, content, name);
      var id = trigger.id() + "/" + asset.id().sha256() + "/" + name;
      if (runs.documents().get(caller, KIND, id).isPresent()) {
        return true;
      }
      var document =
          new DocumentRecord(KIND, id, caller, Optional.empty(), Map.of(), "{}", false, now, now);
      var inputs = new LinkedHashMap<>(trigger.order().inputs());
      inputs.put(on.input(), Value.of(asset));
      var items = List.of(new ItemInput(Optional.empty(), inputs));
      return switch (triggers.create(trigger, items, document, Optional.empty())) {
        case Triggers.Result.Done<dev.backlot.model.BatchId>(var batch) -> {
          triggers.started(entry, batch, now);
          yield true;
        }
        case Triggers.Result.Refused<dev.backlot.model.BatchId>(var why) -> {
          triggers.refused(entry, name + ": " + why.line());
          yield why instanceof dev.backlot.model.Failure.Invalid;
        }
      };
    } catch (IOException e) {
      triggers.refused(entry, name + ": " + e.getMessage());
      return false;
    }
  }
}
