package dev.backlot.provider;

import dev.backlot.model.Failure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * HTTP calls to one provider, which tell whether a call that failed can have arrived. The
 * operator's own address may be private; the key goes there and nowhere else. Answers are read up
 * to {@value WebClient#BODY_MAX} bytes, those that are the result up to {@value #WORK_MAX}, and
 * waited for {@value #PATIENCE_SECONDS} seconds.
 */
public final class ProviderHttp {
  private static final int PATIENCE_SECONDS = 30;
  private static final Duration PATIENCE = Duration.ofSeconds(PATIENCE_SECONDS);
  private static final Duration FILE_PATIENCE = Duration.ofMinutes(2);

  /** The longest answer with a result in it: pictures in Base64. */
  private static final int WORK_MAX = 64 << 20;

  private static final Duration RETRY_AFTER_MAX = Duration.ofHours(1);

  private final ProviderSettings settings;
  private final Pass pass;
  private final WebClient anywhere;
  private final WebClient publicOnly;
  private final ProviderSecrets secrets;

  /**
   * How a provider is shown the key.
   *
   * @param prefix what stands before it
   * @param inBase64 whether it goes out in Base64, as HTTP Basic has it
   */
  public record KeyHeader(String header, String prefix, boolean inBase64) {
    public static final KeyHeader BEARER = new KeyHeader("Authorization", "Bearer ");

    /** As fal asks for. */
    public static final KeyHeader KEY = new KeyHeader("Authorization", "Key ");

    public static final KeyHeader GOOGLE = new KeyHeader("x-goog-api-key", "");

    /** Of a key that is NAME:PASSWORD. */
    public static final KeyHeader BASIC = new KeyHeader("Authorization", "Basic ", true);

    /** As it is. */
    public KeyHeader(String header, String prefix) {
      this(header, prefix, false);
    }

    Map<String, String> headers(Secret secret) {
      var utf8 = secret.value().getBytes(StandardCharsets.UTF_8);
      var shown = inBase64 ? Base64.getEncoder().encodeToString(utf8) : secret.value();
      return Map.of(header, prefix + shown);
    }
  }

  /** What shows a provider who calls, where a key alone does not. */
  @FunctionalInterface
  public interface Pass {
    /**
     * The headers for it.
     *
     * @throws IOException with words for people when there is none to be had now
     */
    Map<String, String> headers() throws IOException, InterruptedException;
  }

  /** As the full form, with {@link KeyHeader#BEARER}. */
  public ProviderHttp(ProviderSettings settings, WebClient anywhere, WebClient publicOnly) {
    this(settings, KeyHeader.BEARER, anywhere, publicOnly);
  }

  /**
   * Calls as the settings say.
   *
   * @param anywhere for the operator's own address
   * @param publicOnly for addresses that answers name
   */
  public ProviderHttp(
      ProviderSettings settings, KeyHeader key, WebClient anywhere, WebClient publicOnly) {
    this(settings, () -> key.headers(settings.key()), anywhere, publicOnly);
  }

  /** As with a key, of a provider that wants more shown. */
  public ProviderHttp(
      ProviderSettings settings, Pass pass, WebClient anywhere, WebClient publicOnly) {
    this.settings = settings;
    this.pass = pass;
    this.anywhere = anywhere;
    this.publicOnly = publicOnly;
    this.secrets = new ProviderSecrets(settings);
  }

  /** What hides all that it has shown. */
  Scrubber scrubber() {
    return secrets.scrubber();
  }

  private Map<String, String> shown() throws IOException, InterruptedException {
    var headers = pass.headers();
    secrets.shown(headers);
    return headers;
  }

  /** What came of a call. */
  public sealed interface Reply {
    record Answered(int status, Map<String, List<String>> headers, String text) implements Reply {
      /** What the answer asks to wait, 1 hour at most. */
      public Optional<Duration> retryAfter() {
        return headers.getOrDefault("retry-after", List.of()).stream()
            .filter(value -> value.matches("\\d{1,6}"))
            .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
            .map(wait -> wait.compareTo(RETRY_AFTER_MAX) > 0 ? RETRY_AFTER_MAX : wait)
            .findFirst();
      }
    }

    /** The call never left this machine. */
    record Unsent(Failure.Transient why) implements Reply {}

    /** Nobody knows whether it arrived. */
    record Lost(Failure.Transient why) implements Reply {}
  }

  public Reply get(String path) throws InterruptedException {
    return send("GET", path, Optional.empty());
  }

  /** As {@link #get}, of a result at an address beside the interface's own, on the same server. */
  public Reply getBeside(String path, Duration patience) throws InterruptedException {
    var asked =
        new Asked("GET", settings.url().resolve(path), Optional.empty(), Map.of(), patience);
    return reply(asked, call -> anywhere.exchange(call, WORK_MAX));
  }

  /** What an address that answers to whoever has a key says to ours. */
  public Provider.KeyTest testKey(String path) throws InterruptedException {
    return testKey(URI.create(settings.url() + path));
  }

  /** As with a path, of an address beside the interface's own, on the same server. */
  public Provider.KeyTest testKeyBeside(String path) throws InterruptedException {
    return testKey(settings.url().resolve(path));
  }

  private Provider.KeyTest testKey(URI address) throws InterruptedException {
    var asked = new Asked("GET", address, Optional.empty(), Map.of(), PATIENCE);
    return switch (reply(asked, call -> anywhere.exchange(call, WebClient.BODY_MAX))) {
      case Reply.Answered(var status, _, _) when status / 100 == 2 -> new Provider.KeyTest.Taken();
      case Reply.Answered(var status, _, _) when status == 401 || status == 403 ->
          new Provider.KeyTest.Refused("it answered " + status + ": the key opens nothing there");
      case Reply.Answered(var status, _, _) ->
          new Provider.KeyTest.Unknown("it answered " + status + ", which says nothing of the key");
      case Reply.Unsent(var why) -> new Provider.KeyTest.Unknown(why.message());
      case Reply.Lost(var why) -> new Provider.KeyTest.Unknown(why.message());
    };
  }

  public Reply post(String path, Optional<String> json) throws InterruptedException {
    return send("POST", path, json);
  }

  public Reply put(String path) throws InterruptedException {
    return send("PUT", path, Optional.empty());
  }

  /**
   * As {@link #post}, of work that is done while the caller waits.
   *
   * @param headers beside the usual ones
   */
  public Reply work(String path, String json, Map<String, String> headers, Duration patience)
      throws InterruptedException {
    return reply(
        asked("POST", path, Optional.of(json), headers, patience),
        call -> anywhere.exchange(call, WORK_MAX));
  }

  /** As {@link #work}, of a form. */
  public Reply work(String path, Multipart form, Map<String, String> headers, Duration patience)
      throws InterruptedException {
    var more = new HashMap<>(headers);
    more.put("Content-Type", form.contentType());
    return reply(
        asked("POST", path, Optional.empty(), more, patience),
        call -> anywhere.exchange(call, form.bytes(), WORK_MAX));
  }

  /** As {@link #post}, of a file. */
  public Reply upload(String path, byte[] file, String mediaType) throws InterruptedException {
    return reply(
        asked("POST", path, Optional.empty(), Map.of("Content-Type", mediaType), FILE_PATIENCE),
        call -> anywhere.exchange(call, file, WebClient.BODY_MAX));
  }

  /** As {@link #post}, by another method. */
  public Reply send(String method, String path, Optional<String> json) throws InterruptedException {
    return reply(
        asked(method, path, json, Map.of(), PATIENCE),
        call -> anywhere.exchange(call, WebClient.BODY_MAX));
  }

  /** A call before it is known what shows who makes it. */
  private record Asked(
      String method,
      URI address,
      Optional<String> json,
      Map<String, String> headers,
      Duration patience) {
    WebClient.Call shown(Map<String, String> pass) {
      var all =
          new HashMap<>(Map.of("Content-Type", "application/json", "Accept", "application/json"));
      all.putAll(pass);
      all.putAll(headers);
      return new WebClient.Call(method, address, all, json, patience);
    }
  }

  private Asked asked(
      String method,
      String path,
      Optional<String> json,
      Map<String, String> headers,
      Duration patience) {
    return new Asked(method, URI.create(settings.url() + path), json, headers, patience);
  }

  private interface Exchange {
    HttpResponse<Optional<String>> make(WebClient.Call call)
        throws IOException, InterruptedException;
  }

  private Reply reply(Asked asked, Exchange exchange) throws InterruptedException {
    WebClient.Call call;
    try {
      call = asked.shown(shown());
    } catch (IOException e) {
      return new Reply.Unsent(failure("did not let us in: " + e.getMessage()));
    }
    try {
      var answer = exchange.make(call);
      return answer
          .body()
          .<Reply>map(text -> new Reply.Answered(answer.statusCode(), answer.headers().map(), text))
          .orElseGet(() -> new Reply.Lost(failure("gave an answer that is too long")));
    } catch (ConnectException
        | HttpConnectTimeoutException
        | UnknownHostException
        | UnresolvedAddressException e) {
      return new Reply.Unsent(failure("cannot be reached"));
    } catch (IOException e) {
      return new Reply.Lost(failure("did not answer: " + e.getMessage()));
    }
  }

  private Failure.Transient failure(String what) {
    return new Failure.Transient(settings.name() + " " + what);
  }

  /** Listens at a WebSocket below the provider's address until it is closed; never waits for it. */
  public Provider.Watch listen(String path, SocketEar ear) throws InterruptedException {
    // http becomes ws, https wss
    var address = URI.create("ws" + (settings.url() + path).substring("http".length()));
    try {
      return anywhere.listen(address, shown(), quiet(ear));
    } catch (IOException e) {
      ear.lost("it did not let us in: " + e.getMessage());
      return Provider.Watch.NONE;
    }
  }

  /** What is lost may be told in the log. */
  private SocketEar quiet(SocketEar ear) {
    return new SocketEar() {
      @Override
      public void opened() {
        ear.opened();
      }

      @Override
      public void heard(String text) {
        ear.heard(text);
      }

      @Override
      public void lost(String why) {
        ear.lost(scrubber().scrub(why));
      }
    };
  }

  /** As {@link Provider#fetch}. */
  public Optional<Failure> fetch(URI file, Path target, long bytesMax) throws InterruptedException {
    if (!settings.isOwn(file)) {
      return Optional.of(
          new Failure.Refused(
              settings.name(),
              "the result lies on "
                  + file.getHost()
                  + ", which is none of the hosts that 'files' allows"));
    }
    boolean origin = settings.isOrigin(file);
    Map<String, String> headers;
    try {
      headers = origin ? shown() : Map.of();
    } catch (IOException e) {
      return Optional.of(failure("did not let us in: " + e.getMessage()));
    }
    var call = new WebClient.Call("GET", file, headers, Optional.empty(), FILE_PATIENCE);
    return (origin ? anywhere : publicOnly).fetch(call, target, bytesMax);
  }
}
