package dev.backlot.media.jvm;

import dev.backlot.media.Axis;
import dev.backlot.media.BlendMode;
import dev.backlot.media.Box;
import dev.backlot.media.Colour;
import dev.backlot.media.ColourMatrix;
import dev.backlot.media.Encoding;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;
import dev.backlot.media.Scaling;
import dev.backlot.media.Shadow;
import dev.backlot.media.Tones;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** A packed sRGB image that is never changed once made. */
final class JvmPicture implements Picture {
  private final BufferedImage image;

  JvmPicture(BufferedImage image) {
    this.image = image;
  }

  BufferedImage image() {
    return image;
  }

  @Override
  public int width() {
    return image.getWidth();
  }

  @Override
  public int height() {
    return image.getHeight();
  }

  @Override
  public boolean hasAlpha() {
    return image.getColorModel().hasAlpha();
  }

  @Override
  public Picture resize(Scaling scaling) {
    return new JvmPicture(JvmScaler.scaled(image, scaling));
  }

  @Override
  public Picture crop(Box box) {
    if (!box.isWithin(width(), height())) {
      throw new IllegalArgumentException(
          "expected a box within %d x %d, but %s".formatted(width(), height(), box));
    }
    return new JvmPicture(
        Raster.place(
            Raster.like(image, box.width(), box.height()), image, -box.left(), -box.top()));
  }

  @Override
  public Picture extend(int width, int height, int left, int top, Colour colour) {
    var ground = hasAlpha() ? colour : colour.withAlpha(255);
    var canvas = Raster.like(image, width, height);
    Arrays.fill(Raster.packed(canvas), Raster.argb(ground));
    return new JvmPicture(Raster.place(canvas, image, left, top));
  }

  @Override
  public Picture flatten(Colour background) {
    return hasAlpha()
        ? over(Raster.filled(width(), height(), background.withAlpha(255)), image, 0, 0)
        : this;
  }

  @Override
  public Picture overlay(Picture upper, int left, int top) {
    var copy = Raster.place(Raster.like(image, width(), height()), image, 0, 0);
    return over(copy, ((JvmPicture) upper).image, left, top);
  }

  private static Picture over(BufferedImage ground, BufferedImage upper, int left, int top) {
    return new JvmPicture(
        Raster.draw(ground, graphics -> graphics.drawImage(upper, left, top, null)));
  }

  @Override
  public Picture blend(Picture upper, int left, int top, BlendMode mode) {
    return new JvmPicture(Blending.of(image, ((JvmPicture) upper).image, left, top, mode));
  }

  @Override
  public Picture turned(int rightAngles) {
    int orientation = new int[] {1, 6, 3, 8}[rightAngles];
    return new JvmPicture(Upright.turned(image, orientation));
  }

  @Override
  public Picture rotated(double degrees, Colour ground) {
    return new JvmPicture(Rotation.of(image, degrees, ground));
  }

  @Override
  public Picture flipped(Axis axis) {
    return new JvmPicture(Upright.turned(image, axis == Axis.HORIZONTAL ? 2 : 4));
  }

  @Override
  public Picture blurred(double sigma) {
    return new JvmPicture(SoftBlur.of(image, sigma));
  }

  @Override
  public Picture sharpened(double sigma, double amount) {
    return new JvmPicture(Recolouring.sharpened(image, SoftBlur.of(image, sigma), amount));
  }

  @Override
  public Picture toned(Tones tones) {
    return new JvmPicture(Recolouring.toned(image, tones));
  }

  @Override
  public Picture recoloured(ColourMatrix matrix) {
    return new JvmPicture(Recolouring.mixed(image, matrix));
  }

  @Override
  public Picture shadow(Shadow shadow) {
    return new JvmPicture(SoftShadow.of(image, shadow));
  }

  @Override
  public Picture withAlpha(Pixels mask) {
    var masked = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_ARGB);
    var from = Raster.packed(image);
    var to = Raster.packed(masked);
    for (int i = 0; i < to.length; i++) {
      to[i] = (mask.at(i, 0) << 24) | (from[i] & 0xffffff);
    }
    return new JvmPicture(masked);
  }

  @Override
  public Pixels pixels() {
    int bands = hasAlpha() ? 4 : 3;
    var packed = Raster.packed(image);
    var samples = new byte[packed.length * bands];
    for (int i = 0; i < packed.length; i++) {
      samples[i * bands] = (byte) (packed[i] >> 16);
      samples[i * bands + 1] = (byte) (packed[i] >> 8);
      samples[i * bands + 2] = (byte) packed[i];
      if (bands == 4) {
        samples[i * bands + 3] = (byte) (packed[i] >> 24);
      }
    }
    return new Pixels(width(), height(), bands, samples);
  }

  @Override
  public void write(Path file, Encoding encoding) throws IOException, MediaException {
    JvmWriter.write(
        encoding.format().keepsAlpha() ? image : ((JvmPicture) flatten(Colour.WHITE)).image,
        file,
        encoding);
  }
}
