package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.fixture.OneRun;
import dev.backlot.fixture.TestRuntime;
import dev.backlot.model.Money;
import dev.backlot.model.Value;
import dev.backlot.provider.Providers;
import dev.backlot.provider.fake.FakeProvider;
import dev.backlot.step.ai.TextCaptionStep;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words about a picture are asked for in a language and a length, and fit. */
class TextCaptionTest {
  private static final Money PRICE = Money.of(new BigDecimal("0.02")).orElseThrow();

  @TempDir Path folder;

  @Test
  void a_picture_is_described_and_what_is_too_long_is_cut_at_a_word() throws Exception {
    var settings =
        new FakeProvider.Settings(0, 1, Duration.ZERO, Set.of(), PRICE, "whsec_c2VjcmV0");
    var png = Files.write(folder.resolve("photo.png"), png());
    try (var fake = FakeProvider.start(settings, InstantSource.system());
        var kinds = new ProviderKinds(_ -> "token")) {
      var providers = Providers.of(providers(fake.url()), kinds);
      try (var runtime = new TestRuntime(folder.resolve("data"), new TextCaptionStep(providers))) {
        var with =
            "{image: \"${{ inputs.photo }}\", provider: fake, model: backlot/text, language:"
                + " Deutsch, notes: a cup, characters: %d}";
        var photo = Map.of("photo", OneRun.file(png));
        var whole = OneRun.of(runtime, "text.caption", with.formatted(2_000), photo);
        assertThat(whole.text("text"))
            .startsWith("FAKE words about: Write the alternative text of this picture")
            .contains("Write in Deutsch, in at most 2000 characters. What is known: a cup");
        assertThat(whole.output("cut")).isEqualTo(Value.of(false));
        var cut = OneRun.of(runtime, "text.caption", with.formatted(40), photo);
        assertThat(cut.text("text")).isEqualTo("FAKE words about: Write the alternative…");
        assertThat(cut.output("cut")).isEqualTo(Value.of(true));
        var large = Map.of("photo", OneRun.file(Files.write(png, new byte[300_000])));
        assertThat(OneRun.of(runtime, "text.caption", with.formatted(40), large).failure().line())
            .startsWith("image: ");
        assertThat(fake.calls().path("calls")).hasSize(2);
      }
    }
  }

  /** The test runtime takes by its first bytes what is a picture; nobody looks at the others. */
  private static byte[] png() {
    return new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 0, 0, 0};
  }

  private Path providers(String url) throws java.io.IOException {
    return Files.writeString(
        folder.resolve("providers.yaml"),
        """
        currency: USD
        providers:
        - {name: fake, kind: replicate, url: "%s", secret: TOKEN, prices: {"*": {call: 0.02}}}
        """
            .formatted(url));
  }
}
