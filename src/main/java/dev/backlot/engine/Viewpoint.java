package dev.backlot.engine;

import dev.backlot.model.RunState;
import dev.backlot.model.StepPath;
import java.util.List;

/**
 * From where an expression looks at a run.
 *
 * @param frames the loops and sub-workflows around it; empty for the workflow itself
 */
public record Viewpoint(RunState state, List<StepPath.Frame> frames) {
  public Viewpoint {
    frames = List.copyOf(frames);
  }
}
