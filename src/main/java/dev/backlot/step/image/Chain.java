package dev.backlot.step.image;

import dev.backlot.media.MediaException;
import dev.backlot.model.Nearest;
import dev.backlot.model.Port;
import dev.backlot.model.PortCheck;
import dev.backlot.model.PortCheck.Fits;
import dev.backlot.model.PortCheck.Misfit;
import dev.backlot.model.Value;
import dev.backlot.step.Literals;
import dev.backlot.step.StepInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Operations in their order, each an edit with its parameters. */
record Chain(List<Link> links) {
  static final int LINKS_MAX = 20;

  /** What a chain says once for all its operations. */
  private static final Set<String> OUTSIDE = Set.of("image", "format", "quality");

  private static final String FAMILY = "image.";

  /** One operation. */
  record Link(PictureEdit edit, StepInput input) {}

  Chain {
    links = List.copyOf(links);
  }

  /** The word for an edit within a chain: its type without the family. */
  static String word(PictureEdit edit) {
    return edit.type().name().substring(FAMILY.length());
  }

  /**
   * Reads a list such as {@code [{resize: {width: 800}}, grayscale]}.
   *
   * @throws MediaException that names the operation and its parameter, such as {@code
   *     operations[1].blur.sigma}
   */
  static Chain read(List<Value> operations, Map<String, PictureEdit> edits) throws MediaException {
    var links = new ArrayList<Link>();
    for (int at = 0; at < operations.size(); at++) {
      links.add(link(operations.get(at), "operations[" + at + "]", edits));
    }
    return new Chain(links);
  }

  private static Link link(Value operation, String path, Map<String, PictureEdit> edits)
      throws MediaException {
    return switch (operation) {
      case Value.Text(var word) -> link(word, Map.of(), path, edits);
      case Value.ObjectOf(var fields) when fields.size() == 1 -> {
        var word = fields.keySet().iterator().next();
        yield switch (fields.getOrDefault(word, Value.none())) {
          case Value.ObjectOf(var parameters) -> link(word, parameters, path, edits);
          case Value.Null _ -> link(word, Map.of(), path, edits);
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

  private static Link link(
      String word, Map<String, Value> given, String path, Map<String, PictureEdit> edits)
      throws MediaException {
    var edit = edits.get(word);
    if (edit == null) {
      throw MediaException.invalid(
              "expected one of %s, but '%s'%s"
                  .formatted(
                      String.join(", ", edits.keySet()), word, Nearest.hint(word, edits.keySet())))
          .about(path);
    }
    var own =
        edit.type().parameters().stream().filter(port -> !OUTSIDE.contains(port.name())).toList();
    var input = new StepInput(checked(own, given, path + "." + word));
    var refused = edit.refuse(new Literals(input.values()));
    if (refused.isPresent()) {
      throw MediaException.invalid(refused.get().message())
          .about(path + "." + word + "." + refused.get().field());
    }
    return new Link(edit, input);
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
