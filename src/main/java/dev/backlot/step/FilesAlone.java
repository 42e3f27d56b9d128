package dev.backlot.step;

import dev.backlot.model.AssetId;
import dev.backlot.model.Provenance;
import dev.backlot.model.ResourceKey;
import dev.backlot.model.TenantId;
import java.nio.file.Path;
import java.util.Set;

/** For steps that work on files away from any run: whatever else they ask for is our defect. */
public abstract class FilesAlone implements StepContext {
  @Override
  public Path publishRoot() {
    throw none();
  }

  @Override
  public boolean allowsLocalFiles() {
    throw none();
  }

  @Override
  public TenantId tenant() {
    throw none();
  }

  @Override
  public String onceKey() {
    throw none();
  }

  @Override
  public Set<ResourceKey> holds() {
    throw none();
  }

  @Override
  public Provenance provenance(AssetId asset) {
    throw none();
  }

  @Override
  public Records records() {
    throw none();
  }

  @Override
  public Calls calls() {
    throw none();
  }

  private static UnsupportedOperationException none() {
    return new UnsupportedOperationException("a step on pictures reaches files alone");
  }
}
