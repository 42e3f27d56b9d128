package dev.backlot.media.onnx;

import dev.backlot.json.Json;
import dev.backlot.media.onnx.OnnxGraph.Attribute;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * Turns a layers model of TensorFlow.js into an ONNX file; docs/models.md says which of ours came
 * to be this way. Run it by hand: {@code TfjsLayers FOLDER-WITH-model.json FILE.onnx}.
 *
 * <p>Pictures are laid out channel after channel there, pixel after pixel here. Kernels of 8 bits
 * stay so in the file and become floats again when it is loaded.
 */
public final class TfjsLayers {
  private final Map<String, Weight> weights = new HashMap<>();
  private final OnnxGraph graph = new OnnxGraph();
  private final Map<String, String> outputs = new HashMap<>();

  /** What is stored of a weight: 8 bits with {@code value * scale + least}, or floats. */
  @SuppressWarnings("ArrayRecordComponent") // values nobody compares
  private record Weight(long[] shape, byte[] raw, boolean small, float scale, float least) {
    int width() {
      return small ? 1 : 4;
    }

    /** With its dimensions in another order. */
    Weight turned(int... order) {
      var turned = new long[order.length];
      for (int i = 0; i < order.length; i++) {
        turned[i] = shape[order[i]];
      }
      var moved = new byte[raw.length];
      var at = new long[order.length];
      for (int to = 0; to < raw.length / width(); to++) {
        long rest = to;
        for (int i = order.length - 1; i >= 0; i--) {
          at[order[i]] = rest % turned[i];
          rest /= turned[i];
        }
        long from = 0;
        for (int i = 0; i < shape.length; i++) {
          from = from * shape[i] + at[i];
        }
        System.arraycopy(raw, (int) from * width(), moved, to * width(), width());
      }
      return new Weight(turned, moved, small, scale, least);
    }

    Weight shaped(long... other) {
      return new Weight(other, raw, small, scale, least);
    }

    float[] floats() {
      var floats = new float[raw.length / width()];
      var buffer = ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < floats.length; i++) {
        floats[i] = small ? (raw[i] & 0xff) * scale + least : buffer.getFloat(i * 4);
      }
      return floats;
    }
  }

  private TfjsLayers() {}

  public static void main(String[] arguments) throws IOException {
    Files.write(Path.of(arguments[1]), converted(Path.of(arguments[0])));
  }

  static byte[] converted(Path folder) throws IOException {
    var model = Json.MAPPER.readTree(Files.readAllBytes(folder.resolve("model.json")));
    var converter = new TfjsLayers();
    for (var group : model.path("weightsManifest")) {
      converter.read(group, folder);
    }
    var topology = model.path("modelTopology");
    var config =
        topology.path("model_config").isMissingNode()
            ? topology.path("config")
            : topology.path("model_config").path("config");
    return converter.converted(config);
  }

  private void read(JsonNode group, Path folder) throws IOException {
    var all = new java.io.ByteArrayOutputStream();
    for (var path : group.path("paths")) {
      all.writeBytes(Files.readAllBytes(folder.resolve(path.asString())));
    }
    var raw = ByteBuffer.wrap(all.toByteArray());
    for (var weight : group.path("weights")) {
      var shape = longs(weight.path("shape"));
      var quantization = weight.path("quantization");
      boolean small = quantization.path("dtype").asString("").equals("uint8");
      long count = 1;
      for (long size : shape) {
        count *= size;
      }
      var bytes = new byte[(int) count * (small ? 1 : 4)];
      raw.get(bytes);
      weights.put(
          weight.path("name").asString(),
          new Weight(
              shape,
              bytes,
              small,
              (float) quantization.path("scale").asDouble(1),
              (float) quantization.path("min").asDouble(0)));
    }
  }

  private byte[] converted(JsonNode config) {
    long[] input = {};
    boolean flat = false;
    for (var layer : config.path("layers")) {
      if (layer.path("class_name").asString().equals("InputLayer")) {
        input = longs(layer.path("config").path("batch_input_shape"));
        outputs.put(layer.path("config").path("name").asString(), "in");
      } else {
        layer(layer);
        flat |= layer.path("class_name").asString().equals("Flatten");
      }
    }
    var last = config.path("output_layers").get(0).get(0).asString();
    graph.node("Identity", List.of(outputs.getOrDefault(last, last)), "out");
    return graph.file(new long[] {1, input[3], input[1], input[2]}, flat ? 2 : 4);
  }

  private void layer(JsonNode layer) {
    var config = layer.path("config");
    var name = config.path("name").asString();
    var inputs = new ArrayList<String>();
    layer
        .path("inbound_nodes")
        .get(0)
        .forEach(from -> inputs.add(outputs.get(from.get(0).asString())));
    outputs.put(name, name);
    switch (layer.path("class_name").asString()) {
      case "Conv2D" ->
          convolution(name, config, inputs, weight(name + "/kernel").turned(3, 2, 0, 1), 1);
      case "DepthwiseConv2D" -> {
        var kernel = weight(name + "/depthwise_kernel").turned(2, 3, 0, 1);
        long channels = kernel.shape()[0] * kernel.shape()[1];
        convolution(
            name,
            config,
            inputs,
            kernel.shaped(channels, 1, kernel.shape()[2], kernel.shape()[3]),
            kernel.shape()[0]);
      }
      case "BatchNormalization" -> normalisation(name, config, inputs.getFirst());
      case "ReLU" -> clip(name, config, inputs.getFirst());
      case "Activation" -> activation(name, config, inputs.getFirst());
      case "Add" -> graph.node("Add", inputs, name);
      case "Concatenate" -> graph.node("Concat", inputs, name, Attribute.of("axis", 1));
      case "ZeroPadding2D" -> padding(name, config, inputs.getFirst());
      case "AveragePooling2D" ->
          graph.node(
              "AveragePool",
              inputs,
              name,
              Attribute.of("kernel_shape", list(config.path("pool_size"))),
              Attribute.of("strides", list(config.path("strides"))));
      case "Flatten" -> graph.node("Flatten", inputs, name);
      case "Dropout" -> outputs.put(name, inputs.getFirst());
      case "Dense" -> dense(name, config, inputs.getFirst());
      case "UpSampling2D" -> {
        var size = longs(config.path("size"));
        graph
            .floats(name + "/none", new float[0], 0)
            .floats(name + "/scales", new float[] {1, 1, size[0], size[1]}, 4)
            .node(
                "Resize",
                List.of(inputs.getFirst(), name + "/none", name + "/scales"),
                name,
                Attribute.of("mode", "nearest"),
                Attribute.of("coordinate_transformation_mode", "asymmetric"),
                Attribute.of("nearest_mode", "floor"));
      }
      case String other -> throw new IllegalArgumentException("no way to turn a layer " + other);
    }
  }

  private void convolution(
      String name, JsonNode config, List<String> inputs, Weight kernel, long groups) {
    var parts = new ArrayList<>(List.of(inputs.getFirst(), store(name + "/kernel", kernel)));
    if (config.path("use_bias").asBoolean()) {
      parts.add(store(name + "/bias", weight(name + "/bias")));
    }
    var sum = name + "/sum";
    graph.node(
        "Conv",
        parts,
        sum,
        Attribute.of("strides", list(config.path("strides"))),
        Attribute.of("group", groups),
        Attribute.of(
            "auto_pad", config.path("padding").asString().equals("same") ? "SAME_UPPER" : "VALID"));
    activation(name, config, sum);
  }

  private void dense(String name, JsonNode config, String input) {
    var parts =
        List.of(
            input,
            store(name + "/kernel", weight(name + "/kernel")),
            store(name + "/bias", weight(name + "/bias")));
    graph.node("Gemm", parts, name + "/sum");
    activation(name, config, name + "/sum");
  }

  private void activation(String name, JsonNode config, String input) {
    var operator =
        switch (config.path("activation").asString("linear")) {
          case "linear" -> "Identity";
          case "relu" -> "Relu";
          case "softmax" -> "Softmax";
          case String other -> throw new IllegalArgumentException("no way to turn " + other);
        };
    graph.node(operator, List.of(input), name);
  }

  private void normalisation(String name, JsonNode config, String input) {
    var parts = new ArrayList<>(List.of(input));
    for (var part : List.of("gamma", "beta", "moving_mean", "moving_variance")) {
      parts.add(store(name + "/" + part, weight(name + "/" + part)));
    }
    graph.node(
        "BatchNormalization",
        parts,
        name,
        Attribute.of("epsilon", (float) config.path("epsilon").asDouble()));
  }

  private void clip(String name, JsonNode config, String input) {
    graph
        .floats(name + "/least", new float[] {0})
        .floats(
            name + "/most",
            new float[] {(float) config.path("max_value").asDouble(Float.MAX_VALUE)})
        .node("Clip", List.of(input, name + "/least", name + "/most"), name);
  }

  private void padding(String name, JsonNode config, String input) {
    var rows = longs(config.path("padding").get(0));
    var columns = longs(config.path("padding").get(1));
    graph
        .integers(name + "/pads", 0, 0, rows[0], columns[0], 0, 0, rows[1], columns[1])
        .node("Pad", List.of(input, name + "/pads"), name);
  }

  private Weight weight(String name) {
    return Objects.requireNonNull(weights.get(name), name);
  }

  /** Large weights of 8 bits stay so; the rest is small. */
  private String store(String name, Weight weight) {
    if (!weight.small() || weight.shape().length == 1) {
      graph.floats(name, weight.floats(), weight.shape());
      return name;
    }
    graph
        .bytes(name + "/bytes", weight.raw(), weight.shape())
        .floats(name + "/scale", new float[] {weight.scale()})
        .floats(name + "/low", new float[] {weight.least()})
        .node("Cast", List.of(name + "/bytes"), name + "/cast", Attribute.of("to", 1))
        .node("Mul", List.of(name + "/cast", name + "/scale"), name + "/wide")
        .node("Add", List.of(name + "/wide", name + "/low"), name);
    return name;
  }

  private static long[] longs(JsonNode array) {
    var numbers = new long[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).isNull() ? -1 : array.get(i).asLong();
    }
    return numbers;
  }

  private static List<Long> list(JsonNode array) {
    var numbers = new ArrayList<Long>();
    for (long number : longs(array)) {
      numbers.add(number);
    }
    return numbers;
  }
}
