package dev.backlot.media.credit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.media.Clips;
import dev.backlot.media.Manifests;
import dev.backlot.media.MediaProbe;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Videos, sounds and GIFs say where they come from, and nothing else in them changes. */
@Timeout(120)
class MovieCreditTest {
  private static final Optional<DigitalSource> MADE = Optional.of(DigitalSource.MADE);
  private static final String HASH = "sha256:abc";

  @TempDir Path folder;

  private List<Path> files() throws Exception {
    return Manifests.files(new Clips(folder));
  }

  /** Hashes of all frames and samples, as another reader decodes them. */
  private String decoded(Path file) throws Exception {
    var process =
        new ProcessBuilder(
                "ffmpeg", "-v", "error", "-i", file.toString(), "-f", "framemd5", "pipe:1")
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  @Test
  void content_credentials_are_seen_in_every_kind_of_file_that_may_have_them() throws Exception {
    for (var file : files()) {
      var name = file.getFileName().toString();
      var before = decoded(file);
      assertThat(Credit.of(file)).as(name).isEqualTo(Credit.NONE);

      Manifests.into(file);

      assertThat(Credit.of(file)).as(name).isEqualTo(new Credit(MADE, true, Optional.empty()));
      assertThat(decoded(file)).as("the file still plays: %s", name).isEqualTo(before);
    }
  }

  @Test
  void older_tags_of_sounds_have_them_too() throws Exception {
    var sound = new Clips(folder).make("sound.mp3", "sine=440:d=1");
    var bytes = Files.readAllBytes(sound);
    Files.write(sound, Manifests.tag(bytes, "application/x-c2pa-manifest-store"));
    assertThat(Credit.of(sound).credentials()).isTrue();
    Files.write(sound, Manifests.tag(bytes, "application/pdf"));
    assertThat(Credit.of(sound).credentials()).isFalse();

    var flac = new Clips(folder).make("sound.flac", "sine=440:d=1");
    Files.write(flac, Manifests.tag(Files.readAllBytes(flac), "application/c2pa"));
    assertThat(Credit.of(flac).credentials()).isTrue();
  }

  @Test
  void a_tag_with_a_zero_behind_each_255_is_read() throws Exception {
    var content = "\0application/c2pa\0\u00ff\0\0" + Manifests.MADE_BY_A_MODEL;
    var frame =
        "XXXX\0\0\0\3\0\0\u00ff\u00e0\1GEOB\0\0\0" + (char) content.length() + "\0\0" + content;
    var stuffed = frame.replace("\u00ff", "\u00ff\0");
    var file = folder.resolve("sound.mp3");
    Files.write(
        file,
        ("ID3\3\0\u0080\0\0"
                + (char) (stuffed.length() >> 7)
                + (char) (stuffed.length() & 0x7f)
                + stuffed)
            .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(Credit.of(file)).isEqualTo(new Credit(MADE, true, Optional.empty()));
  }

  @Test
  void a_file_is_marked_without_touching_a_frame() throws Exception {
    for (var file : files()) {
      var name = file.getFileName().toString();
      if (name.endsWith("avi") || name.endsWith("flac")) {
        assertThat(Credit.mark(file, MADE, Optional.of(HASH))).as(name).isFalse();
        continue;
      }
      var before = decoded(file);
      var facts = MediaProbe.facts(file);

      assertThat(Credit.mark(file, MADE, Optional.of(HASH))).as(name).isTrue();
      assertThat(Credit.of(file)).as(name).isEqualTo(new Credit(MADE, false, Optional.of(HASH)));
      assertThat(decoded(file)).as(name).isEqualTo(before);
      assertThat(MediaProbe.facts(file)).as(name).isEqualTo(facts);

      long once = Files.size(file);
      Credit.mark(file, MADE, Optional.of(HASH));
      assertThat(Files.size(file)).as(name).isEqualTo(once);
    }
  }

  @Test
  void a_packet_before_the_pictures_makes_room_without_moving_them() throws Exception {
    var clips = new Clips(folder);
    var film = clips.copy(clips.film(), "roomy.mp4", "-moov_size", "20000");
    var bytes = Files.readAllBytes(film);
    var before = decoded(film);
    int room = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("free") - 4;
    var packet =
        new String(
            Credit.packet(Optional.of(DigitalSource.ENHANCED), Optional.empty())
                .getBytes(StandardCharsets.UTF_8),
            StandardCharsets.ISO_8859_1);
    var box = ("uuid" + Uuids.XMP + packet).getBytes(StandardCharsets.ISO_8859_1);
    int size = ByteBuffer.wrap(bytes).getInt(room);
    assertThat(size).isGreaterThan(box.length + 4);
    Arrays.fill(bytes, room + 4, room + size, (byte) ' ');
    System.arraycopy(box, 0, bytes, room + 4, box.length);
    Files.write(film, bytes);
    assertThat(Credit.of(film).source()).contains(DigitalSource.ENHANCED);

    assertThat(Credit.mark(film, MADE, Optional.empty())).isTrue();

    assertThat(Credit.of(film).source()).isEqualTo(MADE);
    assertThat(decoded(film)).isEqualTo(before);
  }

  @Test
  void a_sound_without_a_tag_gets_one() throws Exception {
    var sound =
        new Clips(folder)
            .make("sound.mp3", List.of("-id3v2_version", "0", "-write_xing", "0"), "sine=440:d=1");
    var before = decoded(sound);
    assertThat(Files.readAllBytes(sound)[0]).isEqualTo((byte) 0xFF);
    assertThat(Credit.mark(sound, MADE, Optional.empty())).isTrue();
    assertThat(Credit.of(sound).source()).isEqualTo(MADE);
    assertThat(decoded(sound)).isEqualTo(before);
  }

  @Test
  void a_file_that_is_cut_off_is_left_alone() throws Exception {
    for (var whole : files()) {
      var bytes = Files.readAllBytes(Manifests.into(whole));
      for (int length : new int[] {1, 9, 15, 30, 200, bytes.length / 2}) {
        var cut = Arrays.copyOf(bytes, length);
        var file = Files.write(folder.resolve("cut"), cut);
        Credit.of(file);
        if (!Credit.mark(file, MADE, Optional.empty())) {
          assertThat(Files.readAllBytes(file)).isEqualTo(cut);
        }
      }
    }
  }

  @Test
  void credentials_of_a_film_that_is_cut_off_behind_them_are_seen() throws Exception {
    var clips = new Clips(folder);
    var film =
        clips.copy(
            clips.film(), "cut.mp4", "-movflags", "frag_keyframe+empty_moov+default_base_moof");
    var bytes = Files.readAllBytes(Manifests.into(film));
    Files.write(film, Arrays.copyOf(bytes, bytes.length - 100));
    assertThat(Credit.of(film).credentials()).isTrue();
    assertThat(Credit.mark(film, MADE, Optional.empty())).isFalse();
  }

  @Test
  void sizes_that_lie_take_neither_memory_nor_time() throws Exception {
    for (var head :
        List.of(
            "\0\0\0\u0010ftypisom\0\0\0\0\0\0\0\1uuid\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
            "\0\0\0\u0010ftypisom\0\0\0\0\0\0\0\1moov\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff",
            "\0\0\0\u0010ftypisom\0\0\0\0\0\0\0\7mdat",
            "RIFF\u00ff\u00ff\u00ff\u00ffWAVEC2PA\u00ff\u00ff\u00ff\u00ff",
            "ID3\3\0\0\u007f\u007f\u007f\u007fGEOB\u007f\u00ff\u00ff\u00ff\0\0\0application/pdf\0",
            "fLaC\2\u00ff\u00ff\u00ffc2p")) {
      var file = folder.resolve("liar");
      Files.write(file, head.getBytes(StandardCharsets.ISO_8859_1));
      assertThat(Credit.of(file)).isEqualTo(Credit.NONE);
      try (var wide = new RandomAccessFile(file.toFile(), "rw")) {
        wide.setLength(4L << 30); // sparse: takes no room
      }
      assertThat(Credit.of(file).superseded()).isEmpty();
    }
  }
}
