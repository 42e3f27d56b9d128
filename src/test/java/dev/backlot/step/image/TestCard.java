package dev.backlot.step.image;

import dev.backlot.media.Animation;
import dev.backlot.media.Axis;
import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.Pixels;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/**
 * One small drawing in every kind of file that a picture comes in: bars of colour, a ramp of grey
 * and two shapes on a plain ground.
 */
enum TestCard {
  JPEG("card.jpg"),
  /** Shapes that fade into transparency. */
  ALPHA("card-alpha.png"),
  WEBP("card.webp"),
  AVIF("card.avif"),
  /** With transparency, of one frame. */
  GIF("card.gif"),
  CMYK("card-cmyk.jpg"),
  SIXTEEN("card-16bit.png"),
  GREY("card-grey.png"),
  MOVING_GIF("moving.gif"),
  MOVING_WEBP("moving.webp");

  static final int WIDTH = 96;
  static final int HEIGHT = 64;

  private static final Color GROUND = new Color(0xe8eef4);

  private final String fileName;

  TestCard(String fileName) {
    this.fileName = fileName;
  }

  /** Where it stands on the sheets, from 0. */
  int column() {
    return List.of(values()).indexOf(this);
  }

  boolean moves() {
    return this == MOVING_GIF || this == MOVING_WEBP;
  }

  /** Writes the file anew. */
  Path in(Path folder, Imaging imaging) throws Exception {
    var file = folder.resolve(fileName);
    switch (this) {
      case JPEG -> written(imaging, drawn(false), file, Encoding.of(PictureFormat.JPEG, 95));
      case ALPHA -> ImageIO.write(drawn(true), "png", file.toFile());
      case WEBP -> written(imaging, drawn(true), file, Encoding.of(PictureFormat.WEBP, 95));
      case AVIF -> written(imaging, drawn(true), file, Encoding.of(PictureFormat.AVIF, 90));
      case GIF -> ImageIO.write(cutOut(drawn(true)), "gif", file.toFile());
      case CMYK -> Files.write(file, cmyk(drawn(false)));
      case SIXTEEN -> ImageIO.write(sixteen(drawn(false)), "png", file.toFile());
      case GREY -> ImageIO.write(grey(drawn(false)), "png", file.toFile());
      case MOVING_GIF -> animated(imaging, file, Animation.Format.GIF);
      case MOVING_WEBP -> animated(imaging, file, Animation.Format.WEBP);
    }
    return file;
  }

  private static BufferedImage drawn(boolean transparent) {
    int type = transparent ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
    var image = new BufferedImage(WIDTH, HEIGHT, type);
    var brush = image.createGraphics();
    if (!transparent) {
      brush.setColor(GROUND);
      brush.fillRect(0, 0, WIDTH, HEIGHT);
    }
    bars(brush);
    shapes(brush);
    brush.dispose();
    if (transparent) {
      fade(image);
    }
    return image;
  }

  private static void bars(Graphics2D brush) {
    int[] colours = {0xd02020, 0xe0a020, 0xe8e030, 0x20a040, 0x20a0c0, 0x2040c0};
    for (int bar = 0; bar < colours.length; bar++) {
      brush.setColor(new Color(colours[bar]));
      brush.fillRect(12 + 12 * bar, 8, 12, 16);
    }
    for (int x = 0; x < 72; x++) {
      brush.setColor(new Color(x * 255 / 71, x * 255 / 71, x * 255 / 71));
      brush.fillRect(12 + x, 24, 1, 8);
    }
  }

  private static void shapes(Graphics2D brush) {
    brush.setColor(new Color(0xc02838));
    brush.fillOval(16, 34, 24, 24);
    brush.setColor(new Color(0x104830));
    brush.fillPolygon(new int[] {52, 80, 66}, new int[] {57, 57, 34}, 3);
  }

  /** The bars fade from left to right. */
  private static void fade(BufferedImage image) {
    for (int y = 8; y < 24; y++) {
      for (int x = 12; x < 84; x++) {
        int alpha = 255 - (x - 12) * 200 / 71;
        image.setRGB(x, y, (image.getRGB(x, y) & 0xffffff) | (alpha << 24));
      }
    }
  }

  /** Without half-transparency, which GIF does not have. */
  private static BufferedImage cutOut(BufferedImage image) {
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int argb = image.getRGB(i % WIDTH, i / WIDTH);
      image.setRGB(i % WIDTH, i / WIDTH, argb >>> 24 == 0 ? 0 : argb | 0xff000000);
    }
    return image;
  }

  private static void written(Imaging imaging, BufferedImage image, Path file, Encoding encoding)
      throws Exception {
    try (var studio = imaging.studio()) {
      studio.picture(pixels(image)).write(file, encoding);
    }
  }

  private static void animated(Imaging imaging, Path file, Animation.Format format)
      throws Exception {
    try (var studio = imaging.studio()) {
      var first = studio.picture(pixels(drawn(false)));
      var second = first.flipped(Axis.HORIZONTAL);
      studio.animate(List.of(first, second), new Animation(format, 200, 0, 90), file);
    }
  }

  static Pixels pixels(BufferedImage image) {
    int bands = image.getColorModel().hasAlpha() ? 4 : 3;
    var samples = new byte[image.getWidth() * image.getHeight() * bands];
    for (int i = 0; i < image.getWidth() * image.getHeight(); i++) {
      int argb = image.getRGB(i % image.getWidth(), i / image.getWidth());
      int[] values = {argb >> 16, argb >> 8, argb, argb >>> 24};
      for (int band = 0; band < bands; band++) {
        samples[i * bands + band] = (byte) values[band];
      }
    }
    return new Pixels(image.getWidth(), image.getHeight(), bands, samples);
  }

  private static BufferedImage sixteen(BufferedImage image) {
    var model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_sRGB),
            false,
            false,
            ComponentColorModel.OPAQUE,
            DataBuffer.TYPE_USHORT);
    var raster = model.createCompatibleWritableRaster(WIDTH, HEIGHT);
    each(image, (x, y, rgb) -> raster.setPixel(x, y, times(rgb, 257)));
    return new BufferedImage(model, raster, false, null);
  }

  private static BufferedImage grey(BufferedImage image) {
    var grey = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    each(
        image,
        (x, y, rgb) ->
            grey.getRaster()
                .setSample(x, y, 0, (299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2]) / 1000));
    return grey;
  }

  /** As Adobe's programs write it: four channels, each inverted, and a segment that says so. */
  private static byte[] cmyk(BufferedImage image) throws IOException {
    var raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, WIDTH, HEIGHT, 4, null);
    each(image, (x, y, rgb) -> raster.setPixel(x, y, inks(rgb)));
    var plain = jpeg(raster);
    var bytes = new ByteArrayOutputStream();
    bytes.write(plain, 0, 2);
    bytes.writeBytes(new byte[] {(byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e'});
    bytes.writeBytes(new byte[] {0, 100, 0, 0, 0, 0, 0});
    bytes.write(plain, 2, plain.length - 2);
    return bytes.toByteArray();
  }

  private static int[] inks(int[] rgb) {
    int most = Math.max(1, Math.max(rgb[0], Math.max(rgb[1], rgb[2])));
    return new int[] {rgb[0] * 255 / most, rgb[1] * 255 / most, rgb[2] * 255 / most, most};
  }

  private static byte[] jpeg(Raster raster) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      var parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(0.95f);
      writer.write(null, new IIOImage(raster, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static int[] times(int[] values, int factor) {
    return new int[] {values[0] * factor, values[1] * factor, values[2] * factor};
  }

  private interface Dot {
    void at(int x, int y, int[] rgb);
  }

  private static void each(BufferedImage image, Dot dot) {
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int rgb = image.getRGB(x, y);
        dot.at(x, y, new int[] {rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff});
      }
    }
  }
}
