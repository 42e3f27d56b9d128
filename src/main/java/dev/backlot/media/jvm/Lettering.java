package dev.backlot.media.jvm;

import dev.backlot.media.Colour;
import dev.backlot.media.MediaException;
import dev.backlot.media.TextStyle;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Draws words by Java2D, wrapped at blanks. */
final class Lettering {
  private Lettering() {}

  static BufferedImage drawn(String words, TextStyle style) throws MediaException {
    if (words.isBlank()) {
      throw MediaException.invalid("expected words that can be drawn, but there are none");
    }
    var font = new Font(style.font(), style.bold() ? Font.BOLD : Font.PLAIN, style.size());
    var metrics = metrics(font);
    var lines = wrapped(words, metrics, style.widthMax());
    int width = Math.max(1, lines.stream().mapToInt(metrics::stringWidth).max().orElse(1));
    var image =
        Raster.filled(width, Math.max(1, lines.size() * metrics.getHeight()), Colour.TRANSPARENT);
    return Raster.draw(image, graphics -> draw(graphics, lines, font, style, width));
  }

  private static void draw(
      Graphics2D graphics, List<String> lines, Font font, TextStyle style, int width) {
    graphics.setFont(font);
    graphics.setColor(Raster.awt(style.colour()));
    var metrics = graphics.getFontMetrics();
    int baseline = metrics.getAscent();
    for (var line : lines) {
      int free = width - metrics.stringWidth(line);
      int left =
          switch (style.align()) {
            case LOW -> 0;
            case CENTRE -> free / 2;
            case HIGH -> free;
          };
      graphics.drawString(line, left, baseline);
      baseline += metrics.getHeight();
    }
  }

  private static FontMetrics metrics(Font font) {
    var graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB).createGraphics();
    try {
      return graphics.getFontMetrics(font);
    } finally {
      graphics.dispose();
    }
  }

  private static List<String> wrapped(String words, FontMetrics metrics, int widthMax) {
    var lines = new ArrayList<String>();
    for (var paragraph : words.lines().toList()) {
      var line = "";
      for (var word : paragraph.split(" ", -1)) {
        var longer = line.isEmpty() ? word : line + " " + word;
        if (!line.isEmpty() && metrics.stringWidth(longer) > widthMax) {
          lines.add(line);
          line = word;
        } else {
          line = longer;
        }
      }
      lines.add(line);
    }
    return lines;
  }
}
