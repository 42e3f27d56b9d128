package dev.backlot.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a step run stands in its run: the loops and sub-workflows around it, from the outside in,
 * and the step itself. As text {@code variants.3.tint}: iteration 3 (counted from 0) of the loop
 * {@code variants}, step {@code tint}.
 */
public record StepPath(List<Frame> frames, StepId step) {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  /**
   * One iteration of a loop; a sub-workflow counts as a loop of one.
   *
   * @param index counted from 0
   */
  public record Frame(StepId loop, int index) {}

  public StepPath {
    frames = List.copyOf(frames);
  }

  /** A step of the workflow itself. */
  public static StepPath of(StepId step) {
    return new StepPath(List.of(), step);
  }

  /** The frames of an iteration of this step. */
  public List<Frame> iteration(int index) {
    var inner = new ArrayList<>(frames);
    inner.add(new Frame(step, index));
    return List.copyOf(inner);
  }

  /** The loop step that these frames are an iteration of; there must be a frame. */
  public static StepPath loopOf(List<Frame> frames) {
    return new StepPath(frames.subList(0, frames.size() - 1), frames.getLast().loop());
  }

  /** Reads the text form; empty when the text is no path. */
  public static Optional<StepPath> parse(String text) {
    var parts = text.split("\\.", -1);
    var frames = new ArrayList<Frame>();
    for (int i = 0; i + 2 < parts.length; i += 2) {
      if (!StepId.isWellFormed(parts[i]) || !NUMBER.matcher(parts[i + 1]).matches()) {
        return Optional.empty();
      }
      frames.add(new Frame(new StepId(parts[i]), Integer.parseInt(parts[i + 1])));
    }
    boolean whole = parts.length % 2 == 1 && StepId.isWellFormed(parts[parts.length - 1]);
    return whole
        ? Optional.of(new StepPath(frames, new StepId(parts[parts.length - 1])))
        : Optional.empty();
  }

  @Override
  public String toString() {
    if (frames.isEmpty()) {
      return step.value();
    }
    var text = new StringBuilder();
    for (var frame : frames) {
      text.append(frame.loop()).append('.').append(frame.index()).append('.');
    }
    return text.append(step).toString();
  }
}
