package dev.backlot.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.provider.Pictures;
import dev.backlot.provider.Price;
import dev.backlot.provider.Provider.Found;
import dev.backlot.provider.Provider.Job;
import dev.backlot.provider.Provider.Polled;
import dev.backlot.provider.Provider.Submitted;
import dev.backlot.provider.ProviderHttp;
import dev.backlot.provider.ProviderSettings;
import dev.backlot.provider.Secret;
import dev.backlot.provider.Task;
import dev.backlot.provider.WebClient;
import dev.backlot.provider.fake.FakeProvider;
import dev.backlot.provider.fake.Fault;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapter for OpenAI's format against a real server of it, on good days and bad ones. */
class OpenAiProviderTest {
  private static final Money PRICE = new Money(40_000);
  private static final int ROUNDS = 200;

  @TempDir Path folder;
  private final WebClient web = new WebClient(true);
  private Optional<FakeProvider> fake = Optional.empty();

  private OpenAiProvider provider(Set<Fault> faults) throws IOException {
    var seed = Long.getLong("seed", System.nanoTime());
    System.getLogger("seed").log(System.Logger.Level.INFO, "-Dseed=" + seed);
    var server =
        FakeProvider.start(
            new FakeProvider.Settings(0, seed, Duration.ZERO, faults, PRICE, "whsec_c2VjcmV0"),
            InstantSource.system());
    fake = Optional.of(server);
    var settings =
        new ProviderSettings(
            "local",
            OpenAiProvider.KIND,
            URI.create(server.url() + "/v1"),
            new Secret("TOKEN", "sk-secret"),
            Optional.empty(),
            List.of(),
            Map.of("words", Price.ofCall(PRICE), "pictures", Price.ofCall(PRICE)),
            Optional.empty(),
            Map.of());
    return new OpenAiProvider(settings, new ProviderHttp(settings, web, web));
  }

  @AfterEach
  void stop() {
    fake.ifPresent(FakeProvider::close);
    web.close();
  }

  private static Task words(String prompt, Optional<String> image) {
    return new Task.GenerateText(
        "words", prompt, Optional.of("be short"), image, Optional.of(50), Json.object());
  }

  private static Task picture(String prompt) {
    return new Task.GenerateImage(
        "pictures",
        prompt,
        Optional.of("text"),
        Optional.of(64),
        Optional.of(32),
        Optional.empty(),
        Optional.empty(),
        Json.object());
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private int jobs(String key) {
    int jobs = 0;
    for (var call : fake.orElseThrow().calls().path("calls")) {
      jobs += call.path("key").asString("").equals(key) ? 1 : 0;
    }
    return jobs;
  }

  @Test
  void words_come_with_the_answer() throws Exception {
    var provider = provider(Set.of());
    var key = key();
    var submitted = provider.submit(words("a shoe", Optional.empty()), key);
    assertThat(submitted)
        .isInstanceOfSatisfying(
            Submitted.Ended.class,
            ended -> {
              assertThat(ended.requestId()).startsWith("chatcmpl-");
              assertThat(ended.end())
                  .isEqualTo(new Polled.Done(List.of(), "FAKE words about: a shoe", PRICE));
            });
    assertThat(jobs(key)).isEqualTo(1);
    var seen = provider.submit(words("it", Optional.of("data:image/png;base64,AAAA")), key());
    assertThat(((Polled.Done) ((Submitted.Ended) seen).end()).text())
        .isEqualTo("FAKE words about a picture and: it");
  }

  @Test
  void a_picture_comes_within_the_answer() throws Exception {
    var provider = provider(Set.of());
    var ended = (Submitted.Ended) provider.submit(picture("a shoe"), key());
    var file = ((Polled.Done) ended.end()).files().getFirst();
    var target = folder.resolve("picture.png");
    assertThat(provider.fetch(file, target, 1 << 20)).isEmpty();
    assertThat(Files.readAllBytes(target)).startsWith(0x89, 'P', 'N', 'G');
    assertThat(provider.fetch(file, target, 100))
        .get()
        .isInstanceOfSatisfying(
            Failure.Invalid.class, why -> assertThat(why.message()).contains("at most 100 bytes"));
  }

  @Test
  void a_picture_made_from_another_goes_along_as_a_file() throws Exception {
    var provider = provider(Set.of());
    var task =
        new Task.GenerateImage(
            "pictures",
            "the same shoe in red",
            Optional.empty(),
            Optional.of(64),
            Optional.of(32),
            Optional.empty(),
            Optional.of("data:image/png;base64,AAAA"),
            Json.object());
    var ended = (Submitted.Ended) provider.submit(task, key());
    assertThat(((Polled.Done) ended.end()).files()).hasSize(1);
    assertThat(fake.orElseThrow().calls().path("calls").path(0).path("prompt").asString(""))
        .isEqualTo("the same shoe in red");
  }

  @Test
  void several_pictures_and_a_mask_go_along_and_the_mask_is_turned_into_transparency()
      throws Exception {
    var provider = provider(Set.of());
    var picture = "data:image/png;base64,AAAA";
    var mask = "data:image/png;base64," + Base64.getEncoder().encodeToString(halfWhite());
    var task = masked(List.of(picture, picture), mask);
    var ended = (Submitted.Ended) provider.submit(task, key());
    assertThat(((Polled.Done) ended.end()).files()).hasSize(1);
    var input = fake.orElseThrow().calls().at("/calls/0/input");
    assertThat(input.path("pictures").intValue()).isEqualTo(3);
    assertThat(input.path("masked").booleanValue()).isTrue();

    var turned = ImageIO.read(new ByteArrayInputStream(Mask.transparent(mask).orElseThrow()));
    assertThat(turned.getRGB(2, 2) >>> 24).as("white is open to change").isZero();
    assertThat(turned.getRGB(2, 12) >>> 24).as("black stays").isEqualTo(255);
    assertThat(provider.submit(masked(List.of(), picture), key()))
        .isInstanceOfSatisfying(
            Submitted.Refused.class,
            refused -> assertThat(refused.failure().line()).startsWith("mask: expected a PNG"));
  }

  @Test
  void which_models_take_a_mask_is_known() throws Exception {
    var provider = provider(Set.of());
    var one = new Pictures.Along(10, 1, true);
    var three = new Pictures.Along(10, 3, false);
    for (var able : List.of("gpt-image-1", "gpt-image-1-mini", "openai/gpt-image-2")) {
      assertThat(provider.pictures("image.generate", able).refuse(one)).as(able).isEmpty();
      assertThat(provider.pictures("image.generate", able).refuse(three)).as(able).isEmpty();
    }
    assertThat(provider.pictures("image.generate", "dall-e-2").refuse(one)).isEmpty();
    assertThat(provider.pictures("image.generate", "flux").refuse(one))
        .get()
        .asString()
        .contains("no mask");
    assertThat(provider.pictures("image.generate", "flux").refuse(three))
        .get()
        .asString()
        .contains("one picture");
  }

  private static Task masked(List<String> references, String mask) {
    return new Task.GenerateImage(
        "pictures",
        "the same shoe in red",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of("data:image/png;base64,AAAA"),
        references,
        Optional.of(mask),
        Json.object());
  }

  private static byte[] halfWhite() throws IOException {
    var image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 128; i++) {
      image.setRGB(i % 16, i / 16, 0xffffff);
    }
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  @Test
  void what_is_not_taken_says_why() throws Exception {
    var provider = provider(Set.of());
    var key = key();
    assertThat(provider.submit(words("[refuse]", Optional.empty()), key))
        .isInstanceOfSatisfying(
            Submitted.Refused.class,
            refused -> assertThat(refused.failure().line()).contains("400: not this prompt"));
    assertThat(jobs(key)).isZero();
    var film =
        new Task.GenerateVideo(
            "pictures",
            "a film",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Json.object());
    assertThat(provider.submit(film, key()))
        .isInstanceOfSatisfying(
            Submitted.Refused.class,
            refused -> assertThat(refused.failure().line()).contains("does no video.generate"));
  }

  @Test
  void what_a_submission_says_is_so_whatever_goes_wrong() throws Exception {
    var provider = provider(EnumSet.of(Fault.BUSY, Fault.BROKEN, Fault.LOST));
    for (int i = 0; i < ROUNDS; i++) {
      var key = key();
      switch (provider.submit(words("round " + i, Optional.empty()), key)) {
        case Submitted.Ended _ -> assertThat(jobs(key)).isEqualTo(1);
        case Submitted.Refused(var why) -> assertThat(jobs(key)).as(why.line()).isZero();
        case Submitted.Unavailable(var why) -> assertThat(jobs(key)).as(why.message()).isZero();
        case Submitted.Unknown _ -> assertThat(jobs(key)).isBetween(0, 1);
        case Submitted.Accepted(var id) -> throw new AssertionError("accepted " + id);
      }
    }
  }

  @Test
  void nothing_is_found_again_and_that_is_said() throws Exception {
    var provider = provider(Set.of());
    assertThat(provider.find(key(), Instant.now())).isInstanceOf(Found.Unlisted.class);
    assertThat(provider.poll(new Job("chatcmpl-1", "words"))).isInstanceOf(Polled.Gone.class);
    assertThat(provider.callback(Map.of(), new byte[0], key(), Instant.now())).isEmpty();
  }
}
