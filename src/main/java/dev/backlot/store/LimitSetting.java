package dev.backlot.store;

import dev.backlot.model.ResourceKey;
import dev.backlot.model.ResourceLimit;
import dev.backlot.model.TenantId;
import dev.backlot.model.TenantLimits;
import java.util.Optional;

/** A limit as it is set; empty means that it is lifted. */
public sealed interface LimitSetting {
  record OfResource(ResourceKey key, Optional<ResourceLimit> limit) implements LimitSetting {}

  record OfTenant(TenantId tenant, Optional<TenantLimits> limits) implements LimitSetting {}
}
