package dev.backlot.settings;

import dev.backlot.model.Nearest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The objects of a small YAML file that an operator writes, read strictly: every mistake at once.
 */
public final class SettingsFile {
  private static final int ALIASES_MAX = 50;

  private SettingsFile() {}

  /**
   * The file's outermost object; empty when there is none, with the mistake noted.
   *
   * @param shown the file's name in mistakes
   * @param expected what stands in such a file, for whoever has something else
   * @param mistakes one a line, each with its line and field
   */
  public static Optional<Entry> read(
      String shown, String text, String expected, List<String> mistakes) {
    var settings = LoadSettings.builder().setMaxAliasesForCollections(ALIASES_MAX).build();
    try {
      var root = new Compose(settings).composeString(text);
      if (root.isEmpty() || !(root.get() instanceof MappingNode mapping)) {
        mistakes.add(shown + ":1: expected " + expected + ", but found no object");
        return Optional.empty();
      }
      return Optional.of(new Entry(shown, "", mapping, mistakes));
    } catch (MarkedYamlEngineException e) {
      var line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      mistakes.add(shown + ":" + line + ": " + e.getProblem());
    } catch (YamlEngineException e) {
      mistakes.add(shown + ":1: " + e.getMessage());
    }
    return Optional.empty();
  }

  /** What is wrong with a name that nobody knows. */
  private static String unknown(String name, List<String> known) {
    return "unknown key '" + name + "'" + Nearest.hint(name, known);
  }

  /** One object of the file; what it is asked for and is not there is empty. */
  public static final class Entry {
    private final String shown;
    private final String path;
    private final Node node;
    private final List<String> mistakes;
    private final Map<String, Node> fields = new LinkedHashMap<>();

    private Entry(String shown, String path, Node node, List<String> mistakes) {
      this.shown = shown;
      this.path = path;
      this.node = node;
      this.mistakes = mistakes;
      if (node instanceof MappingNode mapping) {
        for (var field : mapping.getValue()) {
          var key = field.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
          if (fields.put(key, field.getValueNode()) != null) {
            note(field.getKeyNode(), key, "stands here twice");
          }
        }
      } else {
        note(node, "", "expected an object");
      }
    }

    /** Notes every field that is none of these. */
    public void know(String... names) {
      var known = new HashSet<>(List.of(names));
      fields.forEach(
          (name, value) -> {
            if (!known.contains(name)) {
              note(value, "", unknown(name, List.of(names)));
            }
          });
    }

    /** Notes what is missing of it. */
    public void require(String... names) {
      for (var name : names) {
        if (!fields.containsKey(name)) {
          note(node, name, "expected a value, but nothing");
        }
      }
    }

    public boolean has(String name) {
      return fields.containsKey(name);
    }

    /** Whether an object stands there, and not a text or a list. */
    public boolean isObject(String name) {
      return fields.get(name) instanceof MappingNode;
    }

    public Optional<String> text(String name, String expected, Predicate<String> fits) {
      return scalar(
          name, expected, value -> fits.test(value) ? Optional.of(value) : Optional.empty());
    }

    public <T> Optional<T> number(
        String name, String expected, Function<BigDecimal, Optional<T>> reader) {
      return scalar(
          name,
          expected,
          value ->
              value.matches("\\d{1,12}(\\.\\d{1,12})?")
                  ? reader.apply(new BigDecimal(value))
                  : Optional.empty());
    }

    private <T> Optional<T> scalar(
        String name, String expected, Function<String, Optional<T>> reader) {
      var value = fields.get(name);
      if (value == null) {
        return Optional.empty();
      }
      var read =
          value instanceof ScalarNode scalar
              ? reader.apply(scalar.getValue())
              : Optional.<T>empty();
      if (read.isEmpty()) {
        var found =
            value instanceof ScalarNode scalar
                ? "'" + scalar.getValue() + "'"
                : "a list or an object";
        note(value, name, "expected " + expected + ", but " + found);
      }
      return read;
    }

    public List<String> texts(String name, String expected, Predicate<String> fits) {
      var texts = new ArrayList<String>();
      for (var item : sequence(name)) {
        if (item instanceof ScalarNode scalar && fits.test(scalar.getValue())) {
          texts.add(scalar.getValue());
        } else {
          note(item, name, "expected " + expected);
        }
      }
      return texts;
    }

    /** The objects of a list, as far as they are objects. */
    public List<Entry> items(String name, int most) {
      var nodes = sequence(name);
      if (nodes.size() > most) {
        note(nodes.get(most), name, "expected at most " + most + " entries");
      }
      var items = new ArrayList<Entry>();
      for (int i = 0; i < Math.min(nodes.size(), most); i++) {
        items.add(new Entry(shown, place(name) + "[" + i + "]", nodes.get(i), mistakes));
      }
      return items;
    }

    private List<Node> sequence(String name) {
      var value = fields.get(name);
      if (value instanceof SequenceNode sequence) {
        return sequence.getValue();
      }
      if (value != null) {
        note(value, name, "expected a list");
      }
      return List.of();
    }

    public Optional<Entry> child(String name) {
      return Optional.ofNullable(fields.get(name))
          .map(value -> new Entry(shown, place(name), value, mistakes));
    }

    /** Its values as objects, by name. */
    public Map<String, Entry> children(int most) {
      var children = new LinkedHashMap<String, Entry>();
      fields.forEach(
          (name, value) -> {
            if (children.size() < most) {
              children.put(name, new Entry(shown, place(name), value, mistakes));
            } else {
              note(value, name, "expected at most " + most + " entries");
            }
          });
      return children;
    }

    /** What its values are called. */
    public List<String> names(int most) {
      if (fields.size() > most) {
        mistake("", "expected at most " + most + " entries, but " + fields.size());
      }
      return fields.keySet().stream().limit(most).toList();
    }

    public void mistake(String name, String message) {
      note(fields.getOrDefault(name, node), name, message);
    }

    private String place(String name) {
      return path.isEmpty() || name.isEmpty() ? path + name : path + "." + name;
    }

    private void note(Node at, String name, String message) {
      var line = at.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
      var place = place(name);
      mistakes.add(shown + ":" + line + ": " + (place.isEmpty() ? "" : place + ": ") + message);
    }
  }
}
