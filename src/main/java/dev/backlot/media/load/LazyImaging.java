package dev.backlot.media.load;

import dev.backlot.media.Encoding;
import dev.backlot.media.Imaging;
import dev.backlot.media.MediaException;
import dev.backlot.media.PictureFormat;
import dev.backlot.media.Scaling;
import dev.backlot.media.Studio;
import dev.backlot.media.Typefaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Loads the engine when somebody first needs it: a server is ready before it has seen a picture.
 */
final class LazyImaging implements Imaging {
  private final Path home;
  private final Typefaces typefaces;
  private volatile @Nullable Imaging loaded;

  LazyImaging(Path home, Typefaces typefaces) {
    this.home = home;
    this.typefaces = typefaces;
  }

  private Imaging engine() {
    var known = loaded;
    return known == null ? load() : known;
  }

  private synchronized Imaging load() {
    var known = loaded;
    if (known == null) {
      known = ImagingLoader.loadNow(home, typefaces);
      loaded = known;
    }
    return known;
  }

  @Override
  public String name() {
    return engine().name();
  }

  @Override
  public String version() {
    return engine().version();
  }

  @Override
  public Set<PictureFormat> writes() {
    return engine().writes();
  }

  @Override
  public Typefaces typefaces() {
    return typefaces;
  }

  @Override
  public Studio studio() {
    return engine().studio();
  }

  @Override
  public void thumbnail(Path from, Scaling scaling, Path to, Encoding encoding)
      throws IOException, MediaException {
    engine().thumbnail(from, scaling, to, encoding);
  }

  @Override
  public String cannotWrite(PictureFormat format) {
    return engine().cannotWrite(format);
  }
}
