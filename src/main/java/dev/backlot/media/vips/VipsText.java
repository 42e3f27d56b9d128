package dev.backlot.media.vips;

import dev.backlot.media.TextStyle;
import java.util.Locale;

/** Words and style in Pango's markup. */
final class VipsText {
  /** At 72 dots per inch a Pango point is one pixel. */
  private static final int DPI = 72;

  private VipsText() {}

  static VipsOperation of(VipsOperation text, String words, TextStyle style) {
    return text.with("text", markup(words, style))
        .with("font", style.font() + (style.bold() ? " Bold " : " ") + style.size())
        .with("dpi", DPI)
        .with("width", style.widthMax())
        .with("align", style.align().name().toLowerCase(Locale.ROOT))
        .with("rgba", "true");
  }

  private static String markup(String words, TextStyle style) {
    var escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    var colour = style.colour();
    return "<span foreground=\"%s\" fgalpha=\"%d%%\">%s</span>"
        .formatted(colour.hex(), Math.max(1, colour.alpha() * 100 / 255), escaped);
  }
}
