package dev.backlot.app;

import dev.backlot.http.Credentials;
import dev.backlot.http.Principal;
import dev.backlot.model.Caller;
import dev.backlot.runtime.ApiKeys;
import dev.backlot.runtime.KeyQuotas;
import dev.backlot.runtime.Runs;
import java.util.Optional;

/** The keys that people made, as the server asks for them. */
public final class StoredKeys implements Credentials {
  private final ApiKeys keys;
  private final KeyQuotas quotas;
  private final Optional<Integer> requestsPerMinute;

  /**
   * Over the keys of a runtime.
   *
   * @param requestsPerMinute of keys that do not say; empty means any number
   */
  public StoredKeys(Runs runs, Optional<Integer> requestsPerMinute) {
    this.keys = runs.apiKeys();
    this.quotas = runs.keyQuotas();
    this.requestsPerMinute = requestsPerMinute;
  }

  @Override
  public Found find(String secret) {
    return switch (keys.check(secret)) {
      case ApiKeys.Checked.Good(var key) ->
          new Found.Known(
              new Principal(
                  key.caller(),
                  key.role(),
                  "key/" + key.id(),
                  key.requestsPerMinute().or(() -> requestsPerMinute),
                  quotas.standing(key.caller()).map(_ -> () -> left(key.caller()))));
      case ApiKeys.Checked.Expired(var at) -> new Found.Expired("this key expired at " + at);
      case ApiKeys.Checked.Unknown _ -> new Found.Unknown();
    };
  }

  private Principal.Left left(Caller caller) {
    var standing = quotas.standing(caller).orElseThrow();
    return new Principal.Left(standing.limit(), standing.remaining(), standing.until());
  }
}
