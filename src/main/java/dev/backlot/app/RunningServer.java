package dev.backlot.app;

import dev.backlot.cli.Platform;
import dev.backlot.console.Console;
import dev.backlot.console.SignInLink;
import dev.backlot.http.AdminKey;
import dev.backlot.http.BaseUrl;
import dev.backlot.http.Credentials;
import dev.backlot.http.EventStreams;
import dev.backlot.http.FileLinks;
import dev.backlot.http.HttpServer;
import dev.backlot.http.HttpSettings;
import dev.backlot.http.Keys;
import dev.backlot.http.Surface;
import dev.backlot.http.Tokens;
import dev.backlot.model.Caller;
import dev.backlot.model.TenantId;
import dev.backlot.provider.Providers;
import dev.backlot.report.Statements;
import dev.backlot.runtime.Assets;
import dev.backlot.runtime.Eye;
import dev.backlot.runtime.LookMaking;
import dev.backlot.runtime.Runs;
import dev.backlot.runtime.Triggers;
import dev.backlot.runtime.Webhooks;
import dev.backlot.step.StepRegistry;
import dev.backlot.surface.Links;
import dev.backlot.surface.backlot.Checkup;
import dev.backlot.surface.backlot.Routes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The HTTP server on its runtime, opened in order and closed in reverse. */
final class RunningServer implements Platform.Server {
  private static final Caller ADMIN = new Caller(TenantId.DEFAULT, "admin");
  private static final int STREAMS_MAX = 256;
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final Platform.Opened opened;
  private final EventStreams streams = new EventStreams(STREAMS_MAX);
  private final WebhookPost sender;
  private final Webhooks webhooks;
  private final Triggers triggers;
  private final List<HttpServer> servers = new ArrayList<>();
  private final KeptPreviews previews;
  private final LookMaking looks;
  private final SignInLink link = new SignInLink(InstantSource.system());
  private final Optional<String> publicUrl;
  private final Path address;

  /** Takes the runtime over: it is closed with the server, also when the server cannot start. */
  RunningServer(
      Platform.Opened opened,
      Platform.Serving serving,
      StepRegistry steps,
      Providers providers,
      String version,
      WebhookPost sender,
      Supplier<Thumbnails> thumbnails,
      Eye eye,
      Checkup checkup,
      Statements statements)
      throws IOException {
    this.opened = opened;
    publicUrl = serving.publicUrl();
    this.sender = sender;
    webhooks = opened.runs().webhooks(sender);
    triggers = opened.runs().triggers(serving.watchRoot());
    previews = new KeptPreviews(thumbnails, serving.data().resolve("previews"));
    looks = opened.runs().looks().make(eye);
    try {
      start(serving, steps, providers, version, checkup, statements);
      // the command line finds the server by it
      address = Files.writeString(serving.data().resolve("server.url"), url() + "\n");
    } catch (IOException | RuntimeException e) {
      servers.forEach(HttpServer::close);
      previews.close();
      looks.close();
      triggers.close();
      webhooks.close();
      opened.close();
      throw e;
    }
  }

  private void start(
      Platform.Serving serving,
      StepRegistry steps,
      Providers providers,
      String version,
      Checkup checkup,
      Statements statements)
      throws IOException {
    var key = AdminKey.of(serving.data().resolve("admin.key"));
    Path scratch = serving.data().resolve("uploads").toAbsolutePath();
    var settings = new HttpSettings(serving.host(), serving.port(), scratch, Assets.BYTES_MAX);
    var own =
        new Routes(
            opened.runs(),
            steps,
            version,
            scratch,
            previews,
            streams,
            webhooks,
            triggers,
            new ListedProviders(providers),
            checkup,
            statements);
    var files = files(serving, opened.runs());
    var links = new Links(files, base(serving));
    var dialects = new Dialects(opened.runs(), steps, providers, links, webhooks, scratch);
    var surfaces = new ArrayList<Surface>();
    surfaces.add(own);
    surfaces.addAll(dialects.all());
    var alone = serving.root().filter(root -> root.port().isPresent());
    if (serving.root().isPresent() && alone.isEmpty()) {
      surfaces.add(dialects.root(serving.root().get()));
    }
    surfaces.add(new CallbackRoutes(providers, opened.runs()));
    surfaces.add(files);
    surfaces.add(new Console(link, new ConsoleKeys(opened.runs())::make));
    var credentials = credentials(serving.access(), key);
    servers.add(HttpServer.start(settings, credentials, surfaces, InstantSource.system()));
    if (alone.isPresent()) {
      var there =
          new HttpSettings(
              serving.host(),
              alone.get().port().orElse(0),
              scratch.resolveSibling("uploads-root"),
              Assets.BYTES_MAX);
      var only = List.of(dialects.root(alone.get()), files);
      servers.add(HttpServer.start(there, credentials, only, InstantSource.system()));
    }
  }

  private Credentials credentials(Platform.AccessRules rules, String adminKey) throws IOException {
    var all = new ArrayList<Credentials>();
    all.add(new Keys(Map.of(adminKey, ADMIN)));
    var requests = Optional.of(rules.requestsPerMinute());
    all.add(new StoredKeys(opened.runs(), requests));
    if (rules.tokens().isPresent()) {
      var tokens = rules.tokens().get();
      all.add(
          new Tokens(
              new Tokens.Settings(
                  tokens.issuer(),
                  tokens.audience(),
                  tokens.keys(),
                  tokens.tenantClaim(),
                  tokens.roleClaim(),
                  tokens.userClaim(),
                  requests)));
    }
    return Credentials.any(all);
  }

  private static FileLinks files(Platform.Serving serving, Runs runs) throws IOException {
    var secret = AdminKey.of(serving.data().resolve("links.key"));
    return new FileLinks(secret, new LinkedAssets(runs.assets()), InstantSource.system());
  }

  /** How clients reach the server. */
  private static BaseUrl base(Platform.Serving serving) throws IOException {
    if (serving.publicUrl().isEmpty()) {
      return new BaseUrl(Optional.empty());
    }
    return BaseUrl.parse(serving.publicUrl().get())
        .orElseThrow(
            () ->
                new IOException(
                    "--public-url: expected an address such as https://backlot.example.com, but '"
                        + serving.publicUrl().get()
                        + "'"));
  }

  @Override
  public String url() {
    return servers.getFirst().url();
  }

  @Override
  public Optional<String> rootUrl() {
    return servers.size() > 1 ? Optional.of(servers.getLast().url()) : Optional.empty();
  }

  @Override
  public String signIn() {
    return publicUrl.map(url -> url.replaceFirst("/+$", "")).orElse(url()) + link.path();
  }

  @Override
  public Optional<String> halted() {
    return opened.runs().halted();
  }

  /** Nobody is told anything new, steps that run may end, and then the store is let go. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(address);
    triggers.close();
    streams.close();
    servers.forEach(HttpServer::close);
    webhooks.close();
    sender.web().close();
    previews.close();
    looks.close();
    try {
      opened.runs().drain(DRAIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted while steps ended").initCause(e);
    } finally {
      opened.close();
    }
  }
}
