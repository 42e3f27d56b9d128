package dev.backlot.media.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.backlot.media.Colour;
import dev.backlot.media.Patience;
import dev.backlot.media.load.ImagingLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnModelsTest {
  @TempDir Path folder;

  @Test
  void models_are_found_tried_and_told() throws Exception {
    new ModelFolder(folder).withMask().withClasses().withPicture();
    try (var models = OwnModels.of(folder)) {
      assertThat(models.all())
          .extracting(OwnModel::name)
          .containsExactly("brightness", "hue", "negative");
      assertThat(models.all()).allMatch(model -> model.trial().isEmpty());
      assertThat(models.find("hue").orElseThrow().line())
          .isEqualTo("For tests (3 classes, 0.0 MB, CC0-1.0)");
    }
  }

  @Test
  void what_a_mask_of_logits_says_of_a_grey_is_a_likelihood() throws Exception {
    new ModelFolder(folder).withSigmoidMask();
    try (var models = OwnModels.of(folder);
        var studio = ImagingLoader.load(Path.of("")).studio()) {
      var model = models.find("contrast").orElseThrow();
      for (int grey : new int[] {0, 115, 128, 140, 255}) {
        var colour = Colour.parse("#%1$02x%1$02x%1$02x".formatted(grey)).orElseThrow();
        var found = (Found.Mask) model.of(studio.canvas(8, 8, colour), Patience.endless());
        double logit = (grey / 255.0 - 0.5) * 16;
        assertThat(found.pixels().at(9, 0) / 255.0)
            .as("of %d", grey)
            .isCloseTo(1 / (1 + Math.exp(-logit)), within(0.01));
      }
    }
  }

  @Test
  void one_that_nobody_waits_for_is_ended() throws Exception {
    new ModelFolder(folder).withSlowMask();
    try (var models = OwnModels.of(folder);
        var studio = ImagingLoader.load(Path.of("")).studio()) {
      var slow = models.find("slow").orElseThrow();
      var large = studio.canvas(1_000, 1_000, Colour.WHITE);
      assertThatThrownBy(() -> slow.of(large, Patience.of(1))).hasMessage(Patience.CANCELLED);
      var small = studio.canvas(2, 2, Colour.WHITE);
      assertThat(slow.of(small, Patience.endless())).isInstanceOf(Found.Mask.class);
    }
  }

  @Test
  void every_mistake_of_a_manifest_is_told_at_once_with_its_line_and_field() throws Exception {
    var file = folder.resolve("wrong.yaml");
    Files.writeString(
        file,
        """
        name: Wrong Name
        title: For tests
        file: ../secret.onnx
        sha256: 12
        input: {size: 9999x2, layout: hwc, mean: [1, 2], std: [0, 1, 1], sclae: 2}
        output: {kind: classes, activation: relu}
        """);
    var shown = file + ":";
    assertThatThrownBy(() -> OwnModels.of(folder))
        .isInstanceOf(IOException.class)
        .message()
        .satisfies(
            message ->
                assertThat(message.lines())
                    .containsExactlyInAnyOrder(
                        shown + "1: licence: expected a value, but nothing",
                        shown
                            + "1: name: expected 1 to 60 characters a-z, 0-9 and -, but 'Wrong"
                            + " Name'",
                        shown
                            + "3: file: expected the name of a file in the same folder, but"
                            + " '../secret.onnx'",
                        shown + "4: sha256: expected 64 characters 0-9 and a-f, but '12'",
                        shown + "5: input: unknown key 'sclae', did you mean 'scale'?",
                        shown
                            + "5: input.size: expected a width and height such as 320x320, or any,"
                            + " but '9999x2'",
                        shown + "5: input.layout: expected one of nchw, nhwc, but 'hwc'",
                        shown + "5: input.mean: expected 3 numbers, but 2",
                        shown + "5: input.std: expected numbers above 0",
                        shown + "6: output.labels: expected a value, but nothing",
                        shown
                            + "6: output.activation: expected one of none, softmax, sigmoid, but"
                            + " 'relu'"));
  }

  @Test
  void a_file_that_is_another_or_missing_is_refused_at_start() throws Exception {
    new ModelFolder(folder).withMask().withClasses();
    Files.write(folder.resolve("hue.onnx"), new byte[] {1});
    Files.delete(folder.resolve("brightness.onnx"));
    assertThatThrownBy(() -> OwnModels.of(folder))
        .hasMessageContaining("brightness.yaml:3: file: there is no file ")
        .hasMessageContaining("hue.yaml:4: sha256: expected that of hue.onnx, which is 4bf5122f3");
  }

  @Test
  void a_mask_of_what_was_cut_off_cannot_be() throws Exception {
    new ModelFolder(folder).withMask();
    var manifest = folder.resolve("brightness.yaml");
    Files.writeString(manifest, Files.readString(manifest).replace("8x4", "8x4, fit: cover"));
    assertThatThrownBy(() -> OwnModels.of(folder))
        .hasMessage(
            manifest
                + ":6: input: fit cover is for classes: of what is cut off there is no mask or"
                + " picture");
  }

  @Test
  void two_models_of_one_name_are_refused() throws Exception {
    new ModelFolder(folder).withMask();
    Files.copy(folder.resolve("brightness.yaml"), folder.resolve("copy.yaml"));
    assertThatThrownBy(() -> OwnModels.of(folder))
        .hasMessage(folder.resolve("copy.yaml") + ": name: two models are called 'brightness'");
  }

  @Test
  void a_network_that_does_not_fit_its_manifest_says_what_it_gives() throws Exception {
    new ModelFolder(folder).withClasses();
    var manifest = folder.resolve("hue.yaml");
    var text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("green, blue", "green"));
    try (var models = OwnModels.of(folder)) {
      assertThat(models.all().getFirst().trial())
          .contains(
              "the model 'hue' does not fit its manifest: expected a number for each of the 2"
                  + " labels, but the network gives 1 x 3");
    }
    Files.writeString(manifest, text.replace("4x4", "5x4"));
    try (var models = OwnModels.of(folder)) {
      assertThat(models.all().getFirst().trial().orElseThrow())
          .startsWith("the model 'hue' does not fit its manifest: the network hue did not run: ");
    }
  }

  @Test
  void what_is_no_network_says_so() {
    new ModelFolder(folder)
        .with("text", new byte[] {7}, "input: {size: any}\noutput: {kind: mask}");
    assertThat(trial())
        .startsWith(
            "the model 'text' does not fit its manifest: the network text cannot be loaded");
  }

  private String trial() {
    try (var models = OwnModels.of(folder)) {
      return models.all().getFirst().trial().orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void another_manifest_is_another_fingerprint() throws Exception {
    new ModelFolder(folder).withMask();
    int before = fingerprint();
    assertThat(fingerprint()).isEqualTo(before).isNotZero();
    var manifest = folder.resolve("brightness.yaml");
    Files.writeString(manifest, Files.readString(manifest) + "origin: https://example.com\n");
    assertThat(fingerprint()).isNotEqualTo(before);
    assertThat(OwnModels.none().fingerprint()).isZero();
  }

  private int fingerprint() throws IOException {
    try (var models = OwnModels.of(folder)) {
      return models.fingerprint();
    }
  }

  @Test
  void pixels_of_a_mask_do_not_share_out_one_likelihood() throws Exception {
    new ModelFolder(folder).withSigmoidMask();
    var manifest = folder.resolve("contrast.yaml");
    Files.writeString(manifest, Files.readString(manifest).replace("sigmoid", "softmax"));
    assertThatThrownBy(() -> OwnModels.of(folder))
        .hasMessage(manifest + ":7: output.activation: expected none or sigmoid for a mask");
  }
}
