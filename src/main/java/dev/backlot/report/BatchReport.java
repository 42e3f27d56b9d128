package dev.backlot.report;

import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.MediaTypes;
import dev.backlot.model.StepState;
import dev.backlot.runtime.Runs;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.RunFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Optional;
import java.util.UUID;

/**
 * Writes a batch's results: {@code manifest.json}, {@code index.html}, and every result that no
 * step has published already as {@code ITEM/OUTPUT.EXTENSION}. Goes through the items a page at a
 * time.
 */
public final class BatchReport {
  private static final int PAGE = 200;

  private final Runs runs;
  private final Caller caller;
  private final Thumbnailer thumbnailer;

  public BatchReport(Runs runs, Caller caller, Thumbnailer thumbnailer) {
    this.runs = runs;
    this.caller = caller;
    this.thumbnailer = thumbnailer;
  }

  /** Where the report lies. */
  public record Written(Path manifest, Path contactSheet, int reusedSteps) {}

  /**
   * Writes everything below the folder; files appear under their names only once they are whole.
   */
  public Written write(BatchRecord batch, Path folder) throws IOException {
    Files.createDirectories(folder);
    var manifestPart = part(folder, "manifest.json");
    var sheetPart = part(folder, "index.html");
    int reused;
    try (var sheet = new ContactSheet(runs, caller, thumbnailer, batch, folder)) {
      reused = writeItems(batch, folder, manifestPart, sheet);
      sheet.write(sheetPart);
    }
    var contactSheet = appear(sheetPart, folder.resolve("index.html"));
    // last, because a manifest of this batch says that the report is complete
    return new Written(appear(manifestPart, folder.resolve("manifest.json")), contactSheet, reused);
  }

  private int writeItems(BatchRecord batch, Path folder, Path manifestPart, ContactSheet sheet)
      throws IOException {
    var reused = new int[1];
    try (var manifest = new Manifest(manifestPart, batch)) {
      eachItem(
          batch.id(),
          item -> {
            var written = export(item, folder);
            manifest.add(written);
            sheet.add(written);
            reused[0] += (int) item.steps().values().stream().filter(StepState::reused).count();
          });
    }
    return reused[0];
  }

  private static Path part(Path folder, String name) {
    return folder.resolve("." + name + "." + UUID.randomUUID() + ".part");
  }

  private static Path appear(Path part, Path target) throws IOException {
    return Files.move(
        part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private interface ItemAction {
    void take(ItemResult item) throws IOException;
  }

  private void eachItem(BatchId batch, ItemAction action) throws IOException {
    int after = 0;
    for (var page = runs.batches().items(caller, batch, RunFilter.ALL, after, PAGE);
        !page.isEmpty();
        page = runs.batches().items(caller, batch, RunFilter.ALL, after, PAGE)) {
      for (var run : page) {
        var view = runs.batches().run(caller, run.id());
        if (view.isPresent()) {
          action.take(ItemResult.of(view.get()));
        }
        after = run.id().item();
      }
    }
  }

  private ItemResult export(ItemResult item, Path folder) throws IOException {
    var files = new ArrayList<ItemResult.OutputFile>();
    var counted = new HashMap<String, Integer>();
    for (var file : item.files()) {
      int number = counted.merge(file.output(), 1, Integer::sum);
      files.add(file.path().isPresent() ? file : export(item, file, number, folder));
    }
    return item.withFiles(files);
  }

  private ItemResult.OutputFile export(
      ItemResult item, ItemResult.OutputFile file, int number, Path folder) throws IOException {
    var bytes = runs.assets().file(caller, file.asset().id());
    if (bytes.isEmpty()) {
      return file;
    }
    var name = number == 1 ? file.output() : file.output() + "-" + number;
    var path = item.name() + "/" + name + "." + MediaTypes.extension(file.asset().mediaType());
    var target = folder.resolve(path);
    Files.createDirectories(folder.resolve(item.name()));
    try (var out = Files.newOutputStream(target)) {
      Files.copy(bytes.get(), out);
    }
    return new ItemResult.OutputFile(file.output(), file.asset(), Optional.of(path));
  }
}
