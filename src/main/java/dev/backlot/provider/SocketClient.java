package dev.backlot.provider;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Listens at WebSockets. Texts are taken up to {@value #TEXT_MAX} characters; longer ones, and
 * bytes, are passed over. Nothing waits: a connection is opened, and falls, behind the caller.
 */
final class SocketClient implements AutoCloseable {
  static final int TEXT_MAX = 1 << 18;

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private @Nullable HttpClient client;

  /** Made with the first connection; connections of ordinary calls are not taken over for it. */
  private synchronized HttpClient client() {
    var known = client;
    if (known == null) {
      known =
          HttpClient.newBuilder()
              .executor(Executors.newVirtualThreadPerTaskExecutor())
              .connectTimeout(CONNECT_TIMEOUT)
              .build();
      client = known;
    }
    return known;
  }

  /**
   * Starts to listen.
   *
   * @param address {@code ws} or {@code wss}
   */
  Provider.Watch listen(URI address, Map<String, String> headers, SocketEar ear) {
    var builder = client().newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT);
    headers.forEach(builder::header);
    var listener = new Listening(ear);
    listener.opens(builder.buildAsync(address, listener));
    return listener;
  }

  private static final class Listening implements WebSocket.Listener, Provider.Watch {
    private final SocketEar ear;
    private final AtomicBoolean over = new AtomicBoolean();
    private final StringBuilder text = new StringBuilder();
    private volatile @Nullable CompletableFuture<WebSocket> opening;

    Listening(SocketEar ear) {
      this.ear = ear;
    }

    void opens(CompletableFuture<WebSocket> socket) {
      opening = socket;
      var _ =
          socket.whenComplete(
              (_, failure) -> {
                if (failure != null) {
                  lost(failure);
                }
              });
    }

    @Override
    public void onOpen(WebSocket socket) {
      ear.opened();
      socket.request(1);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      if (text.length() <= TEXT_MAX) {
        text.append(part, 0, Math.min(part.length(), TEXT_MAX + 1 - text.length()));
      }
      if (last) {
        hear(text.toString());
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    private void hear(String whole) {
      if (whole.length() <= TEXT_MAX && !over.get()) {
        ear.heard(whole);
      }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      lost(new IOException("the server closed it with " + code));
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      lost(failure);
    }

    private void lost(Throwable failure) {
      if (over.compareAndSet(false, true)) {
        var cause = failure.getCause();
        ear.lost(words(failure instanceof CompletionException && cause != null ? cause : failure));
      }
    }

    private static String words(Throwable why) {
      if (why instanceof WebSocketHandshakeException refused) {
        return "it answered " + refused.getResponse().statusCode();
      }
      return why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
    }

    @Override
    public void close() {
      over.set(true);
      var socket = opening;
      if (socket != null) {
        // at once, or as soon as it is open
        var _ = socket.thenAccept(WebSocket::abort);
      }
    }
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }
}
