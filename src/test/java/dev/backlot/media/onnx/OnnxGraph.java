package dev.backlot.media.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes the file of a small network: nodes in the order of their work, from input {@code in} to
 * output {@code out}. The format is protobuf, by onnx.proto of ONNX 1.14.
 */
public final class OnnxGraph {
  private static final int FLOAT = 1;
  private static final int UINT8 = 2;
  private static final int INT64 = 7;
  private static final int IR_VERSION = 8;
  private static final int OPERATORS = 13;

  private final Message graph = new Message().text(2, "network");

  /** A whole number, several, or a text, by its name. */
  public record Attribute(String name, Consumer<Message> value) {
    public static Attribute of(String name, long number) {
      return new Attribute(name, m -> m.number(3, number).number(20, 2));
    }

    public static Attribute of(String name, float number) {
      return new Attribute(name, m -> m.real(2, number).number(20, 1));
    }

    public static Attribute of(String name, String text) {
      return new Attribute(name, m -> m.text(4, text).number(20, 3));
    }

    public static Attribute of(String name, List<Long> numbers) {
      return new Attribute(
          name,
          m -> {
            numbers.forEach(number -> m.number(8, number));
            m.number(20, 7);
          });
    }
  }

  public OnnxGraph node(String operator, List<String> inputs, String output, Attribute... more) {
    var node = new Message();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(3, output).text(4, operator);
    for (var attribute : more) {
      var field = new Message().text(1, attribute.name());
      attribute.value().accept(field);
      node.message(5, field);
    }
    graph.message(1, node);
    return this;
  }

  public OnnxGraph floats(String name, float[] values, long... shape) {
    var raw = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(values);
    return constant(name, FLOAT, raw.array(), shape);
  }

  public OnnxGraph bytes(String name, byte[] values, long... shape) {
    return constant(name, UINT8, values, shape);
  }

  public OnnxGraph integers(String name, long... values) {
    var raw = ByteBuffer.allocate(values.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    raw.asLongBuffer().put(values);
    return constant(name, INT64, raw.array(), values.length);
  }

  private OnnxGraph constant(String name, int type, byte[] raw, long... shape) {
    var tensor = new Message();
    for (long size : shape) {
      tensor.number(1, size);
    }
    graph.message(5, tensor.number(2, type).text(8, name).bytes(9, raw));
    return this;
  }

  /**
   * The file; a size of -1 is any.
   *
   * @param out the output's dimensions, whose sizes the network finds out itself
   */
  public byte[] file(long[] in, int out) {
    var free = new long[out];
    java.util.Arrays.fill(free, -1);
    graph.message(11, value("in", in)).message(12, value("out", free));
    return new Message()
        .number(1, IR_VERSION)
        .text(2, "backlot")
        .message(7, graph)
        .message(8, new Message().text(1, "").number(2, OPERATORS))
        .written();
  }

  private static Message value(String name, long... shape) {
    var sizes = new Message();
    for (int i = 0; i < shape.length; i++) {
      sizes.message(
          1, shape[i] < 0 ? new Message().text(2, name + i) : new Message().number(1, shape[i]));
    }
    var tensor = new Message().number(1, FLOAT).message(2, sizes);
    return new Message().text(1, name).message(2, new Message().message(1, tensor));
  }

  /** A protobuf message being written. */
  public static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message real(int field, float value) {
      varint(((long) field << 3) | 5);
      int bits = Float.floatToIntBits(value);
      for (int shift = 0; shift < 32; shift += 8) {
        out.write(bits >>> shift);
      }
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Message value) {
      return bytes(field, value.written());
    }

    Message bytes(int field, byte[] value) {
      varint(((long) field << 3) | 2);
      varint(value.length);
      out.writeBytes(value);
      return this;
    }

    private void varint(long value) {
      long left = value;
      while ((left & ~0x7fL) != 0) {
        out.write((int) ((left & 0x7f) | 0x80));
        left >>>= 7;
      }
      out.write((int) left);
    }

    byte[] written() {
      return out.toByteArray();
    }
  }
}
