package dev.backlot.app;

import dev.backlot.media.Colour;
import dev.backlot.model.Asset;
import dev.backlot.model.Failure;
import dev.backlot.model.Look;
import dev.backlot.model.Value;
import dev.backlot.runtime.Eye;
import dev.backlot.step.Outcome;
import dev.backlot.step.Step;
import dev.backlot.step.StepInput;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at pictures by a step, in a worker process where there are any: a file that kills a decoder
 * kills no server.
 */
final class StepEye implements Eye {
  private static final Logger LOG = LoggerFactory.getLogger(StepEye.class);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final Aside looking;
  private final BooleanSupplier idle;

  StepEye(Step step, BooleanSupplier idle) {
    this.looking = new Aside(step, PATIENCE);
    this.idle = idle;
  }

  @Override
  public boolean isIdle() {
    return idle.getAsBoolean();
  }

  @Override
  public Optional<Look> look(Asset asset, Path file) throws InterruptedException {
    var outcome = outcome(asset, file);
    if (outcome instanceof Outcome.Failed(Failure.Transient _, _)) {
      // a worker may have died of something else
      outcome = outcome(asset, file);
    }
    return switch (outcome) {
      case Outcome.Done(var outputs, _) -> Optional.of(look(outputs));
      case Outcome.Failed(var failure, _) -> {
        LOG.info("nobody can tell what {} looks like: {}", asset.id(), failure.line());
        yield Optional.empty();
      }
      case Outcome.PutBack _ -> Optional.empty();
    };
  }

  private Outcome outcome(Asset asset, Path file) throws InterruptedException {
    var input = new StepInput(Map.of("image", Value.of(asset)));
    try (var context = new LookContext(asset.id(), file)) {
      return looking.run(input, context);
    }
  }

  private static Look look(Map<String, Value> outputs) {
    long print =
        outputs.get("print") instanceof Value.Text(var digits)
            ? Long.parseUnsignedLong(digits, 16)
            : 0;
    return new Look(print, shades(outputs.get("colours")));
  }

  private static List<Look.Shade> shades(@org.jspecify.annotations.Nullable Value colours) {
    return colours instanceof Value.ListOf(var items)
        ? items.stream().flatMap(one -> shade(one).stream()).toList()
        : List.of();
  }

  private static Optional<Look.Shade> shade(Value one) {
    return one instanceof Value.ObjectOf(var fields)
            && fields.get("hex") instanceof Value.Text(var hex)
            && fields.get("share") instanceof Value.Num(var share)
        ? Colour.parse(hex)
            .map(
                colour ->
                    new Look.Shade(
                        colour.red() << 16 | colour.green() << 8 | colour.blue(),
                        (int) Math.round(share * 100)))
        : Optional.empty();
  }
}
