package dev.backlot.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderSecretsTest {
  private static String told(String key) {
    var settings =
        new ProviderSettings(
            "p",
            "openai",
            URI.create("https://example.org"),
            new Secret("TOKEN", key),
            Optional.empty(),
            List.of(),
            Map.of(),
            Optional.empty(),
            Map.of());
    return new ProviderSecrets(settings).scrubber().scrub("it does not take " + key + " here");
  }

  @ParameterizedTest
  @ValueSource(strings = {"swordfish", "CorrectHorse", "abcd", "sk-live-1234", "12345678"})
  void whatever_somebody_sets_as_a_key_is_hidden(String key) {
    assertThat(told(key)).doesNotContain(key).contains(Scrubber.HIDDEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ollama", "anything", "none", "EMPTY"})
  void what_stands_where_no_key_is_asked_for_is_a_word_like_others(String word) {
    assertThat(told(word)).isEqualTo("it does not take " + word + " here");
  }
}
