package dev.backlot.media.ffmpeg;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.media.Clips;
import dev.backlot.media.Hostile;
import dev.backlot.media.MediaException;
import dev.backlot.media.MediaProbe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The real ffmpeg reads what it is to read and refuses the rest. */
@Timeout(60)
class FfmpegTest {
  private static final Ffmpeg FFMPEG = Ffmpeg.onPath();
  private static final String MOVING = "testsrc2=s=160x90:r=25:d=1,format=yuv420p";

  @TempDir Path folder;

  private Movie probe(Path file) throws Exception {
    return FFMPEG.probe(Source.movie(file), folder, () -> false);
  }

  @Test
  void it_is_found_and_says_its_version() {
    assertThat(FFMPEG.version()).as("no ffmpeg: apt-get install ffmpeg").isPresent();
    assertThat(FFMPEG.version().get()).matches("[0-9a-zA-Z].*");
    assertThat(FFMPEG.encodes("libx264")).isTrue();
    assertThat(FFMPEG.encodes("libnothing")).isFalse();
  }

  @Test
  void where_it_is_missing_it_says_how_to_get_it() throws Exception {
    var nowhere = new Ffmpeg(List.of(folder));
    assertThat(nowhere.version()).isEmpty();
    var film = Source.movie(new Clips(folder).film());
    assertThatThrownBy(() -> nowhere.probe(film, folder, () -> false))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("apt install ffmpeg")
        .hasMessageContaining("brew install ffmpeg");
  }

  @ParameterizedTest
  @CsvSource({
    "a.mp4, video/mp4, mp4, h264",
    "a.mov, video/quicktime, mp4, h264",
    "a.webm, video/webm, matroska, vp9",
    "a.mkv, video/x-matroska, matroska, h264",
    "a.avi, video/x-msvideo, avi, mpeg4",
    "a.ts, video/mp2t, mpegts, mpeg2video",
    "a.mpg, video/mpeg, mpeg, mpeg1video",
    "a.ogv, video/ogg, ogg, theora"
  })
  void a_video_is_known_by_its_content(
      String name, String mediaType, String container, String codec) throws Exception {
    var file = new Clips(folder).make(name, MOVING, "sine=440:d=1");
    var nameless = Files.move(file, folder.resolve("upload"));
    assertThat(MediaProbe.facts(nameless).mediaType()).isEqualTo(mediaType);
    var movie = probe(nameless);
    assertThat(movie.container()).isEqualTo(container);
    assertThat(movie.seconds()).isBetween(0.9, 1.3);
    var video = movie.video().orElseThrow();
    assertThat(video.codec()).isEqualTo(codec);
    assertThat(List.of(video.width(), video.height())).containsExactly(160, 90);
    assertThat(video.rate()).isBetween(24.0, 26.0);
    assertThat(movie.audio()).isPresent();
  }

  @ParameterizedTest
  @CsvSource({
    "a.mp3, audio/mpeg",
    "a.m4a, audio/mp4",
    "a.wav, audio/vnd.wave",
    "a.flac, audio/x-flac",
    "a.opus, audio/ogg",
    "a.ogg, audio/ogg",
    "a.aac, audio/x-aac",
    "a.aiff, audio/x-aiff"
  })
  void a_sound_is_known_by_its_content(String name, String mediaType) throws Exception {
    var file = new Clips(folder).make(name, "sine=440:d=1");
    assertThat(MediaProbe.facts(file).mediaType()).isEqualTo(mediaType);
    var movie = probe(file);
    assertThat(movie.video()).isEmpty();
    assertThat(movie.seconds()).isBetween(0.9, 1.2);
    assertThat(movie.audio().orElseThrow().channels()).isEqualTo(1);
  }

  @Test
  void a_film_of_a_turned_phone_is_told_as_it_is_seen() throws Exception {
    var clips = new Clips(folder);
    var turned = clips.copy(clips.film(), "turned.mp4", "-metadata:s:v:0", "rotate=90");
    var video = probe(turned).video().orElseThrow();
    assertThat(List.of(video.width(), video.height())).containsExactly(180, 320);
  }

  /** What would have ffmpeg open other files, or addresses, if it were left to guess. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10.0,\nfile://%s\n#EXT-X-ENDLIST\n",
        "#EXTM3U\n#EXTINF:10.0,\nhttp://127.0.0.1:9/secret.ts\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '%s'\n",
        "file '%s'\n",
        "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><Period/></MPD>",
        "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><image"
            + " href=\"%s\"/></svg>",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n",
        "[playlist]\nFile1=%s\n",
        ";FFMETADATA1\ntitle=x\n"
      })
  void what_names_other_files_is_not_followed(String text) throws Exception {
    var secret = new Clips(folder).film();
    var file = folder.resolve("movie.mp4");
    Files.writeString(file, text.replace("%s", secret.toString()));
    assertThatThrownBy(() -> Source.movie(file))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("expected MP4, MOV")
        .hasMessageNotContaining(secret.toString());
  }

  /** ffmpeg skips a tag before it guesses: behind it is a playlist, which it would follow. */
  @Test
  void a_playlist_in_the_clothes_of_a_sound_is_read_as_that_sound_only() throws Exception {
    var secret = new Clips(folder).make("secret.ts", MOVING);
    var tag = Arrays.copyOf(new byte[] {'I', 'D', '3', 3, 0, 0, 0, 0, 0, 32}, 42);
    var list =
        """
        #EXTM3U
        #EXT-X-TARGETDURATION:1
        #EXTINF:1,
        file://%s
        #EXT-X-ENDLIST
        """
            .formatted(secret);
    var file = Files.write(folder.resolve("song.mp3"), joined(tag, list.getBytes(UTF_8)));
    assertThat(MediaProbe.facts(file).mediaType()).isEqualTo("audio/mpeg");
    assertThatThrownBy(() -> probe(file))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("ffmpeg cannot work on this");
  }

  @Test
  void pictures_documents_and_nothing_at_all_are_refused_in_words() throws Exception {
    var hostile = new Hostile(folder);
    assertThatThrownBy(() -> Source.movie(hostile.pdfNamedJpeg())).hasMessageContaining("a PDF");
    assertThatThrownBy(() -> Source.movie(hostile.pngBomb())).hasMessageContaining("a picture");
    assertThatThrownBy(() -> Source.movie(hostile.empty())).hasMessageContaining("empty");
    assertThatThrownBy(() -> Source.picture(hostile.pngBomb())).hasMessageContaining("20000");
  }

  @Test
  void a_file_that_is_cut_off_is_refused_without_the_paths_of_this_machine() throws Exception {
    var film = new Clips(folder).film();
    var whole = Files.readAllBytes(film);
    Files.write(film, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> probe(film))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining("ffmpeg cannot work on this")
        .hasMessageNotContaining(folder.toString());
  }

  @Test
  void a_header_that_promises_too_much_is_refused() throws Exception {
    var clips = new Clips(folder);
    var large =
        clips.make("large.avi", List.of("-c:v", "mjpeg", "-frames:v", "1"), "color=red:s=9000x64");
    assertThatThrownBy(() -> probe(large)).hasMessageContaining("9000 x 64");
    var quick =
        clips.make(
            "quick.avi", List.of("-c:v", "mjpeg", "-frames:v", "9"), "color=red:s=64x64:r=1000");
    assertThatThrownBy(() -> probe(quick)).hasMessageContaining("240 frames a second");
    var lying =
        Files.readAllBytes(
            clips.make("lying.avi", List.of("-c:v", "mjpeg"), "color=red:s=64x64:d=1"));
    int at = new String(lying, StandardCharsets.ISO_8859_1).indexOf("strf") + 12;
    lying[at + 2] = 0x7f;
    lying[at + 6] = 0x7f;
    var file = Files.write(folder.resolve("lying2.avi"), lying);
    // its pictures say what they are, and they count
    assertThat(probe(file).video().orElseThrow().width()).isEqualTo(64);
  }

  private static byte[] joined(byte[] one, byte[] other) {
    var all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return all;
  }
}
