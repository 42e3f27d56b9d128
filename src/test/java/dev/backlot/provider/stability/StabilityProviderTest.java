package dev.backlot.provider.stability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import dev.backlot.provider.FakeServer;
import dev.backlot.provider.Provider.Found;
import dev.backlot.provider.Provider.Job;
import dev.backlot.provider.Provider.Polled;
import dev.backlot.provider.Provider.Submitted;
import dev.backlot.provider.ProviderHttp.KeyHeader;
import dev.backlot.provider.Task;
import dev.backlot.provider.fake.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The adapter for Stability AI's forms against a real server of them. */
class StabilityProviderTest {
  private static final int ROUNDS = 100;
  private static final String PICTURE = "data:image/png;base64,AAAA";

  @TempDir Path folder;
  private FakeServer fake;
  private StabilityProvider provider;

  @BeforeEach
  void start() throws Exception {
    fake = new FakeServer(Set.of(), Duration.ofMillis(300));
    var settings = fake.settings(StabilityProvider.KIND, "/v2beta/stable-image", Optional.empty());
    provider = new StabilityProvider(settings, fake.http(settings, KeyHeader.BEARER));
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  private Submitted submit(Task task) throws InterruptedException {
    return provider.submit(task, UUID.randomUUID().toString());
  }

  private void assertMade(Task task) throws Exception {
    var done = (Polled.Done) ((Submitted.Ended) submit(task)).end();
    assertThat(done.cost()).isEqualTo(FakeServer.PRICE);
    var target = folder.resolve("picture.png");
    assertThat(provider.fetch(done.files().getFirst(), target, 1 << 20)).isEmpty();
    assertThat(Files.readAllBytes(target)).startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  void pictures_are_made_enlarged_and_cut_out() throws Exception {
    assertMade(new Task.GenerateImage("core", "ein Schuh für Österreich"));
    assertMade(
        new Task.GenerateImage(
            "sd3.5-large",
            "a shoe",
            Optional.of("laces"),
            Optional.of(1920),
            Optional.of(1080),
            Optional.of(7),
            Optional.of(PICTURE),
            Json.object()));
    assertMade(new Task.Upscale("fast", PICTURE, Optional.of(4), Json.object()));
    assertMade(new Task.CutOut("remove-background", PICTURE, Json.object()));
    assertMade(new Task.Erase("erase", PICTURE, PICTURE, Json.object()));
    assertMade(
        new Task.Expand(
            "outpaint",
            PICTURE,
            64,
            64,
            Optional.of("sand"),
            new Task.Expand.Margins(1, 2, 3, 4),
            Json.object()));
    assertMade(inpainted(Optional.of(PICTURE)));
    var calls = fake.calls().path("calls");
    assertThat(calls.path(calls.size() - 1).at("/input/masked").booleanValue()).isTrue();
  }

  private static Task inpainted(Optional<String> mask) {
    return masked("inpaint", mask);
  }

  private static Task masked(String model, Optional<String> mask) {
    return new Task.GenerateImage(
        model,
        "a red shoe",
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(PICTURE),
        List.of(),
        mask,
        Json.object());
  }

  @Test
  void the_creative_one_is_a_job_that_is_asked_for_until_it_is_done() throws Exception {
    var task =
        new Task.Upscale("creative", PICTURE, Optional.empty(), Json.object().put("prompt", "a"));
    var accepted = (Submitted.Accepted) submit(task);
    var job = new Job(accepted.requestId(), "creative");
    assertThat(provider.poll(job)).isInstanceOf(Polled.Pending.class);
    var polled = provider.poll(job);
    while (polled instanceof Polled.Pending) {
      polled = provider.poll(job);
    }
    var done = (Polled.Done) polled;
    assertThat(done.cost()).isEqualTo(FakeServer.PRICE);
    var target = folder.resolve("large.png");
    assertThat(provider.fetch(done.files().getFirst(), target, 1 << 20)).isEmpty();
    assertThat(Files.readAllBytes(target)).startsWith(0x89, 'P', 'N', 'G');
    assertThat(provider.poll(new Job("another", "creative"))).isInstanceOf(Polled.Gone.class);
    assertThat(provider.poll(new Job(accepted.requestId(), "core")))
        .isInstanceOf(Polled.Gone.class);
    assertThat(fake.made()).isEqualTo(1);
  }

  /** It has no list and no id to ask for: what may have been made is paid for at most once. */
  @Test
  void what_a_submission_says_is_so_whatever_goes_wrong() throws Exception {
    try (var moody = new FakeServer(EnumSet.of(Fault.BUSY, Fault.BROKEN, Fault.LOST))) {
      var settings =
          moody.settings(StabilityProvider.KIND, "/v2beta/stable-image", Optional.empty());
      var unsteady = new StabilityProvider(settings, moody.http(settings, KeyHeader.BEARER));
      var seen = new HashSet<Class<?>>();
      for (int i = 0; i < ROUNDS; i++) {
        int before = moody.made();
        var key = UUID.randomUUID().toString();
        var submitted = unsteady.submit(new Task.GenerateImage("core", "round " + i), key);
        int made = moody.made() - before;
        switch (submitted) {
          case Submitted.Ended _ -> assertThat(made).isEqualTo(1);
          case Submitted.Refused(var why) -> assertThat(made).as(why.line()).isZero();
          case Submitted.Unavailable(var why) -> assertThat(made).as(why.message()).isZero();
          case Submitted.Unknown _ -> assertThat(made).isBetween(0, 1);
          case Submitted.Accepted(var id) -> throw new AssertionError("accepted " + id);
        }
        seen.add(submitted.getClass());
        assertThat(unsteady.find(key, Instant.now())).isInstanceOf(Found.Unlisted.class);
      }
      assertThat(seen).contains(Submitted.Ended.class, Submitted.Unknown.class);
    }
  }

  @Test
  void what_is_not_taken_says_why() throws Exception {
    assertRefused(new Task.GenerateImage("core", "[refuse]"), "not this prompt");
    assertRefused(new Task.GenerateImage("midjourney", "x"), "core, ultra");
    assertRefused(masked("ultra", Optional.of(PICTURE)), "the model inpaint takes one");
    assertRefused(
        new Task.Upscale("creative", PICTURE, Optional.empty(), Json.object()), "wants a 'prompt'");
    assertRefused(new Task.Upscale("fast", PICTURE, Optional.of(2), Json.object()), "4 times");
    assertRefused(
        new Task.GenerateText(
            "core", "words", Optional.empty(), Optional.empty(), Optional.empty(), Json.object()),
        "does no text.generate");
    assertThat(fake.made()).isZero();
  }

  private void assertRefused(Task task, String words) throws InterruptedException {
    assertThat(submit(task))
        .isInstanceOfSatisfying(
            Submitted.Refused.class,
            refused -> assertThat(refused.failure().line()).contains(words));
  }
}
