package dev.backlot.step.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.backlot.media.Clips;
import dev.backlot.media.Colour;
import dev.backlot.media.Imaging;
import dev.backlot.media.Likeness;
import dev.backlot.media.MediaProbe;
import dev.backlot.media.Photos;
import dev.backlot.media.ffmpeg.Ffmpeg;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.model.Asset;
import dev.backlot.model.Failure;
import dev.backlot.model.Progress;
import dev.backlot.model.Value;
import dev.backlot.step.Literals;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.image.FolderContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the steps make of small films, looked at frame by frame. */
@Timeout(120)
class VideoStepsTest {
  private static final Imaging IMAGING = ImagingLoader.load(Path.of(""));
  private static final List<Step> STEPS = VideoSteps.all(Ffmpeg.onPath(), IMAGING);
  private static final Colour RED = new Colour(254, 0, 0, 255);
  private static final Colour GREEN = new Colour(0, 255, 1, 255);
  private static final Colour BLUE = new Colour(0, 0, 254, 255);

  @TempDir static Path shared;
  private static Path colours = Path.of("");
  private static Path silentColours = Path.of("");

  @TempDir Path folder;
  private FolderContext context;
  private Clips clips;

  @BeforeAll
  static void shoot() throws Exception {
    colours = new Clips(shared).film();
    silentColours = new Clips(shared).silentFilm();
  }

  @BeforeEach
  void open() throws Exception {
    context = new FolderContext(Files.createDirectory(folder.resolve("store")));
    clips = new Clips(folder);
  }

  private static Step step(String name) {
    return STEPS.stream().filter(step -> step.type().name().equals(name)).findFirst().orElseThrow();
  }

  private Map<String, Value> done(String step, Map<String, Value> given) throws Exception {
    return switch (context.run(step(step), given)) {
      case Outcome.Done(var outputs, _) -> outputs;
      case Outcome other -> throw new AssertionError(step + ": " + other);
    };
  }

  private String refused(String step, Map<String, Value> given) throws Exception {
    return switch (context.run(step(step), given)) {
      case Outcome.Failed(Failure.Invalid wrong, _) -> wrong.line();
      case Outcome other -> throw new AssertionError(step + ": " + other);
    };
  }

  private Value film() throws Exception {
    return Value.of(context.bring(colours));
  }

  private Value silentFilm() throws Exception {
    return Value.of(context.bring(silentColours));
  }

  private static Asset asset(Map<String, Value> outputs, String name) {
    return assets(outputs, name).getFirst();
  }

  private static List<Asset> assets(Map<String, Value> outputs, String name) {
    return Objects.requireNonNull(outputs.get(name)).assets();
  }

  private Map<String, Value> probe(Asset asset) throws Exception {
    return done("video.probe", Map.of("file", Value.of(asset)));
  }

  private double seconds(Asset asset) throws Exception {
    return probe(asset).get("seconds") instanceof Value.Num(var seconds) ? seconds : -1;
  }

  private Asset frame(Asset video, double second) throws Exception {
    var given =
        new HashMap<String, Value>(Map.of("at", Value.of(second), "format", Value.of("png")));
    given.put("video", Value.of(video));
    return asset(done("video.thumbnail", given), "image");
  }

  /** How far a picture is from one colour, 0 to 255. */
  private double distance(Asset picture, Colour colour) throws Exception {
    try (var studio = IMAGING.studio()) {
      var plain = studio.canvas(picture.width(), picture.height(), colour);
      return Likeness.difference(studio.open(context.file(picture.id())), plain);
    }
  }

  private void assertSeen(Asset video, double second, Colour colour) throws Exception {
    assertThat(distance(frame(video, second), colour)).as("at %s", second).isLessThan(8);
  }

  @Test
  void a_probe_tells_what_a_film_is() throws Exception {
    assertThat(probe(context.bring(colours)))
        .containsEntry("container", Value.of("mp4"))
        .containsEntry("width", Value.of(320))
        .containsEntry("height", Value.of(180))
        .containsEntry("fps", Value.of(25.0))
        .containsEntry("video_codec", Value.of("h264"))
        .containsEntry("has_audio", Value.of(true))
        .containsEntry("audio_codec", Value.of("aac"))
        .containsEntry("channels", Value.of(1));
    var sound = probe(context.bring(clips.make("a.mp3", "sine=440:d=1")));
    assertThat(sound).containsEntry("has_video", Value.of(false));
    assertThat(sound).containsEntry("audio_codec", Value.of("mp3"));
  }

  private List<Double> fractions() {
    return context.told().stream().map(Progress::fraction).toList();
  }

  @Test
  void a_step_says_how_far_it_is_with_the_seconds_there_are() throws Exception {
    var film = clips.make("long.mp4", "testsrc2=s=960x540:r=25:d=8,format=yuv420p");
    done("video.transcode", Map.of("video", Value.of(context.bring(film)), "width", Value.of(640)));

    assertThat(fractions()).isSorted();
    assertThat(fractions().stream().distinct()).hasSizeGreaterThan(2);
    assertThat(fractions().getLast()).isGreaterThan(0.95);
    assertThat(context.told().getLast().words()).hasValue("second 8 of 8");
  }

  @Test
  void what_is_made_of_several_counts_them_all() throws Exception {
    var film = film();
    done("video.concat", Map.of("videos", new Value.ListOf(List.of(film, silentFilm()))));
    assertThat(context.told().getLast().words()).hasValue("second 6 of 6");

    context.told().clear();
    done("video.frames", Map.of("video", film, "count", Value.of(2)));
    assertThat(context.told())
        .containsExactly(Progress.of("frame", 1, 2), Progress.of("frame", 2, 2));
  }

  @Test
  void sound_that_is_measured_first_is_half_done_then() throws Exception {
    var tone = context.bring(clips.make("tone.wav", "sine=440:d=3"));
    done("audio.normalise", Map.of("audio", Value.of(tone)));
    assertThat(fractions()).isSorted().anySatisfy(half -> assertThat(half).isBetween(0.4, 0.5));
    assertThat(fractions().getLast()).isGreaterThan(0.95);
  }

  @ParameterizedTest
  @CsvSource({"jpeg, image/jpeg", "png, image/png", "webp, image/webp"})
  void a_poster_shows_the_second_that_was_asked_for(String format, String mediaType)
      throws Exception {
    var film = film();
    var poster =
        asset(
            done(
                "video.thumbnail",
                Map.of(
                    "video", film,
                    "percent", Value.of(50),
                    "width", Value.of(160),
                    "format", Value.of(format))),
            "image");
    assertThat(poster.mediaType()).isEqualTo(mediaType);
    assertThat(List.of(poster.width(), poster.height())).containsExactly(160, 90);
    assertThat(poster.name()).startsWith("film-poster");
    assertThat(distance(poster, GREEN)).isLessThan(8);
    assertThat(refused("video.thumbnail", Map.of("video", film, "at", Value.of(9))))
        .startsWith("at: expected a second within the 3.0");
  }

  @Test
  void a_poster_without_a_time_is_not_the_black_that_films_begin_with() throws Exception {
    var late =
        clips.make(
            "late.mp4",
            "color=black:s=320x180:r=25:d=0.4[a];color=lime:s=320x180:r=25:d=1[b];[a][b]concat=n=2");
    var poster =
        asset(done("video.thumbnail", Map.of("video", Value.of(context.bring(late)))), "image");
    assertThat(distance(poster, GREEN)).isLessThan(12);
  }

  @Test
  void frames_come_in_order_and_say_when_they_are_seen() throws Exception {
    var film = film();
    var some = done("video.frames", Map.of("video", film, "count", Value.of(3)));
    assertThat(some.get("seconds"))
        .isEqualTo(new Value.ListOf(List.of(Value.of(0.5), Value.of(1.5), Value.of(2.5))));
    var colours = List.of(RED, GREEN, BLUE);
    for (int i = 0; i < 3; i++) {
      var image = assets(some, "images").get(i);
      assertThat(distance(image, colours.get(i))).as("frame %s", i).isLessThan(8);
      assertThat(image.name()).isEqualTo("film-frame-00" + (i + 1) + ".jpg");
    }
    var each = done("video.frames", Map.of("video", film, "every", Value.of(2)));
    assertThat(each.get("seconds"))
        .isEqualTo(new Value.ListOf(List.of(Value.of(0.0), Value.of(2.0))));
    assertThat(refused("video.frames", Map.of("video", film, "every", Value.of(0.01))))
        .isEqualTo(
            "every: expected at most 200 frames, but 3 seconds give 300: take at least 0.02");
  }

  @Test
  void a_film_is_trimmed_at_the_frame() throws Exception {
    var film = film();
    var piece =
        asset(
            done("video.trim", Map.of("video", film, "from", Value.of(1), "to", Value.of(2.5))),
            "video");
    assertThat(seconds(piece)).isCloseTo(1.5, within(0.1));
    assertThat(List.of(piece.width(), piece.height())).containsExactly(320, 180);
    assertThat(piece.mediaType()).isEqualTo("video/mp4");
    assertSeen(piece, 0, GREEN);
    assertSeen(piece, 1.4, BLUE);
    assertThat(refused("video.trim", Map.of("video", film, "from", Value.of(2), "to", Value.of(7))))
        .startsWith("to: expected an end within the 3.0");
    assertThat(refused("video.trim", Map.of("video", film, "from", Value.of(2), "to", Value.of(1))))
        .startsWith("from: expected a start before the end at 1.00");
  }

  @Test
  void a_film_is_trimmed_without_loss_where_its_format_allows() throws Exception {
    var copied =
        asset(
            done(
                "video.trim",
                Map.of("video", film(), "seconds", Value.of(1), "exact", Value.of(false))),
            "video");
    assertSeen(copied, 0.5, RED);
    var avi = Value.of(context.bring(clips.make("a.avi", "color=red:s=64x64:d=1")));
    assertThat(refused("video.trim", Map.of("video", avi, "exact", Value.of(false))))
        .startsWith("exact: expected true");
  }

  @ParameterizedTest
  @CsvSource({
    "mp4, h264, video/mp4, aac",
    "webm, vp9, video/webm, opus",
    "webm, av1, video/webm, opus"
  })
  void a_film_is_transcoded_for_a_channel(
      String format, String codec, String mediaType, String sound) throws Exception {
    var given =
        Map.of(
            "video", film(),
            "format", Value.of(format),
            "codec", Value.of(codec),
            "width", Value.of(160),
            "height", Value.of(160),
            "fit", Value.of("cover"),
            "fps", Value.of(12));
    var made = asset(done("video.transcode", given), "video");
    assertThat(made.mediaType()).isEqualTo(mediaType);
    assertThat(List.of(made.width(), made.height())).containsExactly(160, 160);
    assertThat(probe(made))
        .containsEntry("video_codec", Value.of(codec))
        .containsEntry("audio_codec", Value.of(sound))
        .containsEntry("fps", Value.of(12.0));
    assertSeen(made, 1.5, GREEN);
    var again = asset(done("video.transcode", given), "video");
    assertThat(again.id()).as("equal work gives equal bytes").isEqualTo(made.id());
  }

  @Test
  void what_does_not_fit_is_filled_up_and_what_is_odd_becomes_even() throws Exception {
    var film = silentFilm();
    var padded =
        asset(
            done(
                "video.transcode",
                Map.of(
                    "video", film,
                    "width", Value.of(180),
                    "height", Value.of(320),
                    "fit", Value.of("pad"),
                    "background", Value.of("#0000fe"))),
            "video");
    assertThat(List.of(padded.width(), padded.height())).containsExactly(180, 320);
    // a third is red, the rest as was asked for
    var frame = frame(padded, 0.5);
    assertThat(distance(frame, BLUE)).isBetween(40.0, 70.0);
    var odd =
        asset(done("video.transcode", Map.of("video", film, "width", Value.of(101))), "video");
    assertThat(List.of(odd.width() % 2, odd.height() % 2)).containsExactly(0, 0);
    assertThat(probe(odd)).containsEntry("has_audio", Value.of(false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gif", "webp"})
  void a_preview_moves(String format) throws Exception {
    var preview =
        asset(
            done(
                "video.preview",
                Map.of(
                    "video", film(),
                    "from", Value.of(0.5),
                    "seconds", Value.of(1),
                    "width", Value.of(120),
                    "format", Value.of(format))),
            "image");
    assertThat(preview.mediaType()).isEqualTo("image/" + format);
    assertThat(preview.width()).isEqualTo(120);
    var facts = MediaProbe.facts(context.file(preview.id()));
    assertThat(facts.animated()).isTrue();
  }

  @Test
  void films_are_put_one_after_the_other_whatever_their_size_and_sound() throws Exception {
    var tall = context.bring(clips.make("tall.webm", "color=blue:s=90x160:r=10:d=1"));
    var joined =
        asset(
            done(
                "video.concat",
                Map.of("videos", new Value.ListOf(List.of(film(), Value.of(tall))))),
            "video");
    assertThat(seconds(joined)).isCloseTo(4, within(0.2));
    assertThat(List.of(joined.width(), joined.height())).containsExactly(320, 180);
    assertThat(probe(joined)).containsEntry("has_audio", Value.of(true));
    assertSeen(joined, 0.5, RED);
    assertSeen(joined, 2.5, BLUE);
    // black beside what is higher than wide
    assertThat(distance(frame(joined, 3.5), BLUE)).isBetween(40.0, 75.0);
  }

  @Test
  void a_picture_lies_over_a_film_while_it_is_asked_to() throws Exception {
    var over =
        Value.of(
            context.bring(
                clips.make("blue.png", List.of("-frames:v", "1"), "color=blue:s=160x90")));
    var made =
        asset(
            done(
                "video.overlay",
                Map.of(
                    "video", silentFilm(),
                    "image", over,
                    "width", Value.of(1),
                    "margin", Value.of(0),
                    "position", Value.of("centre"),
                    "from", Value.of(0.5),
                    "to", Value.of(1.5))),
            "video");
    assertSeen(made, 0.2, RED);
    assertSeen(made, 0.8, BLUE);
    assertSeen(made, 1.8, GREEN);
  }

  @Test
  void words_over_a_film_are_words_whatever_they_say() throws Exception {
    var film = silentFilm();
    var plain = frame(film.assets().getFirst(), 0.5);
    var made =
        asset(
            done(
                "video.overlay",
                Map.of(
                    "video", film,
                    "text", Value.of("%{localtime}:x='1';[v]/etc\\passwd"),
                    "width", Value.of(0.9),
                    "size", Value.of(0.15),
                    "position", Value.of("centre"))),
            "video");
    try (var studio = IMAGING.studio()) {
      var before = studio.open(context.file(plain.id()));
      var after = studio.open(context.file(frame(made, 0.5).id()));
      assertThat(Likeness.difference(before, after)).isGreaterThan(3);
    }
    assertThat(refused("video.overlay", Map.of("video", film)))
        .isEqualTo("image: expected 'image' or 'text', but neither is given");
  }

  @ParameterizedTest
  @CsvSource({
    "m4a, audio/mp4",
    "mp3, audio/mpeg",
    "opus, audio/ogg",
    "flac, audio/x-flac",
    "wav, audio/vnd.wave"
  })
  void the_sound_is_taken_out_of_a_film(String format, String mediaType) throws Exception {
    var sound =
        asset(done("audio.extract", Map.of("video", film(), "format", Value.of(format))), "audio");
    assertThat(sound.mediaType()).isEqualTo(mediaType);
    assertThat(seconds(sound)).isCloseTo(3, within(0.2));
  }

  @Test
  void a_film_without_sound_has_none_to_give() throws Exception {
    assertThat(refused("audio.extract", Map.of("video", silentFilm())))
        .isEqualTo("video: expected sound, but there is none in it");
  }

  @Test
  void sound_becomes_as_loud_as_was_asked_for() throws Exception {
    var quiet =
        Value.of(
            context.bring(clips.make("quiet.wav", List.of("-af", "volume=-24dB"), "sine=440:d=4")));
    var loud = done("audio.normalise", Map.of("audio", quiet, "format", Value.of("flac")));
    var measured = done("audio.normalise", Map.of("audio", Value.of(asset(loud, "audio"))));
    assertThat(lufs(loud)).isLessThan(-40);
    assertThat(lufs(measured)).isCloseTo(-16, within(0.6));
    var silence = Value.of(context.bring(clips.make("none.wav", "anullsrc=d=2")));
    assertThat(refused("audio.normalise", Map.of("audio", silence)))
        .isEqualTo("audio: expected sound that can be heard, but it is silent");
  }

  private static double lufs(Map<String, Value> outputs) {
    return outputs.get("before") instanceof Value.Num(var lufs) ? lufs : Double.NaN;
  }

  @Test
  void the_sound_of_a_film_becomes_as_loud_too() throws Exception {
    var made =
        asset(done("video.transcode", Map.of("video", film(), "loudness", Value.of(-14))), "video");
    var sound = done("audio.extract", Map.of("video", Value.of(made), "format", Value.of("wav")));
    assertThat(lufs(done("audio.normalise", Map.of("audio", Value.of(asset(sound, "audio"))))))
        .isCloseTo(-14, within(0.8));
  }

  @Test
  void a_film_of_a_turned_phone_is_seen_upright() throws Exception {
    var turned = clips.copy(colours, "turned.mp4", "-metadata:s:v:0", "rotate=90");
    var made =
        asset(done("video.transcode", Map.of("video", Value.of(context.bring(turned)))), "video");
    assertThat(List.of(made.width(), made.height())).containsExactly(180, 320);
  }

  @Test
  void a_film_that_is_cut_off_is_refused_instead_of_becoming_shorter() throws Exception {
    var whole =
        clips.make(
            "whole.mp4",
            List.of("-movflags", "+faststart"),
            "testsrc2=s=320x180:r=25:d=6,format=yuv420p");
    var bytes = Files.readAllBytes(whole);
    var half = Files.write(folder.resolve("half.mp4"), Arrays.copyOf(bytes, bytes.length / 2));
    assertThat(refused("video.transcode", Map.of("video", Value.of(context.bring(half)))))
        .startsWith("video: expected a whole file of 6.0 seconds");
  }

  @Test
  void a_playlist_is_refused_by_every_step_that_takes_a_file() throws Exception {
    var list =
        Files.writeString(folder.resolve("list.mp4"), "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n");
    var stored = Value.of(context.bring(list));
    for (var step : STEPS) {
      var parameter = step.type().parameters().getFirst();
      var given = parameter.list() ? new Value.ListOf(List.of(stored, stored)) : stored;
      var photo = Value.of(context.bring(Photos.of("dog-beagle.jpg")));
      var all = new HashMap<>(Map.of(parameter.name(), given));
      if (step.type().name().equals("video.overlay")) {
        all.put("image", photo);
      }
      assertThat(refused(step.type().name(), all))
          .as(step.type().name())
          .contains("expected MP4, MOV")
          .contains("a playlist that names other files");
    }
  }

  @Test
  void a_workflow_is_refused_where_ffmpeg_is_missing_or_cannot_do_it() {
    var nowhere = VideoSteps.all(new Ffmpeg(List.of(folder)), IMAGING);
    assertThat(nowhere)
        .allSatisfy(
            step ->
                assertThat(step.refuse(new Literals(Map.of())).orElseThrow().message())
                    .contains("apt install ffmpeg", "brew install ffmpeg"));
    var odd = new Literals(Map.of("format", Value.of("webm"), "codec", Value.of("h264")));
    assertThat(step("video.transcode").refuse(odd).orElseThrow().line())
        .isEqualTo("codec: expected VP9 or AV1 in WebM, but H.264");
    assertThat(step("video.transcode").refuse(new Literals(Map.of()))).isEmpty();
  }
}
