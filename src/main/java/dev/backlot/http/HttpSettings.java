package dev.backlot.http;

import java.nio.file.Path;

/**
 * Where the server listens and how much it takes.
 *
 * @param host address to listen on
 * @param port 0 picks a free one
 * @param scratch a folder for bodies on their way through; emptied at start
 * @param uploadBytesMax the largest file of a form
 */
public record HttpSettings(String host, int port, Path scratch, long uploadBytesMax) {
  public HttpSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("expected a port from 0 to 65535, but " + port);
    }
  }
}
