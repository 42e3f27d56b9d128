package dev.backlot.step.video;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.Clips;
import dev.backlot.media.Manifests;
import dev.backlot.media.credit.Credit;
import dev.backlot.media.ffmpeg.Ffmpeg;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.model.Asset;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.image.FolderContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Content credentials of videos and sounds are seen, and what is made of them says that it has lost
 * them.
 */
@Timeout(120)
class VideoCreditTest {
  private static final List<Step> STEPS =
      VideoSteps.all(Ffmpeg.onPath(), ImagingLoader.load(Path.of("")));

  @TempDir Path folder;
  private FolderContext context;
  private Clips clips;

  @BeforeEach
  void open() throws Exception {
    context = new FolderContext(Files.createDirectory(folder.resolve("store")));
    clips = new Clips(folder);
  }

  private Map<String, Value> done(String name, Object... given) throws Exception {
    var step =
        STEPS.stream().filter(one -> one.type().name().equals(name)).findFirst().orElseThrow();
    var values = new LinkedHashMap<String, Value>();
    for (int i = 0; i < given.length; i += 2) {
      values.put((String) given[i], value(given[i + 1]));
    }
    return switch (context.run(step, values)) {
      case Outcome.Done(var outputs, _) -> outputs;
      case Outcome other -> throw new AssertionError(name + ": " + other);
    };
  }

  private static Value value(Object given) {
    return switch (given) {
      case Asset asset -> Value.of(asset);
      case String text -> Value.of(text);
      case Boolean flag -> Value.of(flag);
      case Integer number -> Value.of(number);
      case List<?> list -> new Value.ListOf(list.stream().map(VideoCreditTest::value).toList());
      default -> throw new AssertionError(given);
    };
  }

  private Asset asset(String output, String step, Object... given) throws Exception {
    return Objects.requireNonNull(done(step, given).get(output)).assets().getFirst();
  }

  private void assertSaysSo(Asset made, Asset original) throws Exception {
    if (made.mediaType().startsWith("image/")) {
      var credit = Credit.of(context.file(made.id()));
      assertThat(credit.superseded()).as(made.name()).contains(original.id().toString());
      assertThat(credit.source()).as(made.name()).isPresent();
      return;
    }
    assertThat(done("video.probe", "file", made))
        .as(made.name())
        .containsEntry("credentials", Value.of(false))
        .containsEntry("source_type", Value.of("trainedAlgorithmicMedia"))
        .containsEntry("superseded", Value.of(original.id().toString()));
  }

  @Test
  void a_probe_sees_them_in_every_kind_of_file() throws Exception {
    for (var file : Manifests.files(clips)) {
      if (file.toString().endsWith("gif")) {
        continue;
      }
      assertThat(done("video.probe", "file", context.bring(file)))
          .containsEntry("credentials", Value.of(false))
          .containsEntry("source_type", Value.none())
          .containsEntry("superseded", Value.none());
      assertThat(done("video.probe", "file", context.bring(Manifests.into(file))))
          .as(file.getFileName().toString())
          .containsEntry("credentials", Value.of(true))
          .containsEntry("source_type", Value.of("trainedAlgorithmicMedia"));
    }
  }

  @Test
  void whatever_is_made_of_a_film_that_had_them_says_so() throws Exception {
    var plain = context.bring(clips.silentFilm());
    var film = context.bring(Manifests.into(clips.film()));
    for (var format : List.of("mp4", "webm")) {
      assertSaysSo(asset("video", "video.transcode", "video", film, "format", format), film);
    }
    assertSaysSo(asset("video", "video.trim", "video", film, "seconds", 1), film);
    assertSaysSo(asset("video", "video.trim", "video", film, "seconds", 1, "exact", false), film);
    assertSaysSo(asset("video", "video.overlay", "video", film, "text", "New"), film);
    for (var format : List.of("gif", "webp")) {
      assertSaysSo(asset("image", "video.preview", "video", film, "format", format), film);
    }
    for (var format : List.of("jpeg", "png", "webp")) {
      assertSaysSo(asset("image", "video.thumbnail", "video", film, "format", format), film);
    }
    assertSaysSo(asset("images", "video.frames", "video", film, "count", 2), film);
    for (var format : List.of("m4a", "mp3", "opus", "flac", "wav")) {
      assertSaysSo(asset("audio", "audio.extract", "video", film, "format", format), film);
    }
    var joined = done("video.concat", "videos", List.of(plain, film)).get("video");
    assertThat(done("video.probe", "file", Objects.requireNonNull(joined).assets().getFirst()))
        .containsEntry("superseded", Value.of(film.id().toString()))
        .containsEntry("source_type", Value.of("compositeWithTrainedAlgorithmicMedia"));
  }

  @Test
  void it_is_said_on_from_file_to_file() throws Exception {
    var film = context.bring(Manifests.into(clips.film()));
    var made = film;
    for (var format : List.of("webm", "mp4", "webm")) {
      made = asset("video", "video.trim", "video", made, "seconds", 1, "format", format);
      assertSaysSo(made, film);
    }
    var sound = asset("audio", "audio.extract", "video", made, "format", "opus");
    for (var format : List.of("flac", "mp3", "wav", "m4a", "opus")) {
      sound = asset("audio", "audio.normalise", "audio", sound, "format", format);
      assertSaysSo(sound, film);
    }
  }

  @Test
  void a_picture_with_credentials_over_a_film_counts_too() throws Exception {
    var film = context.bring(clips.silentFilm());
    var photo = clips.copy(clips.make("logo.png", "color=red:s=64x64:d=0.04"), "logo2.png");
    Credit.mark(photo, java.util.Optional.empty(), java.util.Optional.of("sha256:abc"));
    var made = asset("video", "video.overlay", "video", film, "image", context.bring(photo));
    assertThat(done("video.probe", "file", made))
        .containsEntry("superseded", Value.of("sha256:abc"))
        .containsEntry("source_type", Value.none());
  }

  @Test
  void a_film_with_nothing_to_say_stays_as_it_was() throws Exception {
    var film = context.bring(clips.silentFilm());
    for (var format : List.of("mp4", "webm")) {
      var made = asset("video", "video.transcode", "video", film, "format", format);
      var bytes =
          new String(
              Files.readAllBytes(context.file(made.id())),
              java.nio.charset.StandardCharsets.ISO_8859_1);
      assertThat(bytes).doesNotContain("xmpmeta").doesNotContainIgnoringCase("superseded");
    }
  }
}
