package dev.backlot.runtime;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.Progress;
import dev.backlot.model.Provenance;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.TenantId;
import dev.backlot.step.Calls;
import dev.backlot.step.Records;
import dev.backlot.step.StepContext;
import dev.backlot.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One attempt's way to the outside; closing it deletes its scratch folder. */
final class AttemptContext implements StepContext, AutoCloseable {
  private final AssetShelf shelf;
  private final Attempt attempt;
  private final ProvenanceTrail trail;
  private final boolean localFiles;
  private final Calls calls;
  private final Records records;
  private final Set<AssetId> made = ConcurrentHashMap.newKeySet();
  private @Nullable Path scratch;

  AttemptContext(
      AssetShelf shelf,
      Attempt attempt,
      ProvenanceTrail trail,
      boolean localFiles,
      Calls calls,
      Records records) {
    this.shelf = shelf;
    this.trail = trail;
    this.attempt = attempt;
    this.localFiles = localFiles;
    this.calls = calls;
    this.records = records;
  }

  @Override
  public Path file(AssetId asset) throws IOException {
    return shelf
        .blobs()
        .file(asset)
        .orElseThrow(
            () -> new IOException("the bytes of " + asset + " are gone from the asset store"));
  }

  @Override
  public Path scratch() throws IOException {
    var folder = scratch;
    if (folder == null) {
      folder = storing(shelf.blobs()::scratch);
      scratch = folder;
    }
    return folder;
  }

  @Override
  public Asset store(Path file, String name) throws IOException {
    var asset = storing(() -> shelf.adopt(file, name));
    made.add(asset.id());
    return asset;
  }

  /** Whether this attempt stored the asset. */
  boolean made(AssetId asset) {
    return made.contains(asset);
  }

  private interface Storing<T> {
    T get() throws IOException;
  }

  /**
   * A disk that does not take results is not the step's failure: the engine stops, nothing is lost.
   */
  private static <T> T storing(Storing<T> action) {
    try {
      return action.get();
    } catch (IOException e) {
      throw new StoreException("cannot write to the asset store: " + e.getMessage(), e);
    }
  }

  @Override
  public Path publishRoot() {
    return Path.of(attempt.publishRoot);
  }

  @Override
  public boolean allowsLocalFiles() {
    return localFiles;
  }

  @Override
  public String itemName() {
    return attempt.itemName;
  }

  @Override
  public TenantId tenant() {
    return attempt.caller.tenant();
  }

  @Override
  public String onceKey() {
    return attempt.onceKey();
  }

  @Override
  public Set<ResourceKey> holds() {
    return attempt.held;
  }

  @Override
  public Provenance provenance(AssetId asset) {
    return trail.of(asset);
  }

  @Override
  public Records records() {
    return records;
  }

  @Override
  public Calls calls() {
    return calls;
  }

  @Override
  public void progress(Progress progress) {
    attempt.cameTo(progress);
  }

  @Override
  public boolean isCancelled() {
    return attempt.isCancelled();
  }

  @Override
  public void close() {
    var folder = scratch;
    if (folder != null) {
      try {
        shelf.blobs().release(folder);
      } catch (IOException _) {
        // the next start sweeps it
      }
    }
  }
}
