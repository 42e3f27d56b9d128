package dev.backlot.provider;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Gathers an answer's body as UTF-8 text; empty, and no longer read, once it is longer than
 * allowed. It is complete before the caller wakes: a stream would wake the caller for the head and
 * again for each part.
 */
final class BoundedBody implements HttpResponse.BodySubscriber<Optional<String>> {
  private final int max;
  private final ByteArrayOutputStream gathered = new ByteArrayOutputStream(0);
  private final CompletableFuture<Optional<String>> body = new CompletableFuture<>();
  private final Duration patience;
  private Flow.@Nullable Subscription subscription;

  /**
   * One answer's.
   *
   * @param max in bytes
   * @param patience how long the rest may take once the head is there; the client's own limit ends
   *     with the head
   */
  BoundedBody(int max, Duration patience) {
    this.max = max;
    this.patience = patience;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    // whoever waits for the body hears of the failure itself
    var _ =
        body.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
            .whenComplete(
                (_, failure) -> {
                  if (failure instanceof TimeoutException) {
                    given.cancel();
                  }
                });
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> parts) {
    for (var part : parts) {
      if (body.isDone()) {
        return;
      }
      if (part.remaining() > max - gathered.size()) {
        giveUp();
      } else {
        var bytes = new byte[part.remaining()];
        part.get(bytes);
        gathered.writeBytes(bytes);
      }
    }
  }

  private void giveUp() {
    body.complete(Optional.empty());
    gathered.reset();
    if (subscription != null) {
      subscription.cancel();
    }
  }

  @Override
  public void onError(Throwable why) {
    body.completeExceptionally(why);
  }

  @Override
  public void onComplete() {
    if (!body.isDone()) {
      body.complete(Optional.of(gathered.toString(StandardCharsets.UTF_8)));
    }
  }

  @Override
  public CompletionStage<Optional<String>> getBody() {
    return body;
  }
}
