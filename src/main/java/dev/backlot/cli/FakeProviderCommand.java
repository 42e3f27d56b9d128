package dev.backlot.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jline.utils.Signals;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code backlot fake-provider}: a provider that costs nothing, to try workflows out. */
@Command(
    name = "fake-provider",
    header = "Run a provider that costs nothing and misbehaves as you like.",
    description = {
      "",
      "It speaks Replicate's and OpenAI's formats on this machine, draws pictures that say FAKE,"
          + " and tells all it was asked at /_calls. A prompt with [fail] fails, one with [refuse]"
          + " is refused. See docs/providers.md.",
      ""
    },
    mixinStandardHelpOptions = true)
final class FakeProviderCommand implements Callable<Integer> {
  private final Platform platform;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before call()
  private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8090",
      description = "0 picks a free one (default: ${DEFAULT-VALUE})")
  private int port = 8090;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "the same seed throws the same dice (default: ${DEFAULT-VALUE})")
  private long seed = 1;

  @Option(
      names = "--latency",
      paramLabel = "MS",
      defaultValue = "500",
      description = "how long a prediction takes, in milliseconds (default: ${DEFAULT-VALUE})")
  private int latency = 500;

  @Option(
      names = "--faults",
      paramLabel = "FAULT",
      split = ",",
      description =
          "what goes wrong one time in ten: slow, 429, 5xx, lost, duplicate, out-of-order, or all")
  private Set<String> faults = new LinkedHashSet<>();

  @Option(
      names = "--price",
      paramLabel = "AMOUNT",
      defaultValue = "0.04",
      description = "of each result, for the ledger (default: ${DEFAULT-VALUE})")
  private BigDecimal price = new BigDecimal("0.04");

  @Option(
      names = "--callback-secret",
      paramLabel = "SECRET",
      defaultValue = "whsec_ZmFrZS1wcm92aWRlci1zZWNyZXQ=",
      description = "what callbacks are signed with (default: ${DEFAULT-VALUE})")
  private String secret = "whsec_ZmFrZS1wcm92aWRlci1zZWNyZXQ=";

  FakeProviderCommand(Platform platform) {
    this.platform = platform;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var wanted = faults.contains("all") ? Set.copyOf(platform.faults()) : faults;
    var settings =
        new Platform.FakeSettings(port, seed, Duration.ofMillis(latency), wanted, price, secret);
    var stopped = new CountDownLatch(1);
    try (var provider = platform.fakeProvider(settings)) {
      Runnable stop = stopped::countDown;
      Signals.register("INT", stop);
      Signals.register("TERM", stop);
      var out = spec.commandLine().getOut();
      out.println("The fake provider is ready at " + provider.url() + "  (Ctrl-C stops)");
      out.flush();
      stopped.await();
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    return ExitCodes.SUCCEEDED;
  }
}
