package dev.backlot.step;

import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.Progress;
import dev.backlot.model.Provenance;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** What an attempt may reach beyond its parameters. */
public interface StepContext {
  /** The stored bytes as a read-only local file; valid until the attempt ends. */
  Path file(AssetId asset) throws IOException;

  /**
   * A new empty folder on the asset store's own disk for this attempt's files; deleted when the
   * attempt ends.
   */
  Path scratch() throws IOException;

  /**
   * Moves a finished file of the scratch folder into the asset store, durable on return; its media
   * facts are read from its content.
   *
   * @param name a file name for people, without folders
   */
  Asset store(Path file, String name) throws IOException;

  /** Where {@code publish.folder} may write; nothing outside it. */
  Path publishRoot();

  /** Whether files of this machine may be named as sources: yes for a local run, no on a server. */
  boolean allowsLocalFiles();

  /** The item's name, unique within its batch and safe as a file name. */
  String itemName();

  /** Whose work it is. */
  TenantId tenant();

  /**
   * Names what this step does in its run: the same for each attempt and after a restart, another
   * when a person wants it anew. Receivers who know it tell a repetition by it; 1 to 1,000
   * characters of printable ASCII.
   */
  String onceKey();

  /** What an operator may limit of it and of which it holds a permit now. */
  Set<ResourceKey> holds();

  /** How a file that this run made came to be. */
  Provenance provenance(AssetId asset);

  /** The tenant's records. */
  Records records();

  /** The way to providers who charge for their work. */
  Calls calls();

  /**
   * Says how far the work is. Cheap, never blocks and never fails, on any thread, as often as one
   * likes: only the latest is kept, for whoever looks while the attempt runs. Nobody need listen.
   */
  default void progress(Progress progress) {}

  /** Whether the attempt was cancelled or timed out; long loops ask now and then. */
  boolean isCancelled();
}
