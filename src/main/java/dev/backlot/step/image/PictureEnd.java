package dev.backlot.step.image;

import dev.backlot.media.MediaException;
import dev.backlot.media.Picture;
import dev.backlot.model.Value;
import dev.backlot.step.Step;
import java.io.IOException;
import java.util.Map;

/** A step that writes a picture in its own way, and can do so with what a {@link Chain} made. */
interface PictureEnd extends Step {
  /** Its outputs; all parameters but the picture itself are those of the job. */
  Map<String, Value> store(PictureJob job, Picture picture) throws IOException, MediaException;
}
