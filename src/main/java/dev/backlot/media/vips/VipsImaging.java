package dev.backlot.media.vips;

import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.MediaProbe;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.Scaling;
import dev.backlot.media.Studio;
import dev.backlot.media.Typefaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The fast engine, which reads and writes every format. Thread-safe. */
public final class VipsImaging implements Imaging {
  private final Vips vips;
  private final VipsFonts fonts;

  private VipsImaging(Vips vips, Typefaces typefaces) {
    this.vips = vips;
    this.fonts = new VipsFonts(vips, typefaces);
  }

  /**
   * Looks for libvips: the file named by system property {@code backlot.vips}, then the one npm
   * brought below {@code home/native}, then the system's. Nothing if there is none.
   */
  public static Optional<VipsImaging> load(Path home, Typefaces typefaces) {
    return VipsFile.find(home).map(library -> new VipsImaging(new Vips(library), typefaces));
  }

  @Override
  public String name() {
    return "libvips";
  }

  @Override
  public String version() {
    return vips.version();
  }

  @Override
  public Set<PictureFormat> writes() {
    return EnumSet.allOf(PictureFormat.class);
  }

  @Override
  public Typefaces typefaces() {
    return fonts.typefaces();
  }

  @Override
  public Studio studio() {
    return new VipsStudio(vips, fonts);
  }

  @Override
  public void thumbnail(Path from, Scaling scaling, Path to, Encoding encoding)
      throws IOException, MediaException {
    var facts = MediaProbe.picture(from);
    try (var studio = new VipsStudio(vips, fonts)) {
      studio.thumbnail(from, facts, scaling).write(to, encoding);
    }
  }
}
