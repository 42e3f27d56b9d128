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
  private JvmWriter() {}

  static void write(BufferedImage image, Path file, Encoding encoding)
      throws IOException, MediaException {
    var format = encoding.format();
    if (format != PictureFormat.JPEG && format != PictureFormat.PNG) {
      throw MediaException.invalid(new JvmImaging().cannotWrite(format));
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
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    float share =
        encoding.format() == PictureFormat.JPEG
            ? encoding.quality() / 100f
            : encoding.fast() ? 0.9f : 0.4f;
    parameters.setCompressionQuality(share);
    return parameters;
  }
}
