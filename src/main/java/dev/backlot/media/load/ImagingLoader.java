package dev.backlot.media.load;

import dev.backlot.media.Imaging;
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
  public static Imaging load(Path home) {
    return new LazyImaging(home);
  }

  static Imaging loadNow(Path home) {
    return VipsImaging.load(home).<Imaging>map(vips -> vips).orElseGet(JvmImaging::new);
  }
}
