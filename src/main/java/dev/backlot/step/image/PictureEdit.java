package dev.backlot.step.image;

import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.step.Step;
import java.io.IOException;

/** A step that makes one picture of another, and can do so between others in an {@link Chain}. */
interface PictureEdit extends Step {
  /** The new picture; all parameters but the picture itself are those of the job. */
  Picture on(PictureJob job, Picture picture) throws IOException, MediaException;

  /**
   * As {@link #on}, of a picture that is not open yet.
   *
   * @param whole the job whose picture it is
   */
  default Picture first(PictureJob job, PictureJob whole) throws IOException, MediaException {
    return on(job, whole.open("image"));
  }
}
