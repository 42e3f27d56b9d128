package dev.backlot.app;

import dev.backlot.cli.Platform;
import dev.backlot.model.TenantId;
import dev.backlot.provider.SecretFolder;
import dev.backlot.provider.SecretName;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The sealed secrets of a folder, by the words of the command line. */
final class SealedSecrets implements Platform.SecretStore {
  private final SecretFolder folder;

  SealedSecrets(SecretFolder folder) {
    this.folder = folder;
  }

  @Override
  public void put(Optional<String> tenant, String name, String value) throws IOException {
    folder.put(tenant(tenant), name(name), value);
  }

  @Override
  public Map<String, Boolean> list(Optional<String> tenant) throws IOException {
    var all = new LinkedHashMap<String, Boolean>();
    for (var name : folder.sealed(tenant(tenant))) {
      all.put(name, folder.opens(tenant(tenant), name(name)));
    }
    return all;
  }

  @Override
  public boolean remove(Optional<String> tenant, String name) throws IOException {
    return folder.remove(tenant(tenant), name(name));
  }

  private static TenantId tenant(Optional<String> given) throws IOException {
    try {
      return given.map(TenantId::new).orElse(TenantId.DEFAULT);
    } catch (IllegalArgumentException e) {
      throw new IOException("--tenant: " + e.getMessage(), e);
    }
  }

  private static SecretName name(String given) throws IOException {
    return SecretName.parse(given)
        .orElseThrow(
            () ->
                new IOException(
                    "NAME: expected 1 to 100 characters A-Z, a-z, 0-9, _, - and ., the first a"
                        + " letter or _"));
  }
}
