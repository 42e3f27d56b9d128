package dev.backlot.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.SizeUnit;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.HttpConfiguration;

/** The running server: takes requests on virtual threads and hands them to the surfaces. */
public final class HttpServer implements AutoCloseable {
  private static final int HEADER_BYTES_MAX = 16 << 10;

  private final Javalin javalin;
  private final String host;

  private HttpServer(Javalin javalin, String host) {
    this.javalin = javalin;
    this.host = host;
  }

  /**
   * Starts to listen.
   *
   * @param clock that requests are counted by
   * @throws IOException with words for people, when the port is taken or the scratch folder cannot
   *     be made
   */
  public static HttpServer start(
      HttpSettings settings, Credentials keys, List<Surface> surfaces, InstantSource clock)
      throws IOException {
    empty(settings.scratch());
    try {
      return new HttpServer(
          Javalin.start(config -> configure(config, settings, keys, surfaces, clock)),
          settings.host());
    } catch (JavalinException e) {
      throw new IOException(
          "cannot listen on " + settings.host() + ":" + settings.port() + ": " + e.getMessage(), e);
    }
  }

  private static void configure(
      JavalinConfig config,
      HttpSettings settings,
      Credentials keys,
      List<Surface> surfaces,
      InstantSource clock) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.concurrency.useVirtualThreads = true;
    config.http.prefer405over404 = true;
    // a path with a slash at its end is another path: some dialects tell them apart
    config.router.ignoreTrailingSlashes = false;
    // pictures do not shrink, and a compressed event stream would be buffered
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.jetty.host = settings.host();
    config.jetty.port = settings.port();
    config.jetty.modifyHttpConfiguration(HttpServer::harden);
    config.jetty.modifyServer(server -> server.setErrorHandler(new MalformedRequests()));
    config.jetty.modifyServletContextHandler(
        handler -> handler.setErrorHandler(new MalformedRequests()));
    config.jetty.multipartConfig.cacheDirectory(settings.scratch().toString());
    config.jetty.multipartConfig.maxInMemoryFileSize(0, SizeUnit.BYTES);
    config.jetty.multipartConfig.maxFileSize(settings.uploadBytesMax(), SizeUnit.BYTES);
    route(config, keys, surfaces, clock);
  }

  private static void harden(HttpConfiguration http) {
    http.setRequestHeaderSize(HEADER_BYTES_MAX);
    // else, within one connection, a key is taken for an earlier one that differs in upper and
    // lower case only
    http.setHeaderCacheCaseSensitive(true);
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
  }

  private static void route(
      JavalinConfig config, Credentials keys, List<Surface> surfaces, InstantSource clock) {
    var open =
        surfaces.stream().flatMap(surface -> surface.open().stream()).collect(Collectors.toSet());
    var access = new Access(keys, open, clock);
    var refusals = new Refusals(surfaces);
    config.routes.before(HttpServer::label);
    config.routes.before(access::admit);
    config.routes.beforeMatched(access::allow);
    config.routes.exception(HttpResponseException.class, refusals::refuse);
    config.routes.exception(Exception.class, refusals::refuse);
    surfaces.forEach(surface -> surface.routes(config.routes));
    config.routes.after(access::tellQuota);
  }

  private static void label(Context context) {
    context
        .header(RequestId.HEADER, RequestId.of(context))
        .header("X-Content-Type-Options", "nosniff")
        .header("Cache-Control", "no-store");
  }

  /** What an earlier process left of bodies it was reading is of no use. */
  private static void empty(Path scratch) throws IOException {
    Files.createDirectories(scratch);
    try (var left = Files.newDirectoryStream(scratch)) {
      for (var file : left) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Where clients reach it, without a slash at the end. */
  public String url() {
    var name = host.contains(":") ? "[" + host + "]" : host;
    return "http://" + name + ":" + javalin.port();
  }

  /** Takes no more requests and ends those that run. */
  @Override
  public void close() {
    javalin.stop();
  }
}
