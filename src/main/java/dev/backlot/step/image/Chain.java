package dev.backlot.step.image;

import dev.backlot.media.MediaException;
import dev.backlot.model.Nearest;
import dev.backlot.model.Port;
import dev.backlot.model.PortCheck;
import dev.backlot.model.PortCheck.Fits;
import dev.backlot.model.PortCheck.Misfit;
import dev.backlot.model.Value;
import dev.backlot.step.Joint;
import dev.backlot.step.Literals;
import dev.backlot.step.Step;
import dev.backlot.step.StepInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Operations in their order, each with its parameters.
 *
 * @param end how the last picture is written, where an operation says so; else as the chain says
 */
record Chain(List<Link<PictureEdit>> links, Optional<Link<PictureEnd>> end) {
  static final int LINKS_MAX = Joint.STEPS_MAX;

  /**
   * One operation.
   *
   * @param path where it stands, such as {@code operations[1].blur}
   */
  record Link<S extends Step>(S step, StepInput input, String path) {
    /** What is done for an operation. */
    interface Work<T> {
      T on(PictureJob job) throws IOException, MediaException;
    }

    /**
     * Does it; what is refused is told with the operation's place, unless the picture is at fault.
     */
    <T> T in(PictureJob whole, Work<T> work) throws IOException, MediaException {
      try {
        return work.on(whole.with(input));
      } catch (MediaException refused) {
        var field = refused.failure().field();
        throw field.equals(Ports.PICTURE.name())
            ? refused
            : refused.about(field.isEmpty() ? path : path + "." + field);
      }
    }
  }

  Chain {
    links = List.copyOf(links);
  }

  /** The word for a step within a chain. */
  static Optional<String> word(Step step) {
    return step instanceof PictureEdit || step instanceof PictureEnd
        ? step.type().joint().map(Joint::word)
        : Optional.empty();
  }

  /**
   * Reads a list such as {@code [{resize: {width: 800}}, grayscale]}.
   *
   * @throws MediaException that names the operation and its parameter, such as {@code
   *     operations[1].blur.sigma}
   */
  static Chain read(List<Value> operations, Map<String, Step> steps) throws MediaException {
    var links = new ArrayList<Link<PictureEdit>>();
    var end = Optional.<Link<PictureEnd>>empty();
    for (var operation : operations) {
      var path = "operations[%d]".formatted(links.size() + (end.isPresent() ? 1 : 0));
      if (end.isPresent()) {
        throw MediaException.invalid("nothing can follow after the picture was written")
            .about(path);
      }
      var link = link(operation, path, steps);
      switch (link.step()) {
        case PictureEdit edit -> links.add(new Link<>(edit, link.input(), link.path()));
        case PictureEnd last -> end = Optional.of(new Link<>(last, link.input(), link.path()));
        default -> throw new IllegalStateException("no part of a chain: " + link.step().type());
      }
    }
    return new Chain(links, end);
  }

  private static Link<Step> link(Value operation, String path, Map<String, Step> steps)
      throws MediaException {
    return switch (operation) {
      case Value.Text(var word) -> link(word, Map.of(), path, steps);
      case Value.ObjectOf(var fields) when fields.size() == 1 -> {
        var word = fields.keySet().iterator().next();
        yield switch (fields.getOrDefault(word, Value.none())) {
          case Value.ObjectOf(var parameters) -> link(word, parameters, path, steps);
          case Value.Null _ -> link(word, Map.of(), path, steps);
          case Value other ->
              throw MediaException.invalid("expected its parameters, but " + other.kind())
                  .about(path + "." + word);
        };
      }
      default ->
          throw MediaException.invalid(
                  "expected one operation such as {resize: {width: 800}}, but " + operation.kind())
              .about(path);
    };
  }

  private static Link<Step> link(
      String word, Map<String, Value> given, String path, Map<String, Step> steps)
      throws MediaException {
    var step = steps.get(word);
    if (step == null) {
      throw MediaException.invalid(
              "expected one of %s, but '%s'%s"
                  .formatted(
                      String.join(", ", steps.keySet()), word, Nearest.hint(word, steps.keySet())))
          .about(path);
    }
    var input = new StepInput(checked(own(step), given, path + "." + word));
    var refused = step.refuse(new Literals(input.values()));
    if (refused.isPresent()) {
      throw MediaException.invalid(refused.get().message())
          .about(path + "." + word + "." + refused.get().field());
    }
    return new Link<>(step, input, path + "." + word);
  }

  /** Without the picture, and what a chain says once for all its operations. */
  private static List<Port> own(Step step) {
    var joint = step.type().joint().orElseThrow();
    return step.type().parameters().stream()
        .filter(port -> !port.name().equals(joint.subject()))
        .filter(port -> !joint.whole().contains(port.name()))
        .toList();
  }

  private static Map<String, Value> checked(List<Port> ports, Map<String, Value> given, String path)
      throws MediaException {
    var names = ports.stream().map(Port::name).toList();
    for (var name : given.keySet()) {
      if (!names.contains(name)) {
        throw MediaException.invalid("there is no such parameter" + Nearest.hint(name, names))
            .about(path + "." + name);
      }
    }
    var values = new LinkedHashMap<String, Value>();
    for (var port : ports) {
      switch (PortCheck.check(port, given.getOrDefault(port.name(), Value.none()))) {
        case Fits(var value) -> values.put(port.name(), value);
        case Misfit(var message) ->
            throw MediaException.invalid(message).about(path + "." + port.name());
      }
    }
    return values;
  }
}
