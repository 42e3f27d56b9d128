package dev.backlot.media.load;

import dev.backlot.media.Imaging;
import dev.backlot.media.Typefaces;
import dev.backlot.media.jvm.JvmImaging;
import dev.backlot.media.vips.VipsImaging;
import java.nio.file.Path;

/** Chooses the best engine this machine offers. */
public final class ImagingLoader {
  private ImagingLoader() {}

  /**
   * libvips if there is one, or else the JVM's own means; loaded when first used.
   *
   * @param home the folder that holds {@code native/node_modules}, usually where Backlot is
   *     installed
   */
  public static Imaging load(Path home, Typefaces typefaces) {
    return new LazyImaging(home, typefaces);
  }

  /** The same, with the machine's own fonts. */
  public static Imaging load(Path home) {
    return load(home, Typefaces.installed());
  }

  static Imaging loadNow(Path home, Typefaces typefaces) {
    return VipsImaging.load(home, typefaces)
        .<Imaging>map(vips -> vips)
        .orElseGet(() -> new JvmImaging(typefaces));
  }
}
