package dev.backlot.media.jvm;

import dev.backlot.media.Encoding;
import dev.backlot.media.MediaException;
import dev.backlot.media.PictureFormat;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;

/** Writes JPEG and PNG. */
final class JvmWriter {
  static final String KEEPS_NOTHING =
      "keeping metadata or a colour profile needs libvips: run npm ci --prefix native, or install"
          + " libvips 8.14 or newer";

  private JvmWriter() {}

  static void write(BufferedImage image, Path file, Encoding encoding)
      throws IOException, MediaException {
    var format = encoding.format();
    if (format != PictureFormat.JPEG && format != PictureFormat.PNG) {
      throw MediaException.invalid(new JvmImaging().cannotWrite(format));
    }
    if (encoding.metadata() || encoding.profile()) {
      throw MediaException.invalid(KEEPS_NOTHING);
    }
    var writer = ImageIO.getImageWritersByFormatName(format.word()).next();
    try (var out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), parameters(writer, encoding));
    } finally {
      writer.dispose();
    }
  }

  private static ImageWriteParam parameters(ImageWriter writer, Encoding encoding) {
    var parameters = writer.getDefaultWriteParam();
    if (encoding.progressive()) {
      parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    }
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    float share =
        encoding.format() == PictureFormat.JPEG
            ? encoding.quality() / 100f
            : encoding.fast() ? 0.9f : 0.4f;
    parameters.setCompressionQuality(share);
    return parameters;
  }
}
