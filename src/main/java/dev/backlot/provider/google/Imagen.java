package dev.backlot.provider.google;

import dev.backlot.json.Json;
import dev.backlot.provider.DataUri;
import dev.backlot.provider.Pictures;
import dev.backlot.provider.Shape;
import dev.backlot.provider.Task;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Imagen's models, by the reference of Vertex AI's Imagen API as stored in November 2026: {@code
 * instances} and {@code parameters} go to {@code :predict}, {@code predictions} come back. A task's
 * options go into the parameters.
 */
final class Imagen {
  private static final Pattern MODEL = Pattern.compile("imagen-.*");
  private static final Pattern EDITOR = Pattern.compile("imagen-.*capability.*");
  private static final Pattern UPSCALER = Pattern.compile("imagen-.*upscale.*");
  private static final List<String> SHAPES = List.of("1:1", "3:4", "4:3", "9:16", "16:9");
  private static final int SCALE_USUAL = 2;
  private static final int SCALE_MAX = 4;
  private static final String EDIT_MODE = "editMode";

  private Imagen() {}

  /** What is sent, or why nothing is. */
  sealed interface Request {
    record Fit(ObjectNode body) implements Request {}

    record Unfit(String field, String why) implements Request {}
  }

  static boolean is(String model) {
    return MODEL.matcher(model).matches();
  }

  static Pictures pictures(String model, long bytesMax) {
    if (EDITOR.matcher(model).matches()) {
      return new Pictures.UpTo(bytesMax, 1, true);
    }
    return UPSCALER.matcher(model).matches()
        ? new Pictures.UpTo(bytesMax)
        : new Pictures.None(
            "the model " + model + " starts from words alone; imagen-3.0-capability-001 edits");
  }

  static Request body(Task task) {
    boolean edits = EDITOR.matcher(task.model()).matches();
    boolean enlarges = UPSCALER.matcher(task.model()).matches();
    return switch (task) {
      case Task.GenerateImage image when enlarges ->
          new Request.Unfit("model", task.model() + " enlarges pictures and makes none");
      case Task.GenerateImage image when edits -> edited(image);
      case Task.GenerateImage image -> made(image);
      case Task.Erase erase when edits -> erased(erase);
      case Task.Erase _ ->
          new Request.Unfit(
              "model",
              "expected one such as imagen-3.0-capability-001, but '" + task.model() + "'");
      case Task.Upscale upscale when enlarges -> enlarged(upscale);
      case Task.Upscale _ ->
          new Request.Unfit(
              "model",
              "expected one such as imagen-4.0-upscale-preview, but '" + task.model() + "'");
      default -> new Request.Unfit("model", "models of Imagen do no " + task.kind());
    };
  }

  private static Request made(Task.GenerateImage task) {
    if (!task.pictures().isEmpty()) {
      return new Request.Unfit("image", "the model " + task.model() + " starts from words alone");
    }
    var size = Shape.refuse(task);
    if (size.isPresent()) {
      return new Request.Unfit(size.get().field(), size.get().message());
    }
    var body = body(task.options(), words(task));
    var parameters = (ObjectNode) body.path("parameters");
    if (!parameters.has("aspectRatio")) {
      Shape.nearest(SHAPES, task).ifPresent(shape -> parameters.put("aspectRatio", shape));
    }
    return seeded(body, task.seed());
  }

  /** With a mask something new comes there; without one the words say where. */
  private static Request edited(Task.GenerateImage task) {
    if (task.image().isEmpty()) {
      return new Request.Unfit(
          "image", "the model " + task.model() + " changes a picture; expected one");
    }
    if (task.width().isPresent() || task.height().isPresent()) {
      return new Request.Unfit("width", "the picture keeps its size; leave it out");
    }
    var body = body(task.options(), words(task));
    references(body, task.image().get(), task.mask());
    mode(body, task.mask().isPresent() ? "EDIT_MODE_INPAINT_INSERTION" : "EDIT_MODE_DEFAULT");
    return seeded(body, task.seed());
  }

  private static Request erased(Task.Erase task) {
    var body = body(task.options(), "");
    references(body, task.image(), Optional.of(task.mask()));
    mode(body, "EDIT_MODE_INPAINT_REMOVAL");
    return new Request.Fit(body);
  }

  private static Request enlarged(Task.Upscale task) {
    int scale = task.scale().orElse(SCALE_USUAL);
    if (scale > SCALE_MAX) {
      return new Request.Unfit("scale", "expected 2 to " + SCALE_MAX + ", but " + scale);
    }
    var body = body(task.options(), "Upscale the image");
    ((ObjectNode) body.at("/instances/0"))
        .putObject("image")
        .put("bytesBase64Encoded", DataUri.base64(task.image()));
    var parameters = (ObjectNode) body.path("parameters");
    parameters.put("mode", "upscale");
    parameters.putObject("upscaleConfig").put("upscaleFactor", "x" + scale);
    return new Request.Fit(body);
  }

  private static String words(Task.GenerateImage task) {
    return task.negativePrompt()
        .map(avoid -> task.prompt() + "\nDo not show: " + avoid)
        .orElse(task.prompt());
  }

  private static ObjectNode body(ObjectNode options, String prompt) {
    var body = Json.object();
    body.putArray("instances").addObject().put("prompt", prompt);
    var parameters = options.deepCopy();
    body.set("parameters", parameters);
    if (!parameters.has("sampleCount")) {
      parameters.put("sampleCount", 1);
    }
    if (!parameters.has("includeRaiReason")) {
      parameters.put("includeRaiReason", true);
    }
    return body;
  }

  private static void references(ObjectNode body, String image, Optional<String> mask) {
    var references = ((ObjectNode) body.at("/instances/0")).putArray("referenceImages");
    var raw =
        references.addObject().put("referenceType", "REFERENCE_TYPE_RAW").put("referenceId", 1);
    raw.putObject("referenceImage").put("bytesBase64Encoded", DataUri.base64(image));
    mask.ifPresent(
        where -> {
          var one =
              references
                  .addObject()
                  .put("referenceType", "REFERENCE_TYPE_MASK")
                  .put("referenceId", 2);
          one.putObject("referenceImage").put("bytesBase64Encoded", DataUri.base64(where));
          one.putObject("maskImageConfig").put("maskMode", "MASK_MODE_USER_PROVIDED");
        });
  }

  /** One that the options name stays. */
  private static void mode(ObjectNode body, String usual) {
    var parameters = (ObjectNode) body.path("parameters");
    if (!parameters.has(EDIT_MODE)) {
      parameters.put(EDIT_MODE, usual);
    }
  }

  /** Google takes a seed only of who gives up its watermark, which is not for us to decide. */
  private static Request seeded(ObjectNode body, Optional<Integer> seed) {
    var parameters = (ObjectNode) body.path("parameters");
    if (seed.isPresent() && parameters.path("addWatermark").booleanValue(true)) {
      return new Request.Unfit(
          "seed",
          "Imagen takes one without its watermark alone: 'options' with addWatermark: false");
    }
    seed.ifPresent(number -> parameters.put("seed", number));
    return new Request.Fit(body);
  }

  /** Empty when its filter has let nothing through. */
  static Optional<List<URI>> files(JsonNode answer) {
    var files = new ArrayList<URI>();
    for (var one : answer.path("predictions")) {
      DataUri.of(one.path("bytesBase64Encoded").asString("")).ifPresent(files::add);
    }
    return files.isEmpty() ? Optional.empty() : Optional.of(files);
  }

  static String reason(JsonNode answer) {
    return answer.path("predictions").path(0).path("raiFilteredReason").asString("");
  }
}
