package dev.backlot.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** A value is hidden in the forms in which it is sent and told, and nothing else is. */
class ScrubberTest {
  private static final String KEY = "sk-live/51H8 xQ\"2eZv+KYlo2C";

  private static Scrubber hiding(String value) {
    var scrubber = new Scrubber();
    scrubber.hide(value);
    return scrubber;
  }

  @Test
  void a_value_is_hidden_as_it_is_in_addresses_in_json_and_in_base64() {
    var scrubber = hiding(KEY);
    var encoded = URLEncoder.encode(KEY, StandardCharsets.UTF_8);
    var bytes = KEY.getBytes(StandardCharsets.UTF_8);
    for (var form :
        new String[] {
          KEY,
          encoded,
          encoded.replace("+", "%20"),
          encoded.replace("%2F", "%2f").replace("%2B", "%2b"),
          KEY.replace("\"", "\\\""),
          Base64.getEncoder().encodeToString(bytes),
          Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
        }) {
      assertThat(scrubber.scrub("a " + form + " b " + form)).as(form).isEqualTo("a *** b ***");
    }
  }

  @Test
  void what_was_cut_off_is_hidden_and_what_is_masked_stays() {
    var scrubber = hiding(KEY);
    assertThat(scrubber.scrub("key " + KEY.substring(0, 20) + "…")).isEqualTo("key ***…");
    assertThat(scrubber.scrub("key " + KEY.substring(0, 8) + "…lo2C"))
        .isEqualTo("key sk-live/…lo2C");
  }

  @Test
  void addresses_are_hidden_as_a_whole_as_others_begin_alike() {
    var scrubber = hiding("https://hooks.example.com/services/T0/secret");
    assertThat(scrubber.scrub("https://hooks.example.com/services/T1"))
        .isEqualTo("https://hooks.example.com/services/T1");
    assertThat(scrubber.scrub("at https://hooks.example.com/services/T0/secret!"))
        .isEqualTo("at ***!");
  }

  @Test
  void of_many_tokens_the_latest_are_hidden() {
    var scrubber = hiding(KEY);
    for (int i = 0; i <= Scrubber.PASSING_MAX; i++) {
      scrubber.hideForNow("%02d-is-the-number-of-a-token".formatted(i));
    }
    assertThat(scrubber.finds("00-is-the-number-of-a-token")).as("long over").isFalse();
    assertThat(scrubber.finds("32-is-the-number-of-a-token")).isTrue();
    assertThat(scrubber.finds(KEY)).as("the key is hidden for ever").isTrue();
  }

  @Test
  void a_defect_keeps_its_place_and_loses_the_words_that_tell() {
    var told = new IllegalArgumentException("invalid header value: \"Bearer " + KEY + "\"");
    var quiet = hiding(KEY).quiet(told, "openai");
    assertThat(quiet).hasMessageContaining("openai broke").hasMessageContaining("***");
    assertThat(quiet.getStackTrace()).isEqualTo(told.getStackTrace());
    var harmless = new IllegalArgumentException("harmless");
    assertThat(hiding(KEY).quiet(harmless, "openai")).isSameAs(harmless);
  }
}
