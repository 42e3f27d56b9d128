package dev.backlot.definition;

import dev.backlot.model.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds the tree from the parser's events rather than with the library's own composer, which
 * follows nesting without a limit and shares aliased nodes: here both depth and the number of nodes
 * after aliases are resolved stay bounded.
 */
final class YamlTree {
  static final int DEPTH_MAX = 50;
  static final int NODES_MAX = 20_000;

  private final Problems problems;
  private final Iterator<Event> events;
  private final Map<Anchor, Anchored> anchors = new HashMap<>();
  private int nodes;

  /** A node that may be repeated, and how many nodes it holds. */
  private record Anchored(Node node, int size) {}

  /** Stops reading; the problem is already noted. */
  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private YamlTree(String text, Problems problems) {
    var settings = LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
    this.events = new Parse(settings).parseString(text).iterator();
    this.problems = problems;
  }

  /** The only document of the text; empty when it is not well-formed, with the problem noted. */
  static Optional<Node> read(String text, Problems problems) {
    try {
      return Optional.of(new YamlTree(text, problems).document());
    } catch (Stop _) {
      return Optional.empty();
    } catch (MarkedYamlEngineException e) {
      var place = e.getProblemMark().map(YamlTree::place).orElse(Place.START);
      problems.add(place, "", YamlWords.translate(String.valueOf(e.getProblem())));
      return Optional.empty();
    } catch (YamlEngineException e) {
      problems.add(Place.START, "", YamlWords.translate(String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private Node document() {
    next();
    if (next().getEventId() == Event.ID.StreamEnd) {
      throw stop(Place.START, "the file is empty: a workflow needs at least 'name' and 'steps'");
    }
    var root = node(next(), 0);
    next();
    var end = next();
    if (end.getEventId() != Event.ID.StreamEnd) {
      throw stop(place(end), "expected one workflow per file, but a second document starts here");
    }
    return root;
  }

  private Node node(Event event, int depth) {
    nodes++;
    if (nodes > NODES_MAX) {
      throw stop(
          place(event),
          "expected at most 20,000 values, counting repeated ones, but there are more");
    }
    if (depth > DEPTH_MAX) {
      throw stop(place(event), "expected at most 50 levels of nesting, but there are more");
    }
    return event instanceof AliasEvent alias ? repeated(alias) : anchored((NodeEvent) event, depth);
  }

  private Node repeated(AliasEvent alias) {
    var anchored = anchors.get(alias.getAlias());
    if (anchored == null) {
      throw stop(place(alias), "unknown alias '*" + alias.getAlias() + "'");
    }
    nodes += anchored.size();
    return anchored.node();
  }

  private Node anchored(NodeEvent event, int depth) {
    int before = nodes;
    var node =
        switch (event) {
          case ScalarEvent scalar -> scalar(scalar);
          case MappingStartEvent mapping -> mapping(mapping, depth);
          default -> sequence((CollectionStartEvent) event, depth);
        };
    event.getAnchor().ifPresent(anchor -> anchors.put(anchor, new Anchored(node, nodes - before)));
    return node;
  }

  private Node sequence(CollectionStartEvent start, int depth) {
    refuseTag(start, start.getTag());
    var items = new ArrayList<Node>();
    for (var event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
      items.add(node(event, depth + 1));
    }
    return new Node.Sequence(place(start), items);
  }

  private Node mapping(MappingStartEvent start, int depth) {
    refuseTag(start, start.getTag());
    var entries = new LinkedHashMap<String, Node.Entry>();
    for (var event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
      var key = key(event);
      var entry = new Node.Entry(place(event), node(next(), depth + 1));
      var first = entries.putIfAbsent(key, entry);
      if (first != null) {
        problems.add(
            entry.key(), "", "'" + key + "' is written twice, first in line " + first.key().line());
      }
    }
    return new Node.Mapping(place(start), entries);
  }

  private String key(Event event) {
    if (event instanceof ScalarEvent scalar) {
      refuseTornExpression(scalar);
      return scalar.getValue();
    }
    throw stop(place(event), "expected a name before ':', but a list, a mapping or an alias");
  }

  /** In plain text a colon ends a key, and takes a conditional expression apart. */
  private void refuseTornExpression(ScalarEvent key) {
    if (key.isPlain() && key.getValue().startsWith("${{")) {
      throw stop(place(key), "an expression with a colon and a blank in it has to stand in quotes");
    }
  }

  private Node scalar(ScalarEvent event) {
    refuseTag(event, event.getTag());
    var text = event.getValue();
    boolean plain = event.getScalarStyle() == ScalarStyle.PLAIN;
    int inset = plain ? 0 : 1;
    boolean inline = length(event) == text.length() + 2 * inset;
    var value = plain ? plain(event) : Value.of(text);
    return new Node.Scalar(place(event), value, text, inline, inset);
  }

  private Value plain(ScalarEvent event) {
    try {
      return YamlWords.plain(event.getValue());
    } catch (IllegalArgumentException _) {
      throw stop(
          place(event), "expected a finite number of at most 64 bits, but " + event.getValue());
    }
  }

  /** Characters in the file; -1 for what goes over several lines. */
  private static int length(Event event) {
    return event
        .getStartMark()
        .flatMap(
            start ->
                event
                    .getEndMark()
                    .filter(end -> end.getLine() == start.getLine())
                    .map(end -> end.getIndex() - start.getIndex()))
        .orElse(-1);
  }

  private void refuseTag(Event event, Optional<String> tag) {
    if (tag.isPresent() && !tag.get().equals("!")) {
      throw stop(place(event), "YAML tags such as '" + tag.get() + "' are not supported");
    }
  }

  private Event next() {
    return events.next();
  }

  private Stop stop(Place place, String message) {
    problems.add(place, "", message);
    return new Stop();
  }

  private static Place place(Event event) {
    return event.getStartMark().map(YamlTree::place).orElse(Place.START);
  }

  private static Place place(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
