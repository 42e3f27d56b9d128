package dev.backlot.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** All open event streams of a server, at most so many. Thread-safe. */
public final class EventStreams implements AutoCloseable {
  private static final String RETRY_SECONDS = "5";

  private final int openMax;
  private final Semaphore slots;
  private final Set<Thread> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  public EventStreams(int openMax) {
    this.openMax = openMax;
    this.slots = new Semaphore(openMax);
  }

  /** Writes events until the client goes; interrupted when the server stops. */
  public interface Writer {
    void write(EventStream stream) throws IOException, InterruptedException;
  }

  /** Turns this request into a stream; refuses with 503 when too many are open. */
  public void serve(Context context, Writer writer) throws IOException {
    if (!slots.tryAcquire()) {
      throw Refusal.of(
              503, "all " + openMax + " event streams are in use; close one or read pages as JSON")
          .with("Retry-After", RETRY_SECONDS)
          .exception();
    }
    open.add(Thread.currentThread());
    try {
      context.contentType("text/event-stream; charset=utf-8").header("X-Accel-Buffering", "no");
      // the client hears at once that the stream is open, also when nothing happens for long
      context.res().flushBuffer();
      // not the context's own stream: that one keeps what is flushed
      run(new EventStream(context.res().getOutputStream()), writer);
    } finally {
      open.remove(Thread.currentThread());
      slots.release();
    }
  }

  private void run(EventStream stream, Writer writer) throws IOException {
    try {
      if (!closed) {
        writer.write(stream);
      }
    } catch (InterruptedException _) {
      // the server stops: the stream ends here, and the client resumes elsewhere
    }
  }

  /** Ends every stream. */
  @Override
  public void close() {
    closed = true;
    open.forEach(Thread::interrupt);
  }
}
