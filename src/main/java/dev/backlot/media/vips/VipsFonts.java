package dev.backlot.media.vips;

import dev.backlot.media.MediaException;
import dev.backlot.media.TextStyle;
import dev.backlot.media.Typefaces;

/**
 * The fonts that libvips draws with; those of the operator are shown to it before it first draws.
 * Thread-safe.
 */
final class VipsFonts {
  private final Vips vips;
  private final Typefaces typefaces;
  private boolean shown;

  VipsFonts(Vips vips, Typefaces typefaces) {
    this.vips = vips;
    this.typefaces = typefaces;
  }

  Typefaces typefaces() {
    return typefaces;
  }

  /** Refuses what cannot be drawn as asked. */
  void check(String words, TextStyle style) throws MediaException {
    typefaces.check(style.font());
    typefaces.glyphs().check(words);
    show();
  }

  /**
   * A file of letters stays known for as long as the process lives, and is learnt by drawing with
   * it.
   */
  private synchronized void show() throws MediaException {
    if (shown) {
      return;
    }
    for (var file : typefaces.files()) {
      try {
        vips.unref(new VipsOperation(vips, "text").with("text", "a").with("fontfile", file).out());
      } catch (VipsException unusable) {
        throw MediaException.invalid(
            "expected a font in " + file + ", but " + unusable.getMessage());
      }
    }
    shown = true;
  }
}
