package dev.backlot.provider;

import dev.backlot.json.Json;
import dev.backlot.provider.ProviderSettings.Callbacks;
import dev.backlot.provider.ProviderSettings.Proof;
import java.util.Map;
import java.util.Set;

/** The secrets of one provider: those of its settings, and what it is shown in their place. */
final class ProviderSecrets {
  /**
   * What guides write where a server asks for no key: ours, Ollama's and vLLM's. Hidden, they would
   * leave holes in what is told; whatever else somebody sets is a secret.
   */
  private static final Set<String> NO_KEY = Set.of("anything", "none", "ollama", "EMPTY");

  private static final int VALUE_MIN = 4;
  private static final int PEM_LINE_MIN = 40;

  private final Scrubber scrubber = new Scrubber();

  ProviderSecrets(ProviderSettings settings) {
    key(settings.key().value());
    settings
        .callbacks()
        .map(Callbacks::proof)
        .ifPresent(
            proof -> {
              if (proof instanceof Proof.Shared(var secret)) {
                hide(secret.value());
                hide(secret.value().replaceFirst("^whsec_", ""));
              }
            });
  }

  Scrubber scrubber() {
    return scrubber;
  }

  private void key(String key) {
    hide(key);
    // NAME:PASSWORD, and the file of a service account
    hide(key.substring(key.indexOf(':') + 1));
    if (key.stripLeading().startsWith("{")) {
      Json.orEmpty(key)
          .path("private_key")
          .asString("")
          .lines()
          .filter(line -> line.length() >= PEM_LINE_MIN)
          .forEach(this::hide);
    }
  }

  private void hide(String value) {
    if (isSecret(value)) {
      scrubber.hide(value);
    }
  }

  private static boolean isSecret(String value) {
    return value.length() >= VALUE_MIN && !NO_KEY.contains(value);
  }

  /** What a call shows of who makes it, such as a token that signing in has brought. */
  void shown(Map<String, String> headers) {
    for (var value : headers.values()) {
      var bare = value.substring(value.lastIndexOf(' ') + 1);
      if (isSecret(bare) && !scrubber.scrub(bare).equals(Scrubber.HIDDEN)) {
        scrubber.hideForNow(bare);
      }
    }
  }
}
