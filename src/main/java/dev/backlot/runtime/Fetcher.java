package dev.backlot.runtime;

import dev.backlot.model.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** The way to bytes at addresses of the outside world; refuses what the operator does not allow. */
public interface Fetcher {
  /** What an address leads to. */
  sealed interface Fetched {
    /**
     * The bytes as they come; reading fails with {@link IOException} when they break off.
     *
     * @param name a file name for people; may be empty
     */
    record Body(InputStream bytes, String name) implements Fetched {}

    record Failed(Failure why) implements Fetched {}
  }

  /** Asks for the bytes at an address; the caller closes what it gets. */
  Fetched fetch(URI address) throws InterruptedException;

  /** Reaches nothing. */
  static Fetcher none() {
    return address ->
        new Fetched.Failed(
            new Failure.Invalid("url", "this Backlot fetches nothing, but was given " + address));
  }
}
