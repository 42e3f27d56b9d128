package dev.backlot.media.cutout;

import dev.backlot.media.GoingOn;
import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.media.Pixels;
import java.io.IOException;

/** Says where a picture's subject is, in place of the network that comes with Backlot. */
public interface Sight {
  /**
   * One band of any size: 255 on the subject, 0 elsewhere.
   *
   * @param opaque the whole picture
   */
  Pixels mask(Picture opaque, GoingOn goingOn) throws IOException, MediaException;
}
