package dev.backlot.app;

import dev.backlot.provider.WebClient;
import dev.backlot.runtime.WebhookSender;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Webhooks through the one client that knows which addresses are allowed. */
public record WebhookPost(WebClient web) implements WebhookSender {
  @Override
  public Optional<String> refusal(URI url) {
    return web.refusal(url).map(failure -> failure.line());
  }

  @Override
  public Answer post(URI url, Map<String, String> headers, String body, Duration timeout)
      throws InterruptedException {
    var call = new WebClient.Call("POST", url, headers, Optional.of(body), timeout);
    return switch (web.send(call)) {
      case WebClient.Reply.Failed(var failure) ->
          new Answer(Optional.empty(), failure.line(), Optional.empty());
      case WebClient.Reply.Answered(var status, var answered, var text) ->
          new Answer(Optional.of(status), text, retryAfter(answered));
    };
  }

  private static Optional<Duration> retryAfter(Map<String, List<String>> headers) {
    return headers.getOrDefault("retry-after", List.of()).stream()
        .filter(value -> value.matches("\\d{1,6}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .findFirst();
  }
}
