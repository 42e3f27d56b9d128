package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.cli.Platform;
import dev.backlot.json.Json;
import dev.backlot.model.Money;
import dev.backlot.provider.fake.FakeProvider;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The whole server as people start it, every dialect of it, with a provider that costs nothing; it
 * is tried from outside.
 */
public final class WholeServer implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final int REQUESTS_PER_MINUTE = 10_000_000;
  private static final Money PRICE = Money.of(new BigDecimal("0.04")).orElseThrow();

  private final Path data;
  private final FakeProvider fake;
  private final Wiring wiring;
  private final Platform.Server server;

  public WholeServer(Path folder) throws IOException {
    this(folder, 0);
  }

  /**
   * The server on a folder, at a port; again on the same ones it is a restart.
   *
   * @param port 0 picks a free one
   */
  public WholeServer(Path folder, int port) throws IOException {
    this(folder, port, wiring(), Optional.empty(), Optional.of(""));
  }

  /** With secrets for its steps. */
  public WholeServer(Path folder, Path secrets) throws IOException {
    this(folder, 0, wiring(), Optional.of(secrets), Optional.of(""));
  }

  /** With one more provider: an entry of the providers file. */
  public static WholeServer with(Path folder, String provider) throws IOException {
    return new WholeServer(folder, 0, wiring(), Optional.empty(), Optional.of("  - " + provider));
  }

  /** With more providers, whose keys are among the secrets that this environment opens. */
  public static WholeServer with(
      Path folder, Function<String, @Nullable String> environment, Path secrets, String providers)
      throws IOException {
    var wiring = new Wiring(Path.of("").toAbsolutePath(), environment);
    return new WholeServer(folder, 0, wiring, Optional.of(secrets), Optional.of(providers));
  }

  private static Wiring wiring() {
    return new Wiring(Path.of("").toAbsolutePath());
  }

  /** The server of an operator who has named nobody that makes pictures or words. */
  public static WholeServer withoutProviders(Path folder) throws IOException {
    return new WholeServer(folder, 0, wiring(), Optional.empty(), Optional.empty());
  }

  /**
   * @param another provider beside the fake one; empty for a server without any
   */
  private WholeServer(
      Path folder, int port, Wiring wiring, Optional<Path> secrets, Optional<String> another)
      throws IOException {
    this.wiring = wiring;
    Files.createDirectories(folder);
    data = folder.resolve("data");
    fake =
        FakeProvider.start(
            new FakeProvider.Settings(0, 1, Duration.ZERO, Set.of(), PRICE, "whsec_c2VjcmV0"),
            InstantSource.system());
    if (secrets.isPresent()) {
      wiring.useSecrets(secrets.get());
    }
    if (another.isPresent()) {
      var file = Files.writeString(folder.resolve("providers.yaml"), providers(another.get()));
      wiring.useProviders(file);
    }
    server =
        wiring.serve(
            new Platform.Serving(
                "127.0.0.1",
                port,
                data,
                true,
                Optional.empty(),
                Optional.empty(),
                Optional.of(Files.createDirectories(folder.resolve("watched"))),
                new Platform.AccessRules(REQUESTS_PER_MINUTE, Optional.empty())));
  }

  private String providers(String another) {
    return """
    currency: USD
    providers:
      - {name: fake, kind: replicate, url: "%s", secret: FAKE_TOKEN, prices: {"*": {call: 0.04}}}
    %s
    defaults:
      generate-image: {provider: fake, model: backlot/pictures}
      edit-image: {provider: fake, model: backlot/pictures}
      upscale: {provider: fake, model: backlot/upscaler}
      generate-text: {provider: fake, model: backlot/text}
      generate-video: {provider: fake, model: backlot/video}
      model_fast: {provider: fake, model: backlot/pictures}
    """
        .formatted(fake.url(), another);
  }

  public String url() {
    return server.url();
  }

  /** What opens the console once. */
  public String signIn() {
    return server.signIn();
  }

  /** Where the fake provider is. */
  public String provider() {
    return fake.url();
  }

  /** What opens everything. */
  public String adminKey() {
    try {
      return Files.readString(data.resolve("admin.key")).strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A new key; what it says is JSON as {@code POST /v1/keys} takes it. */
  public String key(String wanted) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url() + "/v1/keys"))
            .header("Authorization", "Bearer " + adminKey())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(wanted))
            .build();
    var answer = HTTP.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Json.MAPPER.readTree(answer.body()).path("key").stringValue();
  }

  @Override
  public void close() throws IOException {
    server.close();
    wiring.close();
    fake.close();
  }
}
