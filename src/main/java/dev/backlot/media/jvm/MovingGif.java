package dev.backlot.media.jvm;

import dev.backlot.media.Animation;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;

/** Writes an animated GIF. */
final class MovingGif {
  private static final String FORM = "javax_imageio_gif_image_1.0";

  private MovingGif() {}

  static void write(List<BufferedImage> frames, Animation animation, Path to) throws IOException {
    var writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (var out = ImageIO.createImageOutputStream(to.toFile())) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (var frame : frames) {
        var metadata = metadata(writer, frame, animation);
        writer.writeToSequence(new IIOImage(frame, null, metadata), null);
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }

  private static IIOMetadata metadata(ImageWriter writer, BufferedImage frame, Animation animation)
      throws IOException {
    var metadata =
        writer.getDefaultImageMetadata(
            ImageTypeSpecifier.createFromRenderedImage(frame), writer.getDefaultWriteParam());
    var root = (IIOMetadataNode) metadata.getAsTree(FORM);
    var control = child(root, "GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("transparentColorIndex", "0");
    control.setAttribute("delayTime", String.valueOf(animation.delayMs() / 10));
    child(root, "ApplicationExtensions").appendChild(loop(animation.loops()));
    metadata.setFromTree(FORM, root);
    return metadata;
  }

  private static IIOMetadataNode loop(int loops) {
    var loop = new IIOMetadataNode("ApplicationExtension");
    loop.setAttribute("applicationID", "NETSCAPE");
    loop.setAttribute("authenticationCode", "2.0");
    loop.setUserObject(new byte[] {1, (byte) loops, (byte) (loops >> 8)});
    return loop;
  }

  private static IIOMetadataNode child(IIOMetadataNode root, String name) {
    for (var node = root.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeName().equals(name)) {
        return (IIOMetadataNode) node;
      }
    }
    var added = new IIOMetadataNode(name);
    root.appendChild(added);
    return added;
  }
}
