package dev.backlot.step.flow;

import dev.backlot.step.Step;
import java.util.List;

/** The steps of this family. */
public final class FlowSteps {
  private FlowSteps() {}

  public static List<Step> all() {
    return List.of(
        new CheckStep(),
        new TransformStep(),
        new SwitchStep(),
        new ListStep(),
        new CollectStep(),
        new SliceStep());
  }
}
