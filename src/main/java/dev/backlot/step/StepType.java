package dev.backlot.step;

import dev.backlot.model.Port;
import java.util.List;
import java.util.Optional;

/**
 * What a step type is, for validation, the catalogue, the editor and the memo.
 *
 * @param name as written in {@code uses}, such as {@code image.resize}
 * @param version raised whenever the same parameters would give another result; part of the memo
 *     key
 * @param summary one line for people
 * @param parameters accepted in {@code with}; any other name is an error
 * @param outputs what {@code steps.ID.NAME} offers afterwards
 * @param resource which pool runs it
 * @param deterministic whether equal inputs give equal outputs, so that the result may be reused
 * @param joint how it can be one of several steps that are done at once; empty where it cannot
 */
public record StepType(
    String name,
    int version,
    String summary,
    List<Port> parameters,
    List<Port> outputs,
    Resource resource,
    boolean deterministic,
    Optional<Joint> joint) {

  /** The pool a step runs on. */
  public enum Resource {
    /** Computes: at most one for each core. */
    CPU,
    /** Waits: on virtual threads. */
    IO
  }

  /** One that is always done alone. */
  public StepType(
      String name,
      int version,
      String summary,
      List<Port> parameters,
      List<Port> outputs,
      Resource resource,
      boolean deterministic) {
    this(name, version, summary, parameters, outputs, resource, deterministic, Optional.empty());
  }

  public StepType {
    parameters = List.copyOf(parameters);
    outputs = List.copyOf(outputs);
  }

  /**
   * The same on a machine where results depend on something else too, such as its fonts.
   *
   * @param fingerprint of that, 0 to 2^30; with 0 the type stays as it is
   */
  public StepType dependingOn(int fingerprint) {
    return new StepType(
        name, version + fingerprint, summary, parameters, outputs, resource, deterministic, joint);
  }

  /** The same as one of several steps that are done at once. */
  public StepType joinedBy(Joint how) {
    return new StepType(
        name, version, summary, parameters, outputs, resource, deterministic, Optional.of(how));
  }

  public Optional<Port> parameter(String parameter) {
    return parameters.stream().filter(port -> port.name().equals(parameter)).findFirst();
  }

  public Optional<Port> output(String output) {
    return outputs.stream().filter(port -> port.name().equals(output)).findFirst();
  }
}
