package dev.backlot.provider.fake;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Optional;

/** One provider's wire format, as far as its adapter uses it. */
interface FakeFormat {
  /** Whether an address is one of this format. */
  boolean takes(String path);

  /** Whether anybody may ask there, without a key and on bad days too. */
  default boolean isPublic(String path) {
    return false;
  }

  /** What it tells at a WebSocket there; empty for nothing. */
  default Optional<FakeDoor.Talk> talk(String address) {
    return Optional.empty();
  }

  FakeProvider.Reply answer(HttpExchange exchange, String path, byte[] body) throws IOException;
}
