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
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where something lasting is changed into an OAuth token (RFC 6749), which is kept until a minute
 * before its end, 24 hours at most. Thread-safe.
 */
final class TokenDesk {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration MARGIN = Duration.ofMinutes(1);
  private static final long SECONDS_MAX = Duration.ofDays(1).toSeconds();

  /** What is sent to get a token. */
  interface Request {
    /**
     * The fields of the form.
     *
     * @throws IOException with words for people when the key is not of the right form
     */
    Map<String, String> fields(Instant now) throws IOException;
  }

  private final URI address;
  private final Request request;
  private final WebClient web;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Signed latest;

  private sealed interface Answer {}

  private record Signed(String token, Instant until) implements Answer {}

  private record Refused(String why) implements Answer {}

  private record Missing(String why) implements Answer {}

  TokenDesk(URI address, Request request, WebClient web, InstantSource clock) {
    this.address = address;
    this.request = request;
    this.web = web;
    this.clock = clock;
  }

  /** A token that is good for a while; asked for when it is first needed. */
  String token() throws IOException, InterruptedException {
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
      return latest.token();
    } finally {
      lock.unlock();
    }
  }

  /** The token is no longer taken: the next call signs in again. */
  void forget() {
    lock.lock();
    try {
      latest = null;
    } finally {
      lock.unlock();
    }
  }

  /** Whether a token is given now. */
  KeyTest test() throws InterruptedException {
    return switch (ask()) {
      case Signed _ -> new KeyTest.Taken();
      case Refused(var why) -> new KeyTest.Refused(why);
      case Missing(var why) -> new KeyTest.Unknown(why);
    };
  }

  private Answer ask() throws InterruptedException {
    String form;
    try {
      form = form(request.fields(clock.instant()));
    } catch (IOException e) {
      return new Refused(String.valueOf(e.getMessage()));
    }
    var headers =
        Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json");
    var call = new WebClient.Call("POST", address, headers, Optional.of(form), PATIENCE);
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

  private static String form(Map<String, String> fields) {
    return new TreeMap<>(fields)
        .entrySet().stream()
            .map(
                field ->
                    field.getKey()
                        + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
  }
}
