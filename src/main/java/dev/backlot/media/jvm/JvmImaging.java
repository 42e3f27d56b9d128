package dev.backlot.media.jvm;

import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.Scaling;
import dev.backlot.media.Studio;
import dev.backlot.media.Typefaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/** The engine that is always there; without AVIF and without writing WebP. Thread-safe. */
public final class JvmImaging implements Imaging {
  private final Typefaces typefaces;

  /** With the machine's fonts. */
  public JvmImaging() {
    this(Typefaces.installed());
  }

  public JvmImaging(Typefaces typefaces) {
    this.typefaces = typefaces;
  }

  @Override
  public String name() {
    return "jvm";
  }

  @Override
  public String version() {
    return Runtime.version().toString();
  }

  @Override
  public Set<PictureFormat> writes() {
    return EnumSet.of(PictureFormat.JPEG, PictureFormat.PNG);
  }

  @Override
  public Typefaces typefaces() {
    return typefaces;
  }

  @Override
  public Studio studio() {
    return new JvmStudio(typefaces);
  }

  @Override
  public void thumbnail(Path from, Scaling scaling, Path to, Encoding encoding)
      throws IOException, MediaException {
    try (var studio = studio()) {
      studio.open(from).resize(scaling).write(to, encoding);
    }
  }
}
