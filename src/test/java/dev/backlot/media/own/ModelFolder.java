package dev.backlot.media.own;

import dev.backlot.media.onnx.OnnxGraph;
import dev.backlot.media.onnx.OnnxGraph.Attribute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A folder of small models that are made for tests, with their manifests. */
public record ModelFolder(Path path) {
  private static final Attribute WHOLE = Attribute.of("axes", List.of(2L, 3L));

  /** {@code brightness}: how bright each pixel is, the mean of its channels, on 8 x 4 pixels. */
  public ModelFolder withMask() {
    var graph =
        new OnnxGraph()
            .node(
                "ReduceMean",
                List.of("in"),
                "out",
                Attribute.of("axes", List.of(1L)),
                Attribute.of("keepdims", 1));
    return with(
        "brightness",
        graph.file(new long[] {1, 3, 4, 8}, 4),
        "input: {size: 8x4}\noutput: {kind: mask}\n");
  }

  /**
   * {@code contrast}: brightness from -8 to 8, a likelihood by sigmoid, for pictures of any size.
   */
  public ModelFolder withSigmoidMask() {
    var graph =
        new OnnxGraph()
            .floats("middle", new float[] {0.5f}, 1)
            .floats("sixteen", new float[] {16}, 1)
            .node(
                "ReduceMean",
                List.of("in"),
                "grey",
                Attribute.of("axes", List.of(1L)),
                Attribute.of("keepdims", 1))
            .node("Sub", List.of("grey", "middle"), "apart")
            .node("Mul", List.of("apart", "sixteen"), "out");
    return with(
        "contrast",
        graph.file(new long[] {1, 3, -1, -1}, 4),
        "input: {size: any}\noutput: {kind: mask, activation: sigmoid}\n");
  }

  /** {@code colours}: says that it gives a mask, and gives three numbers for each pixel. */
  public ModelFolder withWrongMask() {
    var graph = new OnnxGraph().node("Identity", List.of("in"), "out");
    return with(
        "colours",
        graph.file(new long[] {1, 3, 4, 8}, 4),
        "input: {size: 8x4}\noutput: {kind: mask}\n");
  }

  /** {@code hue}: which channel is strongest, by softmax, on pictures of 4 x 4 pixels. */
  public ModelFolder withClasses() {
    var graph =
        new OnnxGraph()
            .node("ReduceMean", List.of("in"), "out", WHOLE, Attribute.of("keepdims", 0));
    return with(
        "hue",
        graph.file(new long[] {1, 3, 4, 4}, 2),
        """
        input: {size: 4x4}
        output: {kind: classes, labels: [red, green, blue], activation: softmax}
        """);
  }

  /** {@code negative}: turns colours around and doubles both sides, for pictures of any size. */
  public ModelFolder withPicture() {
    var graph =
        new OnnxGraph()
            .floats("white", new float[] {1}, 1)
            .floats("twice", new float[] {1, 1, 2, 2}, 4)
            .floats("none", new float[0], 0)
            .node("Sub", List.of("white", "in"), "turned")
            .node("Resize", List.of("turned", "none", "twice"), "out");
    return with(
        "negative",
        graph.file(new long[] {1, 3, -1, -1}, 4),
        "input: {size: any, multiple: 2, channels: bgr}\noutput: {kind: picture}\n");
  }

  /** {@code slow}: takes many seconds for pictures of a megapixel, of any size. */
  public ModelFolder withSlowMask() {
    int turns = 2_000;
    var graph = new OnnxGraph();
    for (int i = 1; i <= turns; i++) {
      graph.node("Sigmoid", List.of(i == 1 ? "in" : "turn" + (i - 1)), "turn" + i);
    }
    graph.node(
        "ReduceMean",
        List.of("turn" + turns),
        "out",
        Attribute.of("axes", List.of(1L)),
        Attribute.of("keepdims", 1));
    return with(
        "slow",
        graph.file(new long[] {1, 3, -1, -1}, 4),
        "input: {size: any}\noutput: {kind: mask}\n");
  }

  /** A model with the rest of its manifest. */
  public ModelFolder with(String name, byte[] onnx, String rest) {
    var file = path.resolve(name + ".onnx");
    var manifest =
        """
        name: %s
        title: For tests
        file: %s.onnx
        sha256: %s
        licence: CC0-1.0
        %s\
        """
            .formatted(name, name, hash(onnx), rest);
    try {
      Files.write(file, onnx);
      Files.writeString(path.resolve(name + ".yaml"), manifest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
