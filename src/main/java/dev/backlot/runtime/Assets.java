package dev.backlot.runtime;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.store.AssetPage;
import dev.backlot.store.AssetQuery;
import dev.backlot.store.Views;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A tenant's assets. The same bytes uploaded twice are one asset; a foreign one looks like an
 * unknown one.
 */
public final class Assets {
  /** The largest upload in bytes. */
  public static final long BYTES_MAX = AssetShelf.BYTES_MAX;

  private final Engine engine;
  private final Views views;
  private final AssetShelf shelf;

  Assets(Engine engine, Views views, AssetShelf shelf) {
    this.engine = engine;
    this.views = views;
    this.shelf = shelf;
  }

  /**
   * Takes bytes in, streamed, durable on return.
   *
   * @throws IOException when the stream breaks off, is longer than {@link #BYTES_MAX}, or the disk
   *     is full
   */
  public Asset put(Caller caller, InputStream content, String name) throws IOException {
    return put(caller, content, name, Optional.empty());
  }

  /** As {@link #put(Caller, InputStream, String)}, once for each client's key. */
  public Asset put(Caller caller, InputStream content, String name, Optional<Claim> claim)
      throws IOException {
    var asset = shelf.put(content, name);
    var saving = new Submission.SaveAsset(caller, asset);
    var refusal = engine.submit(Submission.under(claim, asset.id().sha256(), saving)).await();
    if (refusal.isPresent()) {
      throw new IOException(refusal.get().line());
    }
    return views.asset(caller.tenant(), asset.id()).orElse(asset);
  }

  public Optional<Asset> get(Caller caller, AssetId id) {
    return views.asset(caller.tenant(), id);
  }

  /** Newest first, those behind the given place. */
  public AssetPage list(Caller caller, AssetQuery query, AssetPage.Place after, int limit) {
    return views.assets(caller.tenant(), query, after, limit);
  }

  /** The bytes as a read-only local file. */
  public Optional<Path> file(Caller caller, AssetId id) {
    return get(caller, id).flatMap(asset -> shelf.blobs().file(asset.id()));
  }

  /**
   * Deletes a file that a batch put out: nobody reaches it any more.
   *
   * @return why it stays; empty once it is gone
   */
  public Optional<Failure> forget(Caller caller, BatchId batch, AssetId id) {
    if (get(caller, id).isEmpty()) {
      return Optional.empty();
    }
    if (views.isUsedElsewhere(caller.tenant(), id, batch)) {
      return Optional.of(
          new Failure.Refused("in_use", "other work of the same tenant was given it or made it"));
    }
    return engine.submit(new Submission.ForgetAsset(caller.tenant(), batch, id)).await();
  }

  /** The steps that made this asset, with what went in. */
  public List<Views.LineageRecord> sources(Caller caller, AssetId id, int limit) {
    return views.sources(caller.tenant(), id, limit);
  }

  /** What this asset went into. */
  public List<Views.LineageRecord> products(Caller caller, AssetId id, int limit) {
    return views.products(caller.tenant(), id, limit);
  }
}
