package dev.backlot.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A graph of steps with typed inputs and outputs, as written and checked; steps stand in file
 * order.
 *
 * <p>Limits: {@value #INPUTS_MAX} inputs, {@value #OUTPUTS_MAX} outputs, and {@link GraphLimits}.
 */
public record Workflow(
    String name,
    String description,
    Map<String, Port> inputs,
    Map<StepId, StepSpec> steps,
    Map<String, Template> outputs) {
  public static final int INPUTS_MAX = 100;
  public static final int OUTPUTS_MAX = 100;

  public Workflow {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    steps = Collections.unmodifiableMap(new LinkedHashMap<>(steps));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }
}
