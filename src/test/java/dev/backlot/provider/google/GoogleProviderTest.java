package dev.backlot.provider.google;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import dev.backlot.model.Failure;
import dev.backlot.provider.FakeServer;
import dev.backlot.provider.Pictures;
import dev.backlot.provider.Provider.Found;
import dev.backlot.provider.Provider.KeyTest;
import dev.backlot.provider.Provider.Polled;
import dev.backlot.provider.Provider.Submitted;
import dev.backlot.provider.ProviderHttp;
import dev.backlot.provider.ProviderHttp.KeyHeader;
import dev.backlot.provider.Secret;
import dev.backlot.provider.ServiceAccount;
import dev.backlot.provider.Task;
import dev.backlot.provider.fake.Fault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashSet;
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

  private static final String PROJECT =
      "/vertex/v1/projects/shop/locations/europe-west4/publishers/google";

  @Test
  void vertex_is_shown_a_token_where_gemini_is_shown_a_key() throws Exception {
    try (var fake = new FakeServer(Set.of())) {
      var settings = fake.settings(GoogleProvider.KIND, PROJECT, Optional.empty());
      assertThat(GoogleProvider.header(settings.url())).isEqualTo(KeyHeader.BEARER);
      assertThat(GoogleProvider.header(URI.create("https://x.googleapis.com/v1beta")))
          .isEqualTo(KeyHeader.GOOGLE);
      var http = fake.http(settings, GoogleProvider.header(settings.url()));
      var submitted =
          new GoogleProvider(settings, http).submit(words("a shoe", Optional.empty()), key());
      assertThat(((Polled.Done) end(submitted)).text()).isEqualTo("FAKE words about: a shoe");

      var wrong = new GoogleProvider(settings, fake.http(settings, KeyHeader.GOOGLE));
      assertThat(wrong.submit(words("a shoe", Optional.empty()), key()))
          .isInstanceOfSatisfying(
              Submitted.Refused.class,
              refused -> assertThat(refused.failure().line()).contains("401"));
      assertThat(fake.made()).isEqualTo(1);
    }
  }

  @Test
  void a_service_account_signs_in_and_its_key_is_in_no_message() throws Exception {
    try (var fake = new FakeServer(Set.of())) {
      var settings = fake.settings(GoogleProvider.KIND, PROJECT, Optional.empty());
      var pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
      var pem = Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded());
      var account =
          account(fake, "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----");
      assertThat(account.test()).isInstanceOf(KeyTest.Taken.class);
      var http = new ProviderHttp(settings, account, fake.web(), fake.web());
      var submitted =
          new GoogleProvider(settings, http, account)
              .submit(words("a shoe", Optional.empty()), key());
      assertThat(((Polled.Done) end(submitted)).text()).isEqualTo("FAKE words about: a shoe");

      assertThat(account(fake, "no-key-at-all").test())
          .isInstanceOfSatisfying(
              KeyTest.Refused.class,
              refused ->
                  assertThat(refused.why()).contains("GOOGLE").doesNotContain("no-key-at-all"));
    }
  }

  private static ServiceAccount account(FakeServer fake, String privateKey) {
    var file =
        Json.object()
            .put("type", "service_account")
            .put("client_email", "studio@shop.iam.gserviceaccount.com")
            .put("private_key_id", "1")
            .put("private_key", privateKey)
            .put("token_uri", fake.url() + "/vertex/token");
    var secret = new Secret("GOOGLE", Json.text(file));
    assertThat(ServiceAccount.is(secret)).isTrue();
    return new ServiceAccount(secret, GoogleProvider.SCOPE, fake.web(), InstantSource.system());
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
  void several_pictures_go_along_as_parts_and_a_mask_does_not() throws Exception {
    try (var fake = new FakeServer(Set.of())) {
      var provider = provider(fake);
      var picture = "data:image/png;base64,AAAA";
      var task =
          new Task.GenerateImage(
              "gemini-2.5-flash-image",
              "both on a table",
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.of(picture),
              List.of(picture, picture),
              Optional.empty(),
              Json.object());
      assertThat(end(provider.submit(task, key()))).isInstanceOf(Polled.Done.class);
      assertThat(fake.calls().at("/calls/0/input/pictures").intValue()).isEqualTo(3);
      var taken = provider.pictures("image.generate", "gemini-2.5-flash-image");
      assertThat(taken.refuse(new Pictures.Along(10, 3, false))).isEmpty();
      assertThat(taken.refuse(new Pictures.Along(10, 1, true))).isPresent();
    }
  }

  private static Task imagined(
      String model, Optional<Integer> seed, Optional<String> image, Optional<String> mask) {
    return new Task.GenerateImage(
        model,
        "a pier",
        Optional.empty(),
        image.isPresent() ? Optional.empty() : Optional.of(1_600),
        image.isPresent() ? Optional.empty() : Optional.of(900),
        seed,
        image,
        List.of(),
        mask,
        Json.object());
  }

  private static final Optional<String> PICTURE = Optional.of("data:image/png;base64,AAAA");
  private static final String EDITOR = "imagen-3.0-capability-001";

  private static void assertDone(Submitted submitted) {
    assertThat(end(submitted))
        .isInstanceOfSatisfying(Polled.Done.class, done -> assertThat(done.files()).hasSize(1));
  }

  private static void assertRefused(Submitted submitted, String words) {
    assertThat(submitted)
        .isInstanceOfSatisfying(
            Submitted.Refused.class,
            refused -> assertThat(refused.failure().line()).contains(words));
  }

  @Test
  void imagen_makes_changes_and_enlarges_pictures() throws Exception {
    try (var fake = new FakeServer(Set.of())) {
      var settings = fake.settings(GoogleProvider.KIND, PROJECT, Optional.empty());
      var vertex = new GoogleProvider(settings, fake.http(settings, KeyHeader.BEARER));
      var none = Optional.<String>empty();
      assertDone(
          vertex.submit(imagined("imagen-4.0-generate-001", Optional.empty(), none, none), key()));
      assertThat(fake.calls().at("/calls/0/input/aspectRatio").asString("")).isEqualTo("16:9");
      assertDone(vertex.submit(imagined(EDITOR, Optional.empty(), PICTURE, PICTURE), key()));
      assertThat(fake.calls().at("/calls/1/input/masked").booleanValue()).isTrue();
      assertThat(fake.calls().at("/calls/1/input/editMode").asString(""))
          .isEqualTo("EDIT_MODE_INPAINT_INSERTION");
      assertDone(
          vertex.submit(
              new Task.Erase(EDITOR, PICTURE.get(), PICTURE.get(), Json.object()), key()));
      assertThat(fake.calls().at("/calls/2/input/editMode").asString(""))
          .isEqualTo("EDIT_MODE_INPAINT_REMOVAL");
      assertDone(
          vertex.submit(
              new Task.Upscale(
                  "imagen-4.0-upscale-preview", PICTURE.get(), Optional.of(4), Json.object()),
              key()));
      assertThat(fake.calls().at("/calls/3/input/upscaleConfig/upscaleFactor").asString(""))
          .isEqualTo("x4");
    }
  }

  @Test
  void what_imagen_does_not_take_says_why() throws Exception {
    try (var fake = new FakeServer(Set.of())) {
      var provider = provider(fake);
      var none = Optional.<String>empty();
      var maker = "imagen-4.0-generate-001";
      assertRefused(
          provider.submit(imagined(maker, Optional.of(7), none, none), key()), "addWatermark");
      assertRefused(
          provider.submit(imagined(maker, Optional.empty(), PICTURE, none), key()), "words alone");
      assertRefused(
          provider.submit(
              new Task.Upscale(maker, PICTURE.get(), Optional.empty(), Json.object()), key()),
          "imagen-4.0-upscale-preview");
      assertRefused(
          provider.submit(
              new Task.Upscale("gemini-x", PICTURE.get(), Optional.empty(), Json.object()), key()),
          "only models of Imagen");
      var filtered = new Task.GenerateImage(maker, "a [filter]");
      assertThat(end(provider.submit(filtered, key())))
          .isInstanceOfSatisfying(
              Polled.Failed.class,
              failed -> assertThat(failed.failure().line()).contains("did not let it through"));
      assertThat(provider.pictures("image.generate", maker)).isInstanceOf(Pictures.None.class);
      assertThat(provider.pictures("image.generate", EDITOR))
          .isEqualTo(new Pictures.UpTo(12 << 20, 1, true));
      assertThat(fake.made()).isEqualTo(1);
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

  /** It has no list and no id to ask for: what may have been made is paid for at most once. */
  @Test
  void a_lost_answer_is_unknown_and_what_was_made_is_made_once() throws Exception {
    try (var fake = new FakeServer(EnumSet.of(Fault.BUSY, Fault.LOST))) {
      var provider = provider(fake);
      var seen = new HashSet<Class<?>>();
      for (int i = 0; i < ROUNDS; i++) {
        int before = fake.made();
        var key = key();
        var submitted = provider.submit(words("round " + i, Optional.empty()), key);
        int made = fake.made() - before;
        switch (submitted) {
          case Submitted.Ended _ -> assertThat(made).isEqualTo(1);
          case Submitted.Refused(var why) -> assertThat(made).as(why.line()).isZero();
          case Submitted.Unavailable(var why) -> assertThat(made).as(why.message()).isZero();
          case Submitted.Unknown _ -> assertThat(made).isBetween(0, 1);
          case Submitted.Accepted(var id) -> throw new AssertionError("accepted " + id);
        }
        seen.add(submitted.getClass());
        assertThat(provider.find(key, Instant.now())).isInstanceOf(Found.Unlisted.class);
      }
      assertThat(seen).contains(Submitted.Ended.class, Submitted.Unknown.class);
      assertThat(provider.unlistedAfter()).as("never counts as never made").isEmpty();
    }
  }

  private static Task sized(Optional<Integer> width, Optional<Integer> height) {
    return new Task.GenerateImage(
        "gemini-2.5-flash-image",
        "a pier",
        Optional.empty(),
        width,
        height,
        Optional.empty(),
        Optional.empty(),
        Json.object());
  }

  @Test
  void a_size_becomes_the_nearest_shape_and_half_a_size_is_refused() throws Exception {
    try (var fake = new FakeServer(Set.of())) {
      var provider = provider(fake);
      provider.submit(sized(Optional.of(1_920), Optional.of(1_080)), key());
      provider.submit(sized(Optional.of(1_000), Optional.of(1_240)), key());
      provider.submit(sized(Optional.empty(), Optional.empty()), key());
      assertThat(provider.submit(sized(Optional.of(512), Optional.empty()), key()))
          .isInstanceOfSatisfying(
              Submitted.Refused.class,
              refused -> assertThat(refused.failure().line()).contains("a width and a height"));
      assertThat(
              fake.calls()
                  .path("calls")
                  .valueStream()
                  .map(call -> call.at("/input/aspectRatio").asString("none")))
          .containsExactly("16:9", "4:5", "none");
    }
  }
}
