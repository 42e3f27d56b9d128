package dev.backlot.media.jvm;

import dev.backlot.media.Colour;
import dev.backlot.media.Glyphs;
import dev.backlot.media.MediaException;
import dev.backlot.media.TextStyle;
import dev.backlot.media.Typefaces;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.image.BufferedImage;
import java.text.AttributedString;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws words by Java2D, wrapped where their language allows, each letter in a font that has it.
 */
final class Lettering {
  private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

  private Lettering() {}

  static BufferedImage drawn(String words, TextStyle style, Typefaces typefaces)
      throws MediaException {
    if (words.isBlank()) {
      throw MediaException.invalid("expected words that can be drawn, but there are none");
    }
    style.check(words);
    typefaces.glyphs().check(words);
    var lines = lines(words, style, typefaces);
    double width = lines.stream().mapToDouble(TextLayout::getAdvance).max().orElse(1);
    double height =
        lines.stream().mapToDouble(line -> line.getAscent() + line.getDescent()).sum()
            + lines.stream().skip(1).mapToDouble(TextLayout::getLeading).sum();
    var image =
        Raster.filled(
            Math.max(1, (int) Math.ceil(width)),
            Math.max(1, (int) Math.ceil(height)),
            Colour.TRANSPARENT);
    return Raster.draw(image, graphics -> draw(graphics, lines, style, width));
  }

  private static void draw(
      Graphics2D graphics, List<TextLayout> lines, TextStyle style, double width) {
    graphics.setColor(Raster.awt(style.colour()));
    float top = 0;
    for (var line : lines) {
      double free = width - line.getAdvance();
      double start = line.isLeftToRight() ? 0 : free;
      double left =
          switch (style.align()) {
            case LOW -> start;
            case CENTRE -> free / 2;
            case HIGH -> free - start;
          };
      line.draw(graphics, (float) left, top + line.getAscent());
      top += line.getAscent() + line.getDescent() + line.getLeading();
    }
  }

  private static List<TextLayout> lines(String words, TextStyle style, Typefaces typefaces) {
    var font = typefaces.font(style.font(), style.bold(), style.size());
    var lines = new ArrayList<TextLayout>();
    for (var paragraph : words.lines().toList()) {
      // An empty line is as high as any other.
      var text = paragraph.isEmpty() ? " " : paragraph;
      var measurer =
          new LineBreakMeasurer(lettered(text, font, typefaces.glyphs()).getIterator(), CONTEXT);
      while (measurer.getPosition() < text.length()) {
        lines.add(next(measurer, text, style.widthMax()));
      }
    }
    return lines;
  }

  /** Breaks between words only; one that is too long for a line has it for itself. */
  private static TextLayout next(LineBreakMeasurer measurer, String text, int width) {
    var line = measurer.nextLayout(width, text.length(), true);
    if (line != null) {
      return line;
    }
    var words = BreakIterator.getLineInstance(Locale.ROOT);
    words.setText(text);
    return measurer.nextLayout(Float.MAX_VALUE, words.following(measurer.getPosition()), false);
  }

  private static AttributedString lettered(String text, Font font, Glyphs glyphs) {
    var lettered = new AttributedString(text);
    lettered.addAttribute(TextAttribute.FONT, font);
    for (int at = 0; at < text.length(); ) {
      int letter = text.codePointAt(at);
      int end = at + Character.charCount(letter);
      if (!font.canDisplay(letter)) {
        var other = glyphs.fontWith(letter).map(found -> found.deriveFont(font.getSize2D()));
        if (other.isPresent()) {
          lettered.addAttribute(TextAttribute.FONT, other.get(), at, end);
        }
      }
      at = end;
    }
    return lettered;
  }
}
