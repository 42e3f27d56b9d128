package dev.backlot.runtime;

import dev.backlot.model.Asset;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortCheck;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.step.Outcome;
import dev.backlot.store.Blobs;
import dev.backlot.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The built-in first step of a run: brings the media that its inputs name into the asset store. */
final class InputStep {
  private final AssetShelf shelf;
  private final boolean localFiles;
  private final Optional<Fetcher> fetcher;

  InputStep(AssetShelf shelf, boolean localFiles, Fetcher fetcher) {
    this(shelf, localFiles, Optional.of(fetcher));
  }

  private InputStep(AssetShelf shelf, boolean localFiles, Optional<Fetcher> fetcher) {
    this.shelf = shelf;
    this.localFiles = localFiles;
    this.fetcher = fetcher;
  }

  /**
   * Finds out the same, and brings nothing in; what lies behind an address is not known before, and
   * the step is put back.
   */
  static InputStep looking(AssetShelf shelf, boolean localFiles) {
    return new InputStep(shelf, localFiles, Optional.empty());
  }

  private boolean keeps() {
    return fetcher.isPresent();
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
  Outcome run(Map<String, Port> ports, Map<String, Value> inputs) throws InterruptedException {
    if (!keeps() && inputs.values().stream().anyMatch(Value::hasAddress)) {
      return new Outcome.PutBack();
    }
    var brought = new LinkedHashMap<String, Value>();
    for (var input : inputs.entrySet()) {
      if (input.getValue().hasSource()) {
        try {
          var port = ports.get(input.getKey());
          var expected = port == null ? PortType.FILE : port.type();
          var value = new Bringing(input.getKey(), expected).bring(input.getValue());
          if (port != null
              && PortCheck.check(port, value) instanceof PortCheck.Misfit(var message)) {
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

  /** Brings one input in, at any depth. */
  private final class Bringing {
    private final String field;
    private final PortType expected;

    Bringing(String field, PortType expected) {
      this.field = field;
      this.expected = expected;
    }

    Value bring(Value value) throws UnreadableException, InterruptedException {
      return switch (value) {
        case Value.Source source ->
            source.isAddress() ? fetch(source.uri()) : bringFile(source.uri());
        case Value.ListOf(var items) -> {
          var brought = new ArrayList<Value>();
          for (var item : items) {
            brought.add(bring(item));
          }
          yield new Value.ListOf(brought);
        }
        case Value.ObjectOf(var fields) -> {
          var brought = new LinkedHashMap<String, Value>();
          for (var entry : fields.entrySet()) {
            brought.put(entry.getKey(), bring(entry.getValue()));
          }
          yield new Value.ObjectOf(brought);
        }
        default -> value;
      };
    }

    private Path path(String uri) throws UnreadableException {
      try {
        return Path.of(URI.create(uri));
      } catch (IllegalArgumentException | FileSystemNotFoundException _) {
        throw new UnreadableException(
            new Failure.Invalid(
                field,
                "expected the absolute address of a file, such as file:///photos/a.jpg, but "
                    + uri));
      }
    }

    private Value bringFile(String uri) throws UnreadableException {
      if (!uri.startsWith("file:")) {
        throw new UnreadableException(
            new Failure.Invalid(
                field, "expected an asset, a file or an http(s) address, but " + uri));
      }
      if (!localFiles) {
        throw new UnreadableException(
            new Failure.Invalid(
                field,
                "expected an asset or an http(s) address; this server reads no files of its own"));
      }
      var path = path(uri);
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        throw new UnreadableException(
            new Failure.Invalid(field, "expected a file, but " + path + " is none"));
      }
      var name = path.getFileName() == null ? "" : path.getFileName().toString();
      try {
        var asset = keeps() ? put(path, name) : shelf.look(path, name);
        var refusal = keeps() ? shelf.refuse(asset, expected) : shelf.refuse(path, expected);
        if (refusal.isPresent()) {
          throw new UnreadableException(new Failure.Invalid(field, name + ": " + refusal.get()));
        }
        return Value.of(asset);
      } catch (NoSuchFileException _) {
        throw new UnreadableException(
            new Failure.Invalid(field, "the file " + path + " does not exist"));
      } catch (AccessDeniedException _) {
        throw new UnreadableException(new Failure.Invalid(field, "no permission to read " + path));
      } catch (SourceStream.BrokenException | FileSystemException e) {
        throw new UnreadableException(
            new Failure.Transient("cannot read " + path + ": " + e.getMessage()));
      } catch (Blobs.TooLargeException e) {
        throw new UnreadableException(new Failure.Invalid(field, name + ": " + e.getMessage()));
      } catch (IOException e) {
        throw new StoreException("cannot bring in " + path + ": " + e.getMessage(), e);
      }
    }

    /** What comes is judged by its content, whatever its address or its sender say. */
    private Value fetch(String uri) throws UnreadableException, InterruptedException {
      return switch (fetcher.orElseThrow().fetch(address(uri))) {
        case Fetcher.Fetched.Failed(var why) -> throw new UnreadableException(named(why));
        case Fetcher.Fetched.Body(var bytes, var name) -> {
          try (var in = new SourceStream(bytes)) {
            var asset = shelf.put(in, name);
            var refusal = shelf.refuse(asset, expected);
            if (refusal.isPresent()) {
              throw new UnreadableException(new Failure.Invalid(field, refusal.get()));
            }
            yield Value.of(asset);
          } catch (SourceStream.BrokenException e) {
            throw new UnreadableException(
                new Failure.Transient(field + ": the file broke off: " + e.getMessage()));
          } catch (Blobs.TooLargeException e) {
            throw new UnreadableException(
                new Failure.Invalid(field, String.valueOf(e.getMessage())));
          } catch (IOException e) {
            throw new StoreException("cannot bring in a file: " + e.getMessage(), e);
          }
        }
      };
    }

    private URI address(String uri) throws UnreadableException {
      try {
        return new URI(uri);
      } catch (URISyntaxException _) {
        throw new UnreadableException(
            new Failure.Invalid(
                field, "expected an http(s) address, but it cannot be read as one"));
      }
    }

    /** The same failure, with the input that it is about. */
    private Failure named(Failure why) {
      return switch (why) {
        case Failure.Invalid(_, var message) -> new Failure.Invalid(field, message);
        case Failure.Transient(var message, var after) ->
            new Failure.Transient(field + ": " + message, after);
        case Failure.Refused _, Failure.Rejected _, Failure.Defect _ -> why;
      };
    }

    private Asset put(Path path, String name) throws IOException {
      try (var in = new SourceStream(Files.newInputStream(path))) {
        return shelf.put(in, name);
      }
    }
  }
}
