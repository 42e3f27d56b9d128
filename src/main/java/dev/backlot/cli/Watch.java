package dev.backlot.cli;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.model.BatchId;
import dev.backlot.model.BatchStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Follows the event stream of a server through restarts. For one thread. */
final class Watch {
  private static final long FIRST_WAIT_MS = 250;
  private static final long WAIT_MS_MAX = 5_000;

  private final LocalServer server;
  private final Optional<BatchId> batch;
  private final Duration patience;
  private final WatchView view;
  private String cursor;
  private String id = "";
  private String event = "";
  private boolean heard;

  /**
   * @param from the number that events come after, or {@code now}
   * @param patience how long to look for a server that has gone
   */
  Watch(
      LocalServer server, Optional<BatchId> batch, String from, Duration patience, WatchView view) {
    this.server = server;
    this.batch = batch;
    this.cursor = from;
    this.patience = patience;
    this.view = view;
  }

  /** Watches to the end and returns the exit code. */
  int run() throws IOException, InterruptedException {
    var watcher = Thread.currentThread();
    var interrupts = Interrupts.listen(watcher::interrupt);
    try {
      return follow();
    } catch (IOException | InterruptedException e) {
      if (!interrupts.asked()) {
        throw e;
      }
      // the interrupt has done its work
      Thread.interrupted();
      view.note(
          "no longer watching; "
              + batch.map(one -> "batch " + one + " goes").orElse("all goes")
              + " on");
      return ExitCodes.INTERRUPTED;
    } finally {
      view.ended();
    }
  }

  private int follow() throws IOException, InterruptedException {
    var status = attempt();
    while (status.isEmpty()) {
      view.note("the connection has ended; connecting again");
      status = again();
    }
    return status.get() == BatchStatus.SUCCEEDED ? ExitCodes.SUCCEEDED : ExitCodes.SOME_FAILED;
  }

  /** A connection that breaks after it was one is as good as a stream that ends. */
  private Optional<BatchStatus> attempt() throws IOException, InterruptedException {
    heard = false;
    try {
      return connect();
    } catch (LocalServer.RefusedException e) {
      throw e;
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw (InterruptedException) new InterruptedException().initCause(e);
      }
      if (!heard) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Reads until the stream ends; how the batch ended, if it has. */
  private Optional<BatchStatus> connect() throws IOException, InterruptedException {
    var path = "/v1/events?after=" + cursor + batch.map(one -> "&batch=" + one).orElse("");
    server.follow(path, this::line);
    // a stream also ends when the server stops, so the batch itself is asked
    return batch.isEmpty() ? Optional.empty() : ended(batch.get());
  }

  private Optional<BatchStatus> ended(BatchId id) throws IOException, InterruptedException {
    var shown = server.get("/v1/batches/" + id).path("status").asString("");
    return BatchStatus.parse(shown).filter(BatchStatus::isFinal);
  }

  private Optional<BatchStatus> again() throws IOException, InterruptedException {
    long wait = FIRST_WAIT_MS;
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      TimeUnit.MILLISECONDS.sleep(wait);
      wait = Math.min(wait * 2, WAIT_MS_MAX);
      try {
        return attempt();
      } catch (LocalServer.RefusedException e) {
        // it is there and says no: 503 passes, anything else does not
        if (e.status() != 503 || System.nanoTime() > deadline) {
          throw e;
        }
      } catch (IOException e) {
        if (System.nanoTime() > deadline) {
          throw new IOException(
              "no server for " + patience.toSeconds() + " s: " + e.getMessage(), e);
        }
      }
    }
  }

  private void line(String line) {
    if (!heard) {
      heard = true;
      if (!id.isEmpty()) {
        view.note("connected again; going on after event " + cursor);
      }
    }
    if (line.startsWith("id: ")) {
      id = line.substring("id: ".length());
    } else if (line.startsWith("event: ")) {
      event = line.substring("event: ".length());
    } else if (line.startsWith("data: ")) {
      show(line.substring("data: ".length()));
    } else if (line.isEmpty() && !id.isEmpty()) {
      // only now the event is whole
      cursor = id;
    }
  }

  private void show(String data) {
    try {
      view.event(new WatchedEvent(event, data, Json.parse(data)));
    } catch (JsonProblem e) {
      view.note("the server sent an event that cannot be read: " + e.getMessage());
    }
  }
}
