package dev.backlot.step;

import dev.backlot.model.CallEnd;
import dev.backlot.model.ProviderCall;
import dev.backlot.model.ResourceKey;
import java.util.Set;

/** A step that lets somebody else work for money. */
public interface CallingStep extends Step {
  /**
   * What an operator may limit of it, such as {@code provider:replicate}.
   *
   * @param headroom for a step that may choose between several
   */
  Set<ResourceKey> resources(StepInput input, Headroom headroom);

  /**
   * Nobody wants the work any more: asks for the call's end and tells what is known of it. Called
   * after {@link #run} has returned, or instead of it.
   */
  CallEnd abandon(StepInput input, ProviderCall call) throws InterruptedException;
}
