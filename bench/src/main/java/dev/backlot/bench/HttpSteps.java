package dev.backlot.bench;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;

/** Steps that wait 50 ms for an HTTP answer, 64 at once: how near the runtime comes to the ideal. */
final class HttpSteps {
  private static final int CONCURRENCY = 64;
  private static final int ITEMS = CONCURRENCY * 20;
  private static final int WARM_UP = 8;
  private static final Duration DELAY = Duration.ofMillis(50);

  private HttpSteps() {}

  static void run(Path folder, History history) throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), CONCURRENCY * 2);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try {
            Thread.sleep(DELAY);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    try (var rig = new Rig(folder, () -> {})) {
      rig.publish(
          "name: call\nsteps:\n  a: {uses: http.request, with: {url: \"http://127.0.0.1:%d/\"}}\n"
              .formatted(server.getAddress().getPort()));
      for (int i = 0; i < WARM_UP; i++) {
        round(rig);
      }
      var shares = new double[5];
      for (int i = 0; i < shares.length; i++) {
        shares[i] = round(rig);
      }
      history.record("64 concurrent 50 ms HTTP steps, of the ideal", "%", shares);
    } finally {
      server.stop(0);
    }
  }

  private static double round(Rig rig) throws InterruptedException {
    long start = System.nanoTime();
    rig.await(rig.create("call", CONCURRENCY, Rig.items(ITEMS)));
    double ideal = (double) ITEMS / CONCURRENCY * DELAY.toNanos();
    return 100 * ideal / (System.nanoTime() - start);
  }
}
