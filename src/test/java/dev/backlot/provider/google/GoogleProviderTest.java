package dev.backlot.provider.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import dev.backlot.model.Failure;
import dev.backlot.provider.FakeServer;
import dev.backlot.provider.Provider.Polled;
import dev.backlot.provider.Provider.Submitted;
import dev.backlot.provider.ProviderHttp.KeyHeader;
import dev.backlot.provider.Task;
import dev.backlot.provider.fake.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapter for Google's Gemini API against a real server of its format. */
class GoogleProviderTest {
  private static final int ROUNDS = 100;

  @TempDir Path folder;

  private static GoogleProvider provider(FakeServer fake) {
    var settings = fake.settings(GoogleProvider.KIND, "/v1beta", Optional.empty());
    return new GoogleProvider(settings, fake.http(settings, KeyHeader.GOOGLE));
  }

  private static Task words(String prompt, Optional<String> image) {
    return new Task.GenerateText(
        "gemini-2.5-flash", prompt, Optional.of("be short"), image, Optional.of(50), Json.object());
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private static Polled end(Submitted submitted) {
    return ((Submitted.Ended) submitted).end();
  }

  @Test
  void words_come_with_the_answer_about_a_picture_too() throws Exception {
    try (var fake = new FakeServer(Set.of())) {
      var provider = provider(fake);
      assertThat(end(provider.submit(words("a shoe", Optional.empty()), key())))
          .isEqualTo(new Polled.Done(List.of(), "FAKE words about: a shoe", FakeServer.PRICE));
      var seen = words("it", Optional.of("data:image/png;base64,AAAA"));
      assertThat(((Polled.Done) end(provider.submit(seen, key()))).text())
          .isEqualTo("FAKE words about a picture and: it");
    }
  }

  @Test
  void a_picture_comes_within_the_answer() throws Exception {
    try (var fake = new FakeServer(Set.of())) {
      var provider = provider(fake);
      var task = new Task.GenerateImage("gemini-2.5-flash-image", "a lighthouse");
      var file = ((Polled.Done) end(provider.submit(task, key()))).files().getFirst();
      var target = folder.resolve("picture.png");
      assertThat(provider.fetch(file, target, 1 << 20)).isEmpty();
      assertThat(Files.readAllBytes(target)).startsWith(0x89, 'P', 'N', 'G');
    }
  }

  @Test
  void what_is_not_taken_says_why() throws Exception {
    try (var fake = new FakeServer(Set.of())) {
      var provider = provider(fake);
      assertThat(provider.submit(words("[refuse]", Optional.empty()), key()))
          .isInstanceOfSatisfying(
              Submitted.Refused.class,
              refused -> assertThat(refused.failure().line()).contains("400: not this prompt"));
      assertThat(provider.submit(new Task.GenerateImage("../x", "y"), key()))
          .isInstanceOf(Submitted.Refused.class);
      assertThat(fake.made()).isZero();
    }
  }

  @Test
  void an_answer_with_an_error_is_not_charged_and_may_be_tried_again()
      throws IOException, InterruptedException {
    try (var fake = new FakeServer(EnumSet.of(Fault.BUSY, Fault.BROKEN))) {
      var provider = provider(fake);
      for (int i = 0; i < ROUNDS; i++) {
        if (provider.submit(words("round " + i, Optional.empty()), key())
            instanceof Submitted.Refused(var why)) {
          assertThat(why).isInstanceOf(Failure.Transient.class);
          return;
        }
      }
      throw new AssertionError("nothing ever went wrong");
    }
  }
}
