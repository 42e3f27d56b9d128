package dev.backlot.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code backlot serve}: the HTTP API on one data folder. */
@Command(
    name = "serve",
    header = "Serve the HTTP API; open batches go on by themselves.",
    description = {
      "",
      "The first start makes an admin key in DIR/admin.key, readable by its owner only. Every"
          + " request but /health needs a key: Authorization: Bearer KEY. 'backlot key create'"
          + " makes more.",
      ""
    },
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  private static final int WORKERS_MAX = 256;

  private final Platform platform;

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private ProvidersOption providers;

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private BroughtOptions brought;

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private GraphOptions graphs;

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private MemoOptions memo;

  @Mixin
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private AccessOptions access;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "0 picks a free one (default: ${DEFAULT-VALUE})")
  private int port = 8080;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "address to listen on (default: ${DEFAULT-VALUE}, this machine only)")
  private String host = "127.0.0.1";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = ".backlot",
      description = "where everything is kept (default: ${DEFAULT-VALUE})")
  private Path data = Path.of(".backlot");

  @Option(
      names = "--allow-private-hosts",
      description = "let steps and webhooks call addresses of this machine and of private networks")
  private boolean privateHosts;

  @Option(
      names = "--public-url",
      paramLabel = "URL",
      description = "how clients reach this server, for links in answers, when a proxy is in front")
  private Optional<String> publicUrl = Optional.empty();

  @Option(
      names = "--root-surface",
      paramLabel = "NAME",
      description =
          "a dialect to serve without its prefix too, for clients that cannot add one: firefly,"
              + " sartiq, wiserows; scenario with --root-port")
  private Optional<String> rootSurface = Optional.empty();

  @Option(
      names = "--root-port",
      paramLabel = "PORT",
      description = "serve --root-surface on a port of its own, and nothing else there")
  private Optional<Integer> rootPort = Optional.empty();

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "processes for work on pictures, one for each core if not given; 0 does it within the"
              + " server, where a hostile file could end it")
  private Optional<Integer> workers = Optional.empty();

  @Option(
      names = "--watch-root",
      paramLabel = "DIR",
      description = "the folder below which triggers may watch for new files; none if not given")
  private Optional<Path> watchRoot = Optional.empty();

  ServeCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var mistake = access.mistake();
    if (mistake.isPresent()) {
      throw new ParameterException(spec.commandLine(), mistake.get());
    }
    if (rootPort.isPresent() && rootSurface.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--root-port: expected --root-surface with it, which says for whom");
    }
    int processes = workers.orElseGet(() -> Runtime.getRuntime().availableProcessors());
    if (processes < 0 || processes > WORKERS_MAX) {
      throw new ParameterException(
          spec.commandLine(), "--workers: expected 0 to " + WORKERS_MAX + ", but " + processes);
    }
    platform.useWorkers(processes);
    graphs.tell(platform);
    providers.tell(platform);
    brought.tell(platform, data);
    memo.tell(platform);
    var stopped = new CountDownLatch(1);
    try (var server =
        platform.serve(
            new Platform.Serving(
                host,
                port,
                data,
                privateHosts,
                publicUrl,
                rootSurface.map(name -> new Platform.RootSurface(name, rootPort)),
                watchRoot,
                access.rules()))) {
      Runnable stop = stopped::countDown;
      Signals.register("INT", stop);
      Signals.register("TERM", stop);
      var out = spec.commandLine().getOut();
      out.println(
          "Backlot is ready at "
              + server.url()
              + "  (key in "
              + data.resolve("admin.key")
              + ", Ctrl-C stops)");
      server.rootUrl().ifPresent(url -> out.println(rootSurface.orElse("") + " is at " + url));
      out.println("The console, signed in once within the hour: " + server.signIn());
      out.flush();
      while (!stopped.await(1, TimeUnit.SECONDS)) {
        if (server.halted().isPresent()) {
          // whoever watches over this process starts it again, and it takes up what was
          // acknowledged
          spec.commandLine().getErr().println("backlot: stopped: " + server.halted().get());
          return ExitCodes.SOME_FAILED;
        }
      }
    }
    return ExitCodes.SUCCEEDED;
  }
}
