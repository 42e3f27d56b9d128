package dev.backlot.media.credit;

import static org.assertj.core.api.Assertions.assertThat;

import com.drew.imaging.ImageMetadataReader;
import com.drew.metadata.xmp.XmpDirectory;
import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaProbe;
import dev.backlot.media.Photos;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.Pixels;
import dev.backlot.media.load.ImagingLoader;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files say where they come from, and nothing else in them changes. */
class CreditTest {
  private static final Imaging IMAGING = ImagingLoader.load(Path.of(""));
  private static final Optional<DigitalSource> MADE = Optional.of(DigitalSource.MADE);

  @TempDir Path folder;

  private Path picture(PictureFormat format, boolean lossless) throws Exception {
    var file = folder.resolve("picture." + format.extension());
    try (var studio = IMAGING.studio()) {
      var encoding =
          new Encoding(format, 80, false, lossless, false, false, false, Optional.empty());
      studio.open(Photos.of("coffee-cup.jpg")).write(file, encoding);
    }
    return file;
  }

  private static Pixels pixels(Path file) throws Exception {
    try (var studio = IMAGING.studio()) {
      return studio.open(file).pixels();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = PictureFormat.class,
      names = {"JPEG", "PNG", "WEBP"})
  void a_file_is_marked_without_touching_a_pixel(PictureFormat format) throws Exception {
    for (boolean lossless : new boolean[] {false, format == PictureFormat.WEBP}) {
      var file = picture(format, lossless);
      var before = pixels(file);
      var facts = MediaProbe.facts(file);

      assertThat(Credit.of(file)).isEqualTo(Credit.NONE);
      assertThat(Credit.mark(file, MADE, Optional.empty())).isTrue();

      assertThat(Credit.of(file)).isEqualTo(new Credit(MADE, false, Optional.empty()));
      assertThat(pixels(file).samples()).isEqualTo(before.samples());
      assertThat(MediaProbe.facts(file)).isEqualTo(facts);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = PictureFormat.class,
      names = {"JPEG", "PNG", "WEBP"})
  void other_readers_find_it_and_marking_again_replaces_it(PictureFormat format) throws Exception {
    var file = picture(format, false);
    Credit.mark(file, Optional.of(DigitalSource.ENHANCED), Optional.empty());
    long once = Files.size(file);
    Credit.mark(file, Optional.of(DigitalSource.ENHANCED), Optional.empty());
    assertThat(Files.size(file)).isEqualTo(once);
    Credit.mark(file, MADE, Optional.of("sha256:abc"));

    assertThat(Credit.of(file).source()).isEqualTo(MADE);
    var found = ImageMetadataReader.readMetadata(file.toFile());
    var packets = found.getDirectoriesOfType(XmpDirectory.class);
    assertThat(packets).hasSize(1);
    assertThat(packets.iterator().next().getXmpProperties().values())
        .contains(
            "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia", "sha256:abc");
  }

  @Test
  void what_else_a_photo_says_of_itself_stays() throws Exception {
    var file = Files.copy(Photos.of("toy-robot-exif6-displayp3.jpg"), folder.resolve("robot.jpg"));
    var before = ImageMetadataReader.readMetadata(file.toFile());

    Credit.mark(file, Optional.of(DigitalSource.COMPOSITE), Optional.empty());

    var after = ImageMetadataReader.readMetadata(file.toFile());
    for (var directory : before.getDirectories()) {
      if (directory instanceof XmpDirectory || directory.getName().equals("File")) {
        continue;
      }
      assertThat(after.getDirectoriesOfType(directory.getClass()))
          .anySatisfy(same -> assertThat(same.getTagCount()).isEqualTo(directory.getTagCount()));
    }
    assertThat(MediaProbe.facts(file).orientation()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 20, 200, 2_000})
  void a_file_that_is_cut_off_is_left_alone(int length) throws Exception {
    for (var format : List.of(PictureFormat.JPEG, PictureFormat.PNG, PictureFormat.WEBP)) {
      var whole = Files.readAllBytes(picture(format, false));
      var cut = Arrays.copyOf(whole, length);
      var file = Files.write(folder.resolve("cut"), cut);
      var credit = Credit.of(file);
      assertThat(credit.credentials()).isFalse();
      if (!Credit.mark(file, MADE, Optional.empty())) {
        assertThat(Files.readAllBytes(file)).isEqualTo(cut);
      }
    }
  }

  @Test
  void a_packet_that_names_files_to_read_says_nothing() throws Exception {
    var file = picture(PictureFormat.PNG, false);
    var hostile =
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><x:xmpmeta"
            + " xmlns:x=\"adobe:ns:meta/\">&e;</x:xmpmeta>";
    insert(file, "iTXt", ("XML:com.adobe.xmp\0\0\0\0\0" + hostile));
    assertThat(Credit.of(file)).isEqualTo(Credit.NONE);
  }

  @Test
  void content_credentials_are_seen_and_what_they_say_of_models() throws Exception {
    var manifest =
        "jumbc2pa...http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
    var png = picture(PictureFormat.PNG, false);
    insert(png, "caBX", manifest);
    assertThat(Credit.of(png)).isEqualTo(new Credit(MADE, true, Optional.empty()));

    var jpeg = picture(PictureFormat.JPEG, false);
    var bytes = Files.readAllBytes(jpeg);
    var body = ("JP\0\1\0\0\0\1\0\0\0`" + manifest).getBytes(StandardCharsets.ISO_8859_1);
    var out = new ByteArrayOutputStream();
    out.write(bytes, 0, 2);
    out.writeBytes(
        ByteBuffer.allocate(4)
            .putShort((short) 0xFFEB)
            .putShort((short) (body.length + 2))
            .array());
    out.writeBytes(body);
    out.write(bytes, 2, bytes.length - 2);
    Files.write(jpeg, out.toByteArray());
    assertThat(Credit.of(jpeg)).isEqualTo(new Credit(MADE, true, Optional.empty()));
  }

  /** Puts a chunk behind the first of a PNG. */
  private static void insert(Path file, String type, String content) throws Exception {
    var bytes = Files.readAllBytes(file);
    var data = (type + content).getBytes(StandardCharsets.ISO_8859_1);
    var sum = new CRC32();
    sum.update(data);
    var out = new ByteArrayOutputStream();
    out.write(bytes, 0, 33);
    out.writeBytes(ByteBuffer.allocate(4).putInt(data.length - 4).array());
    out.writeBytes(data);
    out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    out.write(bytes, 33, bytes.length - 33);
    Files.write(file, out.toByteArray());
  }

  @Test
  void what_only_models_made_stays_so_and_what_they_had_a_part_in_is_a_composite() {
    var none = Optional.<DigitalSource>empty();
    var enhanced = Optional.of(DigitalSource.ENHANCED);
    assertThat(DigitalSource.of(List.of())).isEmpty();
    assertThat(DigitalSource.of(List.of(none, none))).isEmpty();
    assertThat(DigitalSource.of(List.of(MADE))).isEqualTo(MADE);
    assertThat(DigitalSource.of(List.of(MADE, MADE))).isEqualTo(MADE);
    assertThat(DigitalSource.of(List.of(MADE, none))).contains(DigitalSource.COMPOSITE);
    assertThat(DigitalSource.of(List.of(enhanced, none))).isEqualTo(enhanced);
  }
}
