package dev.backlot.app;

import dev.backlot.cli.ServerCalls;
import dev.backlot.provider.FileClient;
import dev.backlot.provider.LineClient;
import dev.backlot.provider.WebClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** The API of a running server over HTTP, a connection for each question. */
final class HttpCalls implements ServerCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration UPLOAD_PATIENCE = Duration.ofMinutes(10);

  @Override
  public Answer ask(Question question) throws IOException, InterruptedException {
    var call =
        new WebClient.Call(
            question.method(),
            URI.create(question.url()),
            Map.of("Authorization", "Bearer " + question.key(), "Content-Type", "application/json"),
            question.json(),
            PATIENCE);
    return answer(client -> client.send(call));
  }

  @Override
  public Answer upload(Question question, String mediaType, Path file)
      throws IOException, InterruptedException {
    var call =
        new WebClient.Call(
            question.method(),
            URI.create(question.url()),
            Map.of("Authorization", "Bearer " + question.key(), "Content-Type", mediaType),
            Optional.empty(),
            UPLOAD_PATIENCE);
    return answer(client -> client.upload(call, file));
  }

  private interface Asking {
    WebClient.Reply ask(WebClient client) throws IOException, InterruptedException;
  }

  private static Answer answer(Asking asking) throws IOException, InterruptedException {
    try (var client = new WebClient(true)) {
      return switch (asking.ask(client)) {
        case WebClient.Reply.Answered(var status, _, var text) -> new Answer(status, text);
        case WebClient.Reply.Failed(var failure) -> throw new IOException(failure.line());
      };
    }
  }

  @Override
  public Answer follow(Question question, Consumer<String> line)
      throws IOException, InterruptedException {
    var headers =
        Map.of("Authorization", "Bearer " + question.key(), "Accept", "text/event-stream");
    try (var client = new LineClient()) {
      var ended = client.read(URI.create(question.url()), headers, line);
      return new Answer(ended.status(), ended.text());
    }
  }

  @Override
  public Answer download(Question question, Path target, LongConsumer arrived)
      throws IOException, InterruptedException {
    var headers = Map.of("Authorization", "Bearer " + question.key());
    try (var client = new FileClient()) {
      var ended = client.fetch(URI.create(question.url()), headers, target, arrived);
      return new Answer(ended.status(), ended.text());
    }
  }
}
