package dev.backlot.media.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.backlot.media.GoingOn;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks, while a network runs, whether anybody waits for it, and ends the run if not: the library
 * looks for that between the network's nodes.
 */
final class Attendance implements AutoCloseable {
  /** A run that is not wanted any more goes on for so long, and one node. */
  static final Duration PAUSE = Duration.ofMillis(100);

  interface Run<T> {
    T with(OrtSession.RunOptions options) throws OrtException;
  }

  private final OrtSession.RunOptions options = new OrtSession.RunOptions();
  private final CountDownLatch over = new CountDownLatch(1);
  private final GoingOn goingOn;
  private volatile @Nullable IOException unwanted;

  Attendance(GoingOn goingOn) throws OrtException {
    this.goingOn = goingOn;
  }

  /**
   * What the run gives.
   *
   * @throws IOException why nobody wants it
   */
  <T> T of(Run<T> run) throws OrtException, IOException {
    Thread.ofVirtual().start(this::attend);
    try {
      return run.with(options);
    } catch (OrtException ended) {
      var why = unwanted;
      if (why != null) {
        throw why;
      }
      throw ended;
    }
  }

  private void attend() {
    try {
      while (!over.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
        goingOn.check();
      }
    } catch (IOException why) {
      unwanted = why;
      end();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** The options must not be touched once they are closed. */
  private synchronized void end() {
    if (over.getCount() > 0) {
      try {
        options.setTerminate(true);
      } catch (OrtException _) {
        // then it goes on to its end
      }
    }
  }

  @Override
  public synchronized void close() {
    over.countDown();
    options.close();
  }
}
