package dev.backlot.surface.sartiq;

import dev.backlot.model.Asset;
import dev.backlot.model.Caller;
import dev.backlot.model.StepId;
import dev.backlot.model.StepPath;
import dev.backlot.runtime.RunView;
import dev.backlot.runtime.Runs;
import dev.backlot.store.DocumentRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/** Deletes what the tasks of a workflow put out, unless other work has use for it. */
final class Cleanup {
  private final Runs runs;
  private final Caller caller;

  Cleanup(Runs runs, Caller caller) {
    this.runs = runs;
    this.caller = caller;
  }

  Wire.CleanupDetail of(DocumentRecord document, Optional<RunView> run) {
    int processed = 0;
    int cleaned = 0;
    var deleted = new LinkedHashSet<String>();
    var errors = new ArrayList<Wire.CleanupError>();
    for (var task : Render.definition(document).steps()) {
      var outputs =
          run.map(view -> view.state().step(StepPath.of(new StepId(task.name()))).outputs());
      if (outputs.isEmpty() || outputs.get().isEmpty()) {
        continue;
      }
      processed++;
      boolean clean = true;
      for (var asset : assets(outputs.get().values())) {
        var kept = runs.assets().forget(caller, document.batch().orElseThrow(), asset.id());
        if (kept.isEmpty()) {
          deleted.add(Render.path(asset));
        } else if (!deleted.contains(Render.path(asset))) {
          clean = false;
          errors.add(
              new Wire.CleanupError(
                  Render.taskId(document, task),
                  task.stepId(),
                  task.taskType(),
                  Render.path(asset) + ": " + kept.get().line()));
        }
      }
      cleaned += clean ? 1 : 0;
    }
    return new Wire.CleanupDetail(processed, cleaned, List.copyOf(deleted), errors);
  }

  private static List<Asset> assets(Iterable<dev.backlot.model.Value> outputs) {
    var found = new LinkedHashSet<Asset>();
    outputs.forEach(value -> found.addAll(value.assets()));
    return List.copyOf(found);
  }
}
