package dev.backlot.step;

import dev.backlot.model.Port;
import java.util.List;
import java.util.Map;

/** A step whose outputs are as precise as what goes in: a list of images gives images. */
public interface GenericStep extends Step {
  /**
   * The outputs of {@link StepType#outputs} by the same names, as precise as can be told.
   *
   * @param given what is bound to the parameters, by name; JSON where only the run will tell
   */
  List<Port> outputs(Map<String, Port> given);
}
