package dev.backlot.provider;

import dev.backlot.json.Json;
import dev.backlot.provider.Provider.KeyTest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pass by OAuth's client credentials (RFC 6749, section 4.4): the key, {@code ID:PASSWORD}, is
 * changed into a token, which is shown until a minute before its end, 24 hours at most.
 * Thread-safe.
 */
public final class ClientCredentials implements ProviderHttp.Pass {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration MARGIN = Duration.ofMinutes(1);
  private static final long SECONDS_MAX = Duration.ofDays(1).toSeconds();

  private final URI address;
  private final Secret key;
  private final String scope;
  private final String idHeader;
  private final WebClient web;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Signed latest;

  private sealed interface Answer {}

  private record Signed(String token, Instant until) implements Answer {}

  private record Refused(String why) implements Answer {}

  private record Missing(String why) implements Answer {}

  /**
   * Signs in when it is first needed.
   *
   * @param scope what the token is to be good for
   * @param idHeader where calls show the ID beside the token
   */
  public ClientCredentials(
      URI address, Secret key, String scope, String idHeader, WebClient web, InstantSource clock) {
    this.address = address;
    this.key = key;
    this.scope = scope;
    this.idHeader = idHeader;
    this.web = web;
    this.clock = clock;
  }

  @Override
  public Map<String, String> headers() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      if (latest == null || !clock.instant().isBefore(latest.until())) {
        latest =
            switch (ask()) {
              case Signed signed -> signed;
              case Refused(var why) -> throw new IOException(why);
              case Missing(var why) -> throw new IOException(why);
            };
      }
      return Map.of("Authorization", "Bearer " + latest.token(), idHeader, id());
    } finally {
      lock.unlock();
    }
  }

  /** The token is no longer taken: the next call signs in again. */
  public void forget() {
    lock.lock();
    try {
      latest = null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a token is given for the key now. */
  public KeyTest test() throws InterruptedException {
    return switch (ask()) {
      case Signed _ -> new KeyTest.Taken();
      case Refused(var why) -> new KeyTest.Refused(why);
      case Missing(var why) -> new KeyTest.Unknown(why);
    };
  }

  private String id() {
    return key.value().substring(0, Math.max(0, key.value().indexOf(':')));
  }

  private Answer ask() throws InterruptedException {
    if (id().isEmpty()) {
      return new Refused("the secret " + key.name() + " is not of the form ID:PASSWORD");
    }
    var headers =
        Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json");
    var call = new WebClient.Call("POST", address, headers, Optional.of(form()), PATIENCE);
    try {
      var answer = web.exchange(call, WebClient.BODY_MAX);
      int status = answer.statusCode();
      return switch (status) {
        case 200 -> signed(answer.body().orElse(""));
        case 400, 401, 403 -> new Refused("signing in was answered with " + status);
        default -> new Missing("signing in was answered with " + status);
      };
    } catch (IOException e) {
      return new Missing("signing in failed: " + e.getMessage());
    }
  }

  private Answer signed(String answer) {
    var json = Json.orEmpty(answer);
    var token = json.path("access_token").asString("");
    if (!token.matches("[\\x21-\\x7e]{1,8000}")) {
      return new Missing("signing in brought no access_token");
    }
    long seconds = Math.clamp(json.path("expires_in").asLong(0), 0, SECONDS_MAX);
    return new Signed(token, clock.instant().plusSeconds(seconds).minus(MARGIN));
  }

  private String form() {
    var fields =
        Map.of(
            "grant_type",
            "client_credentials",
            "client_id",
            id(),
            "client_secret",
            key.value().substring(id().length() + 1),
            "scope",
            scope);
    return fields.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .sorted()
        .collect(Collectors.joining("&"));
  }
}
