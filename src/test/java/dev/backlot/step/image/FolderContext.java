package dev.backlot.step.image;

import dev.backlot.media.MediaProbe;
import dev.backlot.model.Asset;
import dev.backlot.model.AssetId;
import dev.backlot.model.Progress;
import dev.backlot.model.Value;
import dev.backlot.step.Calls;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A small asset store in one folder, and a way to run a step on it as the runtime would: with its
 * defaults filled in.
 */
public final class FolderContext implements StepContext {
  private final Path folder;
  private final List<Progress> told = new CopyOnWriteArrayList<>();
  private @Nullable Path scratch;
  private int patience = Integer.MAX_VALUE;

  public FolderContext(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  /** Stores a copy of a file under its own name. */
  public Asset bring(Path file) throws IOException {
    var copy = Files.createTempDirectory(folder, "brought").resolve(file.getFileName().toString());
    Files.copy(file, copy);
    return store(copy, file.getFileName().toString());
  }

  public Outcome run(Step step, Map<String, Value> given) throws InterruptedException {
    var values = new HashMap<String, Value>();
    for (var port : step.type().parameters()) {
      port.fallback().ifPresent(fallback -> values.put(port.name(), fallback));
    }
    values.putAll(given);
    scratch = null;
    return step.run(new StepInput(values), this);
  }

  @Override
  public Path file(AssetId asset) {
    return folder.resolve(asset.sha256());
  }

  @Override
  public Path scratch() throws IOException {
    var made = scratch;
    if (made == null) {
      made = Files.createTempDirectory(folder, "scratch");
      scratch = made;
    }
    return made;
  }

  @Override
  public Asset store(Path file, String name) throws IOException {
    var id = new AssetId(sha256(file));
    var facts = MediaProbe.facts(file);
    long bytes = Files.size(file);
    Files.move(file, file(id), StandardCopyOption.REPLACE_EXISTING);
    return new Asset(id, facts.mediaType(), bytes, facts.width(), facts.height(), name);
  }

  private static String sha256(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public Path publishRoot() {
    return folder.resolve("published");
  }

  @Override
  public boolean allowsLocalFiles() {
    return false;
  }

  @Override
  public String itemName() {
    return "item";
  }

  @Override
  public dev.backlot.model.TenantId tenant() {
    return dev.backlot.model.TenantId.DEFAULT;
  }

  @Override
  public String onceKey() {
    return "run/step";
  }

  @Override
  public Calls calls() {
    throw new UnsupportedOperationException("nothing is bought here");
  }

  @Override
  public void progress(Progress progress) {
    told.add(progress);
  }

  /** All that steps have said of how far they were. */
  public List<Progress> told() {
    return told;
  }

  /** Has steps cancelled once they have said so often how far they are. */
  void cancelAfter(int tellings) {
    patience = tellings;
  }

  @Override
  public boolean isCancelled() {
    return told.size() >= patience;
  }

  @Override
  public java.util.Set<dev.backlot.model.ResourceKey> holds() {
    return java.util.Set.of();
  }

  @Override
  public dev.backlot.model.Provenance provenance(AssetId asset) {
    return new dev.backlot.model.Provenance("test", "run", "item", List.of(asset), List.of());
  }

  @Override
  public dev.backlot.step.Records records() {
    return (_, _, _) -> false;
  }
}
