package dev.backlot.provider;

import dev.backlot.model.TenantId;
import java.util.Optional;

/**
 * Where the secrets are that workflows name. Thread-safe; a secret that changes is seen at once.
 */
public interface Secrets {
  /** Without any. */
  Secrets NONE = (_, _) -> Optional.empty();

  /** A tenant's secret; what is another tenant's is not there. */
  Optional<Secret> find(TenantId tenant, SecretName name);
}
