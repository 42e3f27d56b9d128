package dev.backlot.app;

import dev.backlot.model.Caller;
import dev.backlot.model.Role;
import dev.backlot.model.TenantId;
import dev.backlot.runtime.ApiKeys;
import dev.backlot.runtime.Runs;
import java.time.Duration;
import java.util.Optional;

/** Keys for whoever signs in to the console by the link: an admin's, for half a day. */
final class ConsoleKeys {
  private static final Caller ADMIN = new Caller(TenantId.DEFAULT, "admin");
  private static final String NAME = "console, by the link";
  private static final Duration LIFE = Duration.ofHours(12);

  private final Runs runs;

  ConsoleKeys(Runs runs) {
    this.runs = runs;
  }

  /** A new key; those before it that expired are taken away. Empty when there are too many. */
  Optional<String> make() {
    var keys = runs.apiKeys();
    var now = runs.now();
    keys.list(ADMIN.tenant()).stream()
        .filter(key -> key.name().equals(NAME))
        .filter(key -> key.expiresAt().filter(end -> end.isBefore(now)).isPresent())
        .forEach(key -> keys.revoke(ADMIN.tenant(), key.id()));
    var wanted =
        new ApiKeys.NewKey(
            ADMIN.tenant(),
            NAME,
            ADMIN.user(),
            Role.ADMIN,
            Optional.of(now.plus(LIFE)),
            Optional.empty(),
            Optional.empty());
    return keys.make(ADMIN, wanted, Optional.empty()) instanceof ApiKeys.Making.Made made
        ? Optional.of(made.secret())
        : Optional.empty();
  }
}
