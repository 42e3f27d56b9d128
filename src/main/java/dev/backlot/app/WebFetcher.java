package dev.backlot.app;

import dev.backlot.provider.WebClient;
import dev.backlot.runtime.Fetcher;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Fetches over HTTP. */
public final class WebFetcher implements Fetcher {
  private static final Duration HEADERS_PATIENCE = Duration.ofSeconds(60);
  private static final int NAME_MAX = 200;

  private final WebClient client;

  /** Over this client; it stays the caller's to close. */
  public WebFetcher(WebClient client) {
    this.client = client;
  }

  @Override
  public Fetched fetch(URI address) throws InterruptedException {
    return switch (client.open(address, HEADERS_PATIENCE)) {
      case WebClient.Download.Failed(var why) -> new Fetched.Failed(why);
      case WebClient.Download.Coming(var body, _) -> new Fetched.Body(body, name(address));
    };
  }

  /** The last part of the path; what follows it may be a signature and is nobody's business. */
  private static String name(URI address) {
    var path = Optional.ofNullable(address.getPath()).orElse("");
    var last = path.substring(path.lastIndexOf('/') + 1).replaceAll("\\p{Cntrl}", "");
    return last.length() <= NAME_MAX ? last : last.substring(last.length() - NAME_MAX);
  }
}
