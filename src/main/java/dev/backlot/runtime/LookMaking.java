package dev.backlot.runtime;

import dev.backlot.store.Commit;
import dev.backlot.store.StoreException;
import dev.backlot.store.Views;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has every picture looked at that came in, one at a time on a thread of its own, the oldest first.
 * The queue is in the store, so a restart goes on with it, and nothing of it is in memory. While
 * steps need the machine it is one picture a second.
 */
public final class LookMaking implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LookMaking.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** So many looks are written together. */
  private static final int TOGETHER = 32;

  private final Engine engine;
  private final Views views;
  private final AssetShelf shelf;
  private final Eye eye;
  private final Thread thread = Thread.ofPlatform().daemon().name("looks").unstarted(this::loop);
  private volatile boolean closed;

  LookMaking(Engine engine, Views views, AssetShelf shelf, Eye eye) {
    this.engine = engine;
    this.views = views;
    this.shelf = shelf;
    this.eye = eye;
  }

  static LookMaking start(Engine engine, Views views, AssetShelf shelf, Eye eye) {
    var making = new LookMaking(engine, views, shelf, eye);
    making.thread.start();
    return making;
  }

  private void loop() {
    try {
      while (!closed) {
        if (once() < TOGETHER) {
          pause();
        }
      }
    } catch (InterruptedException _) {
      // it closes, and what is left waits in the store
    } catch (EngineHaltedException _) {
      // told to everyone who listens when it happened
    } catch (StoreException e) {
      engine.halt(String.valueOf(e.getMessage()));
    }
  }

  private synchronized void pause() throws InterruptedException {
    long until = System.nanoTime() + PAUSE.toNanos();
    for (long left = PAUSE.toMillis(); !closed && left > 0; ) {
      wait(left);
      left = (until - System.nanoTime()) / 1_000_000;
    }
  }

  /** Looks at some, and tells how many; they are durable on return. */
  int once() throws InterruptedException {
    var made = new ArrayList<Commit.LookMade>();
    for (var due : views.looksDue(TOGETHER)) {
      if (closed || (!made.isEmpty() && !eye.isIdle())) {
        break;
      }
      made.add(look(due));
    }
    if (!made.isEmpty()) {
      Optional<?> _ = engine.submit(new Submission.SaveLooks(List.copyOf(made))).await();
    }
    return made.size();
  }

  private Commit.LookMade look(Views.LookDue due) throws InterruptedException {
    var file = shelf.blobs().file(due.asset().id());
    if (file.isEmpty()) {
      return new Commit.LookMade(due, Optional.empty());
    }
    try {
      return new Commit.LookMade(due, eye.look(due.asset(), file.get()));
    } catch (RuntimeException e) {
      LOG.warn("nobody can tell what {} looks like", due.asset().id(), e);
      return new Commit.LookMade(due, Optional.empty());
    }
  }

  /** Ends with the look that is being made, for which it waits some seconds. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      if (!thread.join(PATIENCE)) {
        thread.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
