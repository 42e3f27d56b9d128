package dev.backlot.step.data;

import static dev.backlot.step.StepInput.present;

import dev.backlot.model.Asset;
import dev.backlot.model.Failure;
import dev.backlot.model.Port;
import dev.backlot.model.PortCheck;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.provider.HeldSecrets.UnusableException;
import dev.backlot.step.Literals;
import dev.backlot.step.OneOf;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A step that reads a file as a list, or writes a list as a file. */
abstract class TableStep implements Step {
  private static final OneOf WORK = OneOf.required("file", "items");

  static final Port FILE = Port.of("file", PortType.FILE, "the file to read, at most 256 MiB");
  static final Port ITEMS =
      Port.of("items", PortType.JSON, "the list to write instead; up to 10,000")
          .many()
          .between(0, PortCheck.ITEMS_MAX);
  static final Port NAME =
      Port.of(
              "name",
              PortType.TEXT,
              "of the written file, without extension; the item's if left out")
          .between(1, 120);
  static final Port SKIP =
      Port.of("skip", PortType.INTEGER, "rows to leave out at the start")
          .between(0, 100_000_000)
          .defaultingTo(Value.of(0));
  static final Port MOST =
      Port.of("limit", PortType.INTEGER, "rows to read at most; without it, more than 10,000 fail")
          .between(1, PortCheck.ITEMS_MAX);
  static final Port READ = Port.of("items", PortType.JSON, "what was read").many();
  static final Port WRITTEN = Port.of("file", PortType.FILE, "what was written");
  static final Port COUNT = Port.of("count", PortType.INTEGER, "how many items there are");

  /** Reads rows until the taker has enough. */
  abstract void read(Path file, StepInput input, Gathered rows) throws UnusableException;

  abstract void write(List<Value> items, StepInput input, BufferedWriter out)
      throws IOException, UnusableException;

  abstract String extension();

  /** The rows that are wanted, in order. */
  static final class Gathered {
    private final int skip;
    private final Optional<Integer> most;
    private final List<Value> items = new ArrayList<>();
    private final Gauge gauge = new Gauge();
    private int seen;
    private boolean overflowing;
    private boolean heavy;

    private Gathered(StepInput input) {
      skip = present(input.integer("skip"));
      most = input.integer("limit");
    }

    /** False once there are enough. */
    boolean take(Value row) {
      if (seen++ < skip) {
        return true;
      }
      if (items.size() >= most.orElse(PortCheck.ITEMS_MAX)) {
        overflowing = most.isEmpty();
        return false;
      }
      items.add(row);
      heavy = !gauge.takes(row);
      return !heavy;
    }
  }

  @Override
  public final Optional<Failure.Invalid> refuse(Literals literals) {
    return WORK.refuse(literals);
  }

  @Override
  public final Outcome run(StepInput input, StepContext context) {
    var refusal = WORK.refuse(input);
    if (refusal.isPresent()) {
      return new Outcome.Failed(refusal.get());
    }
    var file = input.asset("file");
    try {
      return file.isPresent()
          ? read(file.get(), input, context)
          : write(input.list("items"), input, context);
    } catch (UnusableException e) {
      return new Outcome.Failed(e.failure());
    } catch (IOException e) {
      throw new UncheckedIOException("a file could not be used", e);
    }
  }

  private Outcome read(Asset file, StepInput input, StepContext context)
      throws IOException, UnusableException {
    var rows = new Gathered(input);
    read(context.file(file.id()), input, rows);
    if (rows.overflowing) {
      throw new UnusableException(
          "file", "expected at most 10,000 rows, but there are more: say 'skip' and 'limit'");
    }
    if (rows.heavy) {
      throw new UnusableException(
          "file", "there is too much in these rows for one result: say 'skip' and a lower 'limit'");
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("items", new Value.ListOf(rows.items));
    outputs.put("count", Value.of(rows.items.size()));
    return Outcome.done(outputs);
  }

  private Outcome write(List<Value> items, StepInput input, StepContext context)
      throws IOException, UnusableException {
    var file = context.scratch().resolve("table");
    try (var out = Files.newBufferedWriter(file)) {
      write(items, input, out);
    }
    var name = input.text("name").orElseGet(context::itemName) + "." + extension();
    Map<String, Value> outputs = new LinkedHashMap<>();
    outputs.put("file", Value.of(context.store(file, name)));
    outputs.put("count", Value.of(items.size()));
    return Outcome.done(outputs);
  }
}
