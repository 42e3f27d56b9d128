package dev.backlot.provider.fake;

import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.ImageIO;
import tools.jackson.databind.JsonNode;

/** A striped picture that says FAKE and what it should have shown. */
final class FakePicture {
  private static final int SIDE = 256;
  private static final int SIDE_MAX = 2_048;
  private static final int STRIPE = 24;
  private static final int LINE_MAX = 60;

  private FakePicture() {}

  /** As PNG; the same input gives the same picture. */
  static byte[] png(JsonNode input) throws IOException {
    return written(drawn(input, 0), "png");
  }

  /** As JPEG, its stripes so many pixels to the right: a frame of a video. */
  static byte[] jpeg(JsonNode input, int shift) throws IOException {
    return written(drawn(input, shift), "jpeg");
  }

  /** Whether it is a PNG of which parts can be seen through. */
  static boolean isTransparent(byte[] png) throws IOException {
    var image = ImageIO.read(new ByteArrayInputStream(png));
    return image != null && image.getColorModel().hasAlpha();
  }

  static int width(JsonNode input) {
    return side(input.path("width"));
  }

  static int height(JsonNode input) {
    return side(input.path("height"));
  }

  private static BufferedImage drawn(JsonNode input, int shift) {
    int width = width(input);
    int height = height(input);
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    var prompt = input.path("prompt").asString("");
    var dice = new Random(prompt.hashCode() * 31L + input.path("seed").asLong(0));
    var graphics = image.createGraphics();
    try {
      for (int x = 0; x < width; x += STRIPE) {
        graphics.setColor(Color.getHSBColor(dice.nextFloat(), 0.35f, 0.9f));
        graphics.fillRect((x + shift) % width, 0, STRIPE, height);
      }
      graphics.setColor(Color.DARK_GRAY);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, Math.max(12, height / 5)));
      graphics.drawString("FAKE", width / 12, height / 3);
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, Math.max(10, height / 16)));
      graphics.drawString(
          prompt.substring(0, Math.min(LINE_MAX, prompt.length())), width / 12, height * 2 / 3);
    } finally {
      graphics.dispose();
    }
    return image;
  }

  private static byte[] written(BufferedImage image, String format) throws IOException {
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, format, bytes);
    return bytes.toByteArray();
  }

  private static int side(JsonNode given) {
    return Math.clamp(given.asInt(SIDE), 1, SIDE_MAX);
  }
}
