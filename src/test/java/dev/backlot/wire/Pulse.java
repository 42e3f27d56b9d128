package dev.backlot.wire;

import dev.backlot.provider.LineClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Wakes who waits for something to come about on a server: at each of its events. */
final class Pulse implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final LineClient client = new LineClient();
  private final Semaphore beats = new Semaphore(0);
  private final Thread reader;

  /** Something that comes about in the end. */
  interface Condition {
    boolean holds();
  }

  Pulse(String url, String key) {
    var headers = Map.of("Authorization", "Bearer " + key, "Accept", "text/event-stream");
    reader =
        Thread.startVirtualThread(
            () -> {
              try {
                client.read(URI.create(url + "/v1/events"), headers, _ -> beats.release());
              } catch (IOException | InterruptedException _) {
                // the server ends the stream when it is closed
              }
            });
  }

  /**
   * Asks again at each event until it holds.
   *
   * @param instead what there is if it does not come to that
   */
  void until(Condition condition, Supplier<String> instead) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("it did not come to that in time; " + instead.get());
      }
      // what an event leads to may become visible a moment after it
      if (beats.tryAcquire(100, TimeUnit.MILLISECONDS)) {
        beats.drainPermits();
      }
    }
  }

  @Override
  public void close() {
    reader.interrupt();
    client.close();
  }
}
