package dev.backlot.provider.firefly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import dev.backlot.provider.AgainstFake;
import dev.backlot.provider.ClientCredentials;
import dev.backlot.provider.FakeServer;
import dev.backlot.provider.Provider;
import dev.backlot.provider.Provider.Job;
import dev.backlot.provider.Provider.KeyTest;
import dev.backlot.provider.Provider.Polled;
import dev.backlot.provider.Provider.Submitted;
import dev.backlot.provider.ProviderHttp;
import dev.backlot.provider.Secret;
import dev.backlot.provider.Task;
import dev.backlot.provider.fake.Fault;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The Firefly adapter against a real server of its format, on good days and on the worst. */
class FireflyContractTest {
  private static final String MODEL = "image4_standard";

  private static FireflyProvider firefly(FakeServer fake, String key) {
    var settings = fake.settings(FireflyProvider.KIND, "/adobe", Optional.empty());
    var pass =
        new ClientCredentials(
            URI.create(fake.url() + "/adobe/ims/token/v3"),
            new Secret("TOKEN", key),
            FireflyProvider.SCOPE,
            FireflyProvider.ID_HEADER,
            fake.web(),
            InstantSource.system());
    return new FireflyProvider(
        settings, new ProviderHttp(settings, pass, fake.web(), fake.web()), pass);
  }

  abstract static class Against extends AgainstFake {
    Against(Set<Fault> faults) {
      super(faults);
    }

    @Override
    protected Provider open() {
      return firefly(fake, "client:very-secret");
    }

    @Override
    protected String model() {
      return MODEL;
    }

    /** Nothing of a call's key reaches Firefly. */
    @Override
    protected boolean showsKeys() {
      return false;
    }

    @Override
    protected boolean lists() {
      return false;
    }
  }

  @Nested
  class EverythingTest extends Against {
    EverythingTest() {
      super(EnumSet.allOf(Fault.class));
    }
  }

  @Nested
  class FaultlessTest extends Against {
    private static final String PICTURE =
        "data:image/png;base64,"
            + Base64.getEncoder().encodeToString("picture".getBytes(StandardCharsets.UTF_8));

    FaultlessTest() {
      super(EnumSet.noneOf(Fault.class));
    }

    private static Task.GenerateVideo video(Optional<Integer> seconds) {
      return new Task.GenerateVideo(
          "video1_standard", "waves", Optional.of(PICTURE), seconds, Optional.of(7), Json.object());
    }

    @Test
    void a_video_starts_from_a_picture_that_is_handed_over_first() throws InterruptedException {
      var accepted = (Submitted.Accepted) provider().submit(video(Optional.empty()), key());

      assertThat(end(new Job(accepted.requestId(), "video1_standard")))
          .isInstanceOfSatisfying(
              Polled.Done.class,
              done -> assertThat(done.files().getFirst().getPath()).endsWith(".avi"));
      var input = fake.calls().path("calls").path(0).path("input");
      assertThat(input.at("/image/conditions/0/source/uploadId").asString(""))
          .isEqualTo("upload-7");
      assertThat(input.at("/seeds/0").asInt()).isEqualTo(7);
    }

    @Test
    void a_length_that_it_cannot_make_is_refused_before_the_call() throws InterruptedException {
      assertThat(provider().submit(video(Optional.of(12)), key()))
          .isInstanceOfSatisfying(
              Submitted.Refused.class,
              refused -> assertThat(refused.failure().line()).contains("5 seconds"));
      assertThat(fake.made()).isZero();
    }

    private Polled brought(Task task) throws InterruptedException {
      var accepted = (Submitted.Accepted) provider().submit(task, key());
      return end(new Job(accepted.requestId(), task.model()));
    }

    private JsonNode latest() {
      var calls = fake.calls().path("calls");
      return calls.path(calls.size() - 1).path("input");
    }

    @Test
    void what_a_mask_covers_is_filled_with_words_or_without() throws InterruptedException {
      var filled =
          new Task.GenerateImage(
              "image3",
              "a blue sky",
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(PICTURE),
              List.of(),
              Optional.of(PICTURE),
              Json.object());
      assertThat(brought(filled)).isInstanceOf(Polled.Done.class);
      assertThat(latest().at("/image/source/uploadId").asString("")).isEqualTo("upload-7");
      assertThat(latest().at("/mask/source/uploadId").asString("")).isEqualTo("upload-7");
      var erased = new Task.Erase("image3", PICTURE, PICTURE, Json.object());
      assertThat(brought(erased)).isInstanceOf(Polled.Done.class);
      assertThat(latest().has("prompt")).isFalse();
    }

    @Test
    void a_picture_grows_on_each_side_by_so_many_pixels() throws InterruptedException {
      assertThat(brought(expanded(1_000))).isInstanceOf(Polled.Done.class);
      assertThat(latest().at("/placement/inset/left").intValue()).isEqualTo(100);
      assertThat(latest().path("width").intValue()).isEqualTo(1_300);
      assertThat(latest().path("height").intValue()).isEqualTo(800);
      assertThat(provider().submit(expanded(3_900), key()))
          .isInstanceOfSatisfying(
              Submitted.Refused.class,
              refused -> assertThat(refused.failure().line()).contains("3999 x 3999"));
    }

    private static Task expanded(int width) {
      return new Task.Expand(
          "image3",
          PICTURE,
          width,
          800,
          Optional.empty(),
          new Task.Expand.Margins(100, 0, 200, 0),
          Json.object());
    }

    @Test
    void a_picture_is_enlarged_by_what_the_new_call_names_its_job() throws InterruptedException {
      var model = "precise_upsampler_v1";
      var large = new Task.Upscale(model, PICTURE, Optional.of(4), Json.object());
      assertThat(brought(large)).isInstanceOf(Polled.Done.class);
      assertThat(latest().path("upscaleFactor").intValue()).isEqualTo(4);
      assertThat(
              provider()
                  .submit(new Task.Upscale(model, PICTURE, Optional.of(5), Json.object()), key()))
          .isInstanceOfSatisfying(
              Submitted.Refused.class,
              refused -> assertThat(refused.failure().line()).startsWith("scale: expected 2, 3"));
    }

    @Test
    void a_key_is_tested_by_signing_in() throws InterruptedException {
      assertThat(firefly(fake, "client:right").testKey()).isInstanceOf(KeyTest.Taken.class);
      assertThat(firefly(fake, "client:wrong").testKey()).isInstanceOf(KeyTest.Refused.class);
      assertThat(firefly(fake, "without-a-colon").testKey())
          .isInstanceOfSatisfying(
              KeyTest.Refused.class, refused -> assertThat(refused.why()).contains("ID:PASSWORD"));
    }

    @Test
    void nothing_is_handed_in_without_a_token() throws InterruptedException {
      var submitted =
          firefly(fake, "client:wrong").submit(new Task.GenerateImage(MODEL, "x"), key());

      assertThat(submitted)
          .isInstanceOfSatisfying(
              Submitted.Unavailable.class,
              unavailable -> assertThat(unavailable.why().message()).contains("401"));
      assertThat(fake.made()).isZero();
    }
  }
}
