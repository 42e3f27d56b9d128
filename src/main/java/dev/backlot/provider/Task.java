package dev.backlot.provider;

import dev.backlot.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** What a provider can be asked to do. */
public sealed interface Task {
  /** Every kind of task. */
  List<String> KINDS =
      List.of(
          GenerateImage.KIND,
          GenerateVideo.KIND,
          GenerateText.KIND,
          GenerateAudio.KIND,
          Upscale.KIND,
          CutOut.KIND,
          Erase.KIND,
          Expand.KIND,
          RunGraph.KIND);

  /** The word for the kind of task, as step types are called. */
  String kind();

  /** Who does it at the provider, as the provider spells it. */
  String model();

  /**
   * A picture from words.
   *
   * @param negativePrompt what should not be seen
   * @param width in pixels
   * @param height in pixels
   * @param image a picture to start from, as a data URL
   * @param references more pictures to go by, as data URLs
   * @param mask where the picture is to change: as large as it, white there and black where it is
   *     to stay; a PNG as a data URL
   * @param options what else the model takes, by the model's own names
   */
  record GenerateImage(
      String model,
      String prompt,
      Optional<String> negativePrompt,
      Optional<Integer> width,
      Optional<Integer> height,
      Optional<Integer> seed,
      Optional<String> image,
      List<String> references,
      Optional<String> mask,
      ObjectNode options)
      implements Task {
    public static final String KIND = "image.generate";

    public GenerateImage {
      references = List.copyOf(references);
    }

    /** With one picture at most. */
    public GenerateImage(
        String model,
        String prompt,
        Optional<String> negativePrompt,
        Optional<Integer> width,
        Optional<Integer> height,
        Optional<Integer> seed,
        Optional<String> image,
        ObjectNode options) {
      this(
          model,
          prompt,
          negativePrompt,
          width,
          height,
          seed,
          image,
          List.of(),
          Optional.empty(),
          options);
    }

    /** With words alone. */
    public GenerateImage(String model, String prompt) {
      this(
          model,
          prompt,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Json.object());
    }

    /** All pictures but the mask: the one to start from, then those to go by. */
    public List<String> pictures() {
      return Stream.concat(image.stream(), references.stream()).toList();
    }

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * A video from words.
   *
   * @param image the picture that it starts from, as a data URL
   * @param seconds how long it should be
   * @param options what else the model takes, by the model's own names
   */
  record GenerateVideo(
      String model,
      String prompt,
      Optional<String> image,
      Optional<Integer> seconds,
      Optional<Integer> seed,
      ObjectNode options)
      implements Task {
    public static final String KIND = "video.generate";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * Words from words.
   *
   * @param system how the model should behave
   * @param image a picture to write about, as a data URL
   * @param tokensMax where the answer is cut off
   * @param options what else the model takes, by the model's own names
   */
  record GenerateText(
      String model,
      String prompt,
      Optional<String> system,
      Optional<String> image,
      Optional<Integer> tokensMax,
      ObjectNode options)
      implements Task {
    public static final String KIND = "text.generate";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * Sound from words: speech, music or an effect, whatever the model makes.
   *
   * @param prompt what should be heard
   * @param seconds how long it should be
   * @param options what else the model takes, by the model's own names
   */
  record GenerateAudio(
      String model,
      String prompt,
      Optional<Integer> seconds,
      Optional<Integer> seed,
      ObjectNode options)
      implements Task {
    public static final String KIND = "audio.generate";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * The same picture with more pixels.
   *
   * @param image as a data URL
   * @param scale how many times as wide and high
   * @param options what else the model takes, by the model's own names
   */
  record Upscale(String model, String image, Optional<Integer> scale, ObjectNode options)
      implements Task {
    public static final String KIND = "image.upscale";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * What a picture shows, without what is behind it.
   *
   * @param image as a data URL
   * @param options what else the model takes, by the model's own names
   */
  record CutOut(String model, String image, ObjectNode options) implements Task {
    public static final String KIND = "image.cut-out";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * The same picture without what a mask covers.
   *
   * @param image as a data URL
   * @param mask as with {@link GenerateImage}
   * @param options what else the model takes, by the model's own names
   */
  record Erase(String model, String image, String mask, ObjectNode options) implements Task {
    public static final String KIND = "image.erase";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * The same picture with more around it.
   *
   * @param image as a data URL
   * @param width of it, in pixels
   * @param height of it, in pixels
   * @param prompt what should be seen around it
   * @param margins how many pixels come on each side
   * @param options what else the model takes, by the model's own names
   */
  record Expand(
      String model,
      String image,
      int width,
      int height,
      Optional<String> prompt,
      Margins margins,
      ObjectNode options)
      implements Task {
    public static final String KIND = "image.expand";

    /** In pixels. */
    public record Margins(int left, int top, int right, int bottom) {}

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * What a graph of a ComfyUI server makes.
   *
   * @param model what the price list calls it
   * @param graph in the server's API format
   * @param pictures as data URLs, by the input of the node that loads them, such as {@code
   *     10.image}
   */
  record RunGraph(String model, ObjectNode graph, Map<String, String> pictures) implements Task {
    public static final String KIND = "comfyui.run";

    public RunGraph {
      pictures = Map.copyOf(pictures);
    }

    @Override
    public String kind() {
      return KIND;
    }
  }
}
