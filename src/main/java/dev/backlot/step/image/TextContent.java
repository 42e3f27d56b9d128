package dev.backlot.step.image;

import dev.backlot.media.Colour;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.TextStyle;
import dev.backlot.media.TextStyle.Align;
import dev.backlot.media.Typefaces;
import java.util.Locale;
import java.util.Optional;

/**
 * Words as large as their box allows, within bounds.
 *
 * @param size greatest size of the letters, a share of the canvas's shorter side
 * @param sizeMin smallest size, a share of the canvas's shorter side
 * @param wrap whether long lines go on below; otherwise the letters shrink until they fit
 */
record TextContent(
    String words,
    String font,
    boolean bold,
    double size,
    double sizeMin,
    Colour colour,
    Optional<Align> align,
    boolean wrap,
    String path)
    implements Layer.Content {
  static final String FONT = Typefaces.STANDARD;
  private static final int WORDS_MAX = 2000;

  static TextContent read(Spec spec) throws MediaException {
    double size = spec.number("size", 0.002, 1, 0.08);
    return new TextContent(
        words(spec),
        spec.text("font", FONT),
        spec.flag("bold", false),
        size,
        Math.min(size, spec.number("size_min", 0.002, 1, Math.max(0.002, size / 3))),
        spec.colour("colour", Colour.BLACK),
        Optional.of(spec.oneOf("align", "position", "position", "start", "centre", "end"))
            .flatMap(TextContent::align),
        spec.flag("wrap", true),
        spec.path());
  }

  private static String words(Spec spec) throws MediaException {
    if (!spec.isDraft()) {
      spec.required("text");
    }
    var words = spec.text("text", "");
    if (words.length() > WORDS_MAX) {
      throw spec.wrong(
          "text", "expected at most %d characters, but %d".formatted(WORDS_MAX, words.length()));
    }
    return spec.oneOf("case", "as-is", "as-is", "upper").equals("upper")
        ? words.toUpperCase(Locale.ROOT)
        : words;
  }

  private static Optional<Align> align(String word) {
    return switch (word) {
      case "start" -> Optional.of(Align.LOW);
      case "centre" -> Optional.of(Align.CENTRE);
      case "end" -> Optional.of(Align.HIGH);
      default -> Optional.empty();
    };
  }

  /** Refuses a font that is nowhere. */
  void check(Typefaces typefaces) throws MediaException {
    try {
      typefaces.check(font);
    } catch (MediaException refused) {
      throw refused.about(path + ".font");
    }
  }

  @Override
  public Picture draw(LayerCanvas canvas, int width, int height, Placement place)
      throws MediaException {
    if (words.isBlank()) {
      return canvas.studio().canvas(1, 1, Colour.TRANSPARENT);
    }
    int largest = Math.clamp(Math.round(size * canvas.shorter()), 4, 2000);
    int least = Math.clamp(Math.round(sizeMin * canvas.shorter()), 4, largest);
    var style =
        new TextStyle(font, bold, largest, colour, width, align.orElseGet(() -> along(place)));
    try {
      return FittedText.draw(canvas.studio(), words, style, least, height, wrap);
    } catch (MediaException refused) {
      throw refused.about(path + "." + refused.orAbout("text").failure().field());
    }
  }

  /** Lines meet where the words stand. */
  static Align along(Placement place) {
    return switch (place) {
      case LEFT, TOP_LEFT, BOTTOM_LEFT -> Align.LOW;
      case RIGHT, TOP_RIGHT, BOTTOM_RIGHT -> Align.HIGH;
      case CENTRE, TOP, BOTTOM -> Align.CENTRE;
    };
  }
}
