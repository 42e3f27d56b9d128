package dev.backlot.provider;

import dev.backlot.provider.Provider.KeyTest;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * A pass by OAuth's client credentials (RFC 6749, section 4.4): the key, {@code ID:PASSWORD}, is
 * changed into a token. Thread-safe.
 */
public final class ClientCredentials implements ProviderHttp.Pass {
  private final Secret key;
  private final String scope;
  private final String idHeader;
  private final TokenDesk desk;

  /**
   * Signs in when it is first needed.
   *
   * @param scope what the token is to be good for
   * @param idHeader where calls show the ID beside the token
   */
  public ClientCredentials(
      URI address, Secret key, String scope, String idHeader, WebClient web, InstantSource clock) {
    this.key = key;
    this.scope = scope;
    this.idHeader = idHeader;
    this.desk = new TokenDesk(address, this::fields, web, clock);
  }

  @Override
  public Map<String, String> headers() throws IOException, InterruptedException {
    return Map.of("Authorization", "Bearer " + desk.token(), idHeader, id());
  }

  /** The token is no longer taken: the next call signs in again. */
  public void forget() {
    desk.forget();
  }

  /** Whether a token is given for the key now. */
  public KeyTest test() throws InterruptedException {
    return desk.test();
  }

  private String id() {
    return key.value().substring(0, Math.max(0, key.value().indexOf(':')));
  }

  private Map<String, String> fields(Instant now) throws IOException {
    if (id().isEmpty()) {
      throw new IOException("the secret " + key.name() + " is not of the form ID:PASSWORD");
    }
    return Map.of(
        "grant_type",
        "client_credentials",
        "client_id",
        id(),
        "client_secret",
        key.value().substring(id().length() + 1),
        "scope",
        scope);
  }
}
