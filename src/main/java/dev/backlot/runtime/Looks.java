package dev.backlot.runtime;

import dev.backlot.model.AssetId;
import dev.backlot.model.BatchId;
import dev.backlot.model.Caller;
import dev.backlot.model.Look;
import dev.backlot.store.Alike;
import dev.backlot.store.AssetQuery;
import dev.backlot.store.LookQuery;
import dev.backlot.store.Views;
import java.util.Optional;

/** A tenant's pictures by what they look like. They get their looks some time after they came. */
public final class Looks {
  private final Engine engine;
  private final Views views;
  private final AssetShelf shelf;

  Looks(Engine engine, Views views, AssetShelf shelf) {
    this.engine = engine;
    this.views = views;
    this.shelf = shelf;
  }

  /** Starts to look at pictures; the caller closes it. */
  public LookMaking make(Eye eye) {
    return LookMaking.start(engine, views, shelf, eye);
  }

  /** Looks at pictures when somebody says so. */
  LookMaking still(Eye eye) {
    return new LookMaking(engine, views, shelf, eye);
  }

  /** Empty while nobody has looked, and when it cannot be read. */
  public Optional<Look> of(Caller caller, AssetId asset) {
    return views.look(caller.tenant(), asset);
  }

  /** The nearest first; at most so many. */
  public Alike find(Caller caller, LookQuery look, AssetQuery query, int limit) {
    return views.alike(caller.tenant(), look, query, limit);
  }

  /**
   * Which pictures of a batch look alike.
   *
   * @param output of the workflow, whose pictures are compared; else the first of each item that
   *     holds pictures
   * @param bitsMax in how many of 64 bits pictures of a group may differ from its first
   */
  public Duplicates duplicates(Caller caller, BatchId batch, Optional<String> output, int bitsMax) {
    return new DuplicateSearch(views, caller.tenant(), bitsMax).of(batch, output);
  }
}
