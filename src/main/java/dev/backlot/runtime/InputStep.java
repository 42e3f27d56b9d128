package dev.backlot.runtime;

import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortCheck;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.net.URI;

/** The built-in first step of a run: brings the media that its inputs name into the asset store. */
final class InputStep {
  private final AssetShelf shelf;

  InputStep(AssetShelf shelf) {
    this.shelf = shelf;
  }

  /** A source that cannot be brought in. */
  private static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Failure why;

    UnreadableException(Failure why) {
      this.why = why;
    }
  }

  /** The inputs that named sources, now as assets, checked against their ports. */
  Outcome run(Map<String, Port> ports, Map<String, Value> inputs) {
    var brought = new LinkedHashMap<String, Value>();
    for (var input : inputs.entrySet()) {
      if (input.getValue().hasSource()) {
        try {
          var value = bring(input.getKey(), input.getValue());
          var port = ports.get(input.getKey());
          if (port != null && PortCheck.check(port, value) instanceof PortCheck.Misfit(var message)) {
            return Outcome.invalid(input.getKey(), message);
          }
          brought.put(input.getKey(), value);
        } catch (UnreadableException e) {
          return new Outcome.Failed(e.why);
        }
      }
    }
    return Outcome.done(brought);
  }

  private Value bring(String field, Value value) throws UnreadableException {
    return switch (value) {
      case Value.Source(var uri) -> bringSource(field, uri);
      case Value.ListOf(var items) -> {
        var brought = new ArrayList<Value>();
        for (var item : items) {
          brought.add(bring(field, item));
        }
        yield new Value.ListOf(brought);
      }
      case Value.ObjectOf(var fields) -> {
        var brought = new LinkedHashMap<String, Value>();
        for (var entry : fields.entrySet()) {
          brought.put(entry.getKey(), bring(field, entry.getValue()));
        }
        yield new Value.ObjectOf(brought);
      }
      default -> value;
    };
  }

  private Value bringSource(String field, String uri) throws UnreadableException {
    var path = Path.of(URI.create(uri));
    try (var in = Files.newInputStream(path)) {
      return Value.of(shelf.put(in, path.getFileName() == null ? "" : path.getFileName().toString()));
    } catch (NoSuchFileException e) {
      throw new UnreadableException(new Failure.Invalid(field, "the file " + path + " does not exist"));
    } catch (IOException e) {
      throw new UnreadableException(new Failure.Transient("cannot read " + path + ": " + e.getMessage()));
    }
  }
}
