package dev.backlot.provider.fake;

import dev.backlot.provider.WebClient;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Sends signed callbacks, each tried once: what nobody takes is lost, as callbacks are. At most
 * {@value #AT_ONCE} are on their way; more are dropped.
 */
final class FakeCallbacks implements AutoCloseable {
  private static final int AT_ONCE = 64;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final WebClient web = new WebClient(true);
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("fake-callbacks").factory());

  /** How a report is shown to be the provider's. */
  interface Signing {
    /** The headers for a report of this id. */
    Map<String, String> headers(String id, byte[] body);
  }

  /** Sends what {@code body} says at that time. */
  void send(String url, String id, Duration in, Signing signing, Supplier<String> body) {
    try {
      var _ =
          timer.schedule(
              () -> {
                if (room.tryAcquire()) {
                  Thread.ofVirtual().start(() -> send(url, id, signing, body.get()));
                }
              },
              in.toMillis(),
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException _) {
      // the provider is closing
    }
  }

  private void send(String url, String id, Signing signing, String body) {
    try {
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      Map<String, String> headers = new HashMap<>(signing.headers(id, bytes));
      headers.put("Content-Type", "application/json");
      web.send(new WebClient.Call("POST", URI.create(url), headers, Optional.of(body), PATIENCE));
    } catch (IllegalArgumentException _) {
      // no address at all: nobody hears of it
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      room.release();
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    web.close();
  }
}
