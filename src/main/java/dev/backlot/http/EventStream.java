package dev.backlot.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The open end of a server-sent event stream. Nothing is queued: a write waits until the client has
 * room, so a slow reader gets later pages and costs no memory. For one thread.
 */
public final class EventStream {
  private final OutputStream out;

  EventStream(OutputStream out) {
    this.out = out;
  }

  /** A place to go on from, without an event: {@code id} is kept by clients as the last one. */
  public void mark(String id) throws IOException {
    write("id: " + id + "\n\n");
    flush();
  }

  /** One event; {@code data} is a single line. */
  public void send(String id, String event, String data) throws IOException {
    write("id: " + id + "\nevent: " + event + "\ndata: " + data + "\n\n");
  }

  /**
   * A comment, which clients skip: keeps proxies from closing, and finds clients that have gone.
   */
  public void heartbeat() throws IOException {
    write(": still here\n\n");
    flush();
  }

  public void flush() throws IOException {
    out.flush();
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
