package dev.backlot.runtime;

import dev.backlot.model.RunId;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepResult;
import dev.backlot.model.StepState;
import dev.backlot.model.TenantId;
import dev.backlot.model.Value;
import dev.backlot.store.Views;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the result of earlier work with the same key: of the run that a redrive goes on from, or in
 * the memo. It counts only while its bytes are here. Thread-safe.
 */
final class KnownResults {
  private final Views views;
  private final AssetShelf shelf;
  private final EarlierRuns sources;

  KnownResults(Views views, AssetShelf shelf) {
    this.views = views;
    this.shelf = shelf;
    this.sources = new EarlierRuns(views);
  }

  /**
   * The outputs, if they are known.
   *
   * @param source the run that is redriven
   * @param reuse whether the memo may be used
   */
  Optional<Map<String, Value>> find(
      TenantId tenant, Optional<RunId> source, StepPath step, StepKey key, boolean reuse) {
    return earlier(source, step, key)
        .or(() -> reuse && key.remembered() ? views.memo(tenant, key.key()) : Optional.empty())
        .filter(this::isHere);
  }

  /** What people asked for at the gates of a run that is redriven. */
  Map<StepPath, String> notes(Optional<RunId> source) {
    return source.map(run -> sources.of(run).allNotes()).orElse(Map.of());
  }

  private Optional<Map<String, Value>> earlier(Optional<RunId> source, StepPath step, StepKey key) {
    return source
        .map(run -> sources.of(run).step(step))
        .flatMap(StepState::result)
        .filter(result -> result.key().filter(key.key().sha256()::equals).isPresent())
        .map(StepResult::outputs);
  }

  private boolean isHere(Map<String, Value> outputs) {
    return outputs.values().stream()
        .flatMap(value -> value.assets().stream())
        .allMatch(asset -> shelf.blobs().file(asset.id()).isPresent());
  }
}
