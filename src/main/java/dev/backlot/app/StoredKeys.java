package dev.backlot.app;

import dev.backlot.http.Credentials;
import dev.backlot.http.Principal;
import dev.backlot.runtime.ApiKeys;
import java.util.Optional;

/** The keys that people made, as the server asks for them. */
public final class StoredKeys implements Credentials {
  private final ApiKeys keys;
  private final Optional<Integer> requestsPerMinute;

  /**
   * Over the keys of a runtime.
   *
   * @param requestsPerMinute of keys that do not say; empty means any number
   */
  public StoredKeys(ApiKeys keys, Optional<Integer> requestsPerMinute) {
    this.keys = keys;
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
                  key.requestsPerMinute().or(() -> requestsPerMinute)));
      case ApiKeys.Checked.Expired(var at) -> new Found.Expired("this key expired at " + at);
      case ApiKeys.Checked.Unknown _ -> new Found.Unknown();
    };
  }
}
