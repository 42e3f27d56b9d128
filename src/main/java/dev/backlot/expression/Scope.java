package dev.backlot.expression;

import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The names that the expressions of one workflow may use, each with its type and with the place it
 * can be seen from. Ids are unique within a workflow, so one table holds the names of all loops.
 *
 * <p>What a step gives may depend on what its own expressions give; such outputs are asked for when
 * an expression first mentions them. Confined to one thread.
 */
public final class Scope {
  private static final Pattern MENTION = Pattern.compile("\\b(steps|each)\\s*\\.\\s*(\\w+)");
  private static final Map<String, Port> RUN =
      Map.of(
          "run.name", Port.of("name", PortType.TEXT, "The item's name").mandatory(),
          "run.number",
              Port.of("number", PortType.INTEGER, "The item's place in its batch").mandatory());

  private final Map<String, Port> names = new LinkedHashMap<>(RUN);
  private final ScopeWords words = new ScopeWords(this);
  private final List<String> inputs;
  private final Map<String, Known> steps = new LinkedHashMap<>();
  private final Map<String, Supplier<Port>> items = new LinkedHashMap<>();
  private final Map<String, Boolean> gates = new LinkedHashMap<>();

  /** A step, and its outputs once they were asked for. */
  private static final class Known {
    private final Standpoint at;
    private final Supplier<Optional<List<Port>>> source;
    private Optional<List<Port>> outputs = Optional.empty();
    private boolean isAsked;

    Known(Standpoint at, Supplier<Optional<List<Port>>> source) {
      this.at = at;
      this.source = source;
    }
  }

  /**
   * A scope without steps.
   *
   * @param inputs by name
   */
  public Scope(Map<String, Port> inputs) {
    this.inputs = List.copyOf(inputs.keySet());
    inputs.forEach((name, port) -> names.put("inputs." + name, port));
  }

  /**
   * Makes a step known.
   *
   * @param at where the step stands
   * @param outputs asked for at most once; empty where they are not known, so that what reads them
   *     is not blamed as well. Where outputs wait for each other, what is asked for last stays
   *     unknown
   */
  public void declareStep(String id, Standpoint at, Supplier<Optional<List<Port>>> outputs) {
    steps.put(id, new Known(at, outputs));
  }

  /** Makes a loop's item and index known to its body; the loop is a step as well. */
  public void declareLoop(String id, Supplier<Port> item) {
    items.put(id, item);
  }

  /**
   * Makes a gate's note known; the gate is a step as well.
   *
   * @param regenerates whether somebody may ask it for another version; else there is no note
   */
  public void declareGate(String id, boolean regenerates) {
    gates.put(id, regenerates);
    if (regenerates) {
      names.put("notes." + id, Port.of(id, PortType.TEXT, "What was asked for").mandatory());
    }
  }

  /** Finds out the types of all that a source may read, save what waits for this very answer. */
  void prepare(String source, Standpoint from) {
    var mention = MENTION.matcher(source);
    while (mention.find()) {
      var id = mention.group(2);
      if (mention.group(1).equals("steps")) {
        prepareStep(id, from);
      } else {
        prepareItem(id, from);
      }
    }
  }

  private void prepareStep(String id, Standpoint from) {
    var step = steps.get(id);
    if (step == null || step.isAsked || !sees(from, id)) {
      return;
    }
    step.isAsked = true;
    step.outputs = step.source.get();
    for (var port : step.outputs.orElse(List.of())) {
      names.put("steps." + id + "." + port.name(), skippable(port));
    }
  }

  private void prepareItem(String loop, Standpoint from) {
    var item = items.get(loop);
    if (item == null || !from.loops().contains(loop) || names.containsKey(item(loop))) {
      return;
    }
    names.put(item(loop), item.get().mandatory());
    names.put(index(loop), Port.of("index", PortType.INTEGER, "Counted from 0").mandatory());
  }

  private static String item(String loop) {
    return "each." + loop + ".item";
  }

  private static String index(String loop) {
    return "each." + loop + ".index";
  }

  /** Even an output that its step always gives is missing when the step was skipped. */
  private static Port skippable(Port output) {
    var port = Port.of(output.name(), output.type(), output.description());
    return output.list() ? port.many() : port;
  }

  /** All that is known at present; it grows. */
  Map<String, Port> names() {
    return Collections.unmodifiableMap(names);
  }

  Optional<Port> find(String qualifiedName) {
    return Optional.ofNullable(names.get(qualifiedName));
  }

  /** What is wrong with reading a declared name from there, if anything. */
  Optional<String> refuse(String qualifiedName, Standpoint from) {
    var path = List.of(qualifiedName.split("\\."));
    boolean isSeen =
        switch (path.getFirst()) {
          case "steps" -> sees(from, path.get(1));
          case "each" -> from.loops().contains(path.get(1));
          case "notes" -> at(path.get(1)).isAround(from);
          default -> true;
        };
    return isSeen ? Optional.empty() : Optional.of(explain(path, from));
  }

  /** A step is seen from its own scope and from within, save from its own body. */
  boolean sees(Standpoint from, String id) {
    return at(id).isAround(from) && !from.loops().contains(id);
  }

  private Standpoint at(String id) {
    var step = steps.get(id);
    return step == null ? Standpoint.TOP : step.at;
  }

  /**
   * Whether a path starts with the name of a step whose outputs are not known: its type is unknown,
   * or they wait for this very answer. Either is told elsewhere.
   */
  boolean isUndecided(List<String> path, Standpoint from) {
    var step = path.size() > 1 && path.getFirst().equals("steps") ? steps.get(path.get(1)) : null;
    return step != null && step.outputs.isEmpty() && sees(from, path.get(1));
  }

  /** What is wrong with a path that is no name to be seen from there. */
  String explain(List<String> path, Standpoint from) {
    return words.explain(path, from);
  }

  List<String> inputs() {
    return inputs;
  }

  /** The steps to be seen from there. */
  List<String> steps(Standpoint from) {
    return steps.keySet().stream().filter(id -> sees(from, id)).toList();
  }

  boolean hasStep(String id) {
    return steps.containsKey(id);
  }

  boolean isLoop(String id) {
    return items.containsKey(id);
  }

  /** The innermost loop around a step that is not around the other place. */
  Optional<String> hiddenWithin(String id, Standpoint from) {
    return at(id).loops().stream().filter(loop -> !from.loops().contains(loop)).findFirst();
  }

  List<Port> outputs(String id) {
    var step = steps.get(id);
    return step == null ? List.of() : step.outputs.orElse(List.of());
  }

  List<String> gates(Standpoint from) {
    return gates.keySet().stream().filter(id -> at(id).isAround(from)).toList();
  }

  boolean isGate(String id) {
    return gates.containsKey(id);
  }
}
