package dev.backlot.report;

import dev.backlot.model.Asset;
import dev.backlot.model.RunStatus;
import dev.backlot.model.StepPath;
import dev.backlot.model.StepPhase;
import dev.backlot.model.StepState;
import dev.backlot.model.Value;
import dev.backlot.runtime.RunView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One item as a report tells it. */
record ItemResult(RunView view, List<OutputFile> files) {

  /** A result: where it lies below the results' folder, if it was written there. */
  record OutputFile(String output, Asset asset, Optional<String> path) {}

  static ItemResult of(RunView view) {
    var paths = publishedPaths(view);
    var files = new ArrayList<OutputFile>();
    view.run()
        .outputs()
        .forEach(
            (name, value) -> {
              for (var asset : value.assets()) {
                files.add(
                    new OutputFile(
                        name, asset, Optional.ofNullable(paths.get(asset.id().sha256()))));
              }
            });
    return new ItemResult(view, List.copyOf(files));
  }

  /** Publishing steps tell their files as a list of {@code path} and {@code asset}. */
  private static Map<String, String> publishedPaths(RunView view) {
    var paths = new LinkedHashMap<String, String>();
    for (var step : view.state().steps().values()) {
      if (step.outputs().get("files") instanceof Value.ListOf(var items)) {
        for (var item : items) {
          if (item instanceof Value.ObjectOf(var fields)
              && fields.get("path") instanceof Value.Text(var path)
              && fields.get("asset") instanceof Value.Media(var asset)) {
            paths.put(asset.id().sha256(), path);
          }
        }
      }
    }
    return paths;
  }

  String name() {
    return view.run().name();
  }

  RunStatus status() {
    return view.run().status();
  }

  /** The workflow's outputs that are no files. */
  Map<String, Value> values() {
    var values = new LinkedHashMap<String, Value>();
    view.run()
        .outputs()
        .forEach(
            (name, value) -> {
              if (value.assets().isEmpty()) {
                values.put(name, value);
              }
            });
    return values;
  }

  /** The first asset that went in. */
  Optional<Asset> before() {
    return view.state().inputs().values().stream()
        .flatMap(value -> value.assets().stream())
        .findFirst();
  }

  Optional<Duration> duration() {
    return between(view.run().startedAt(), view.run().endedAt());
  }

  static Optional<Duration> duration(StepState step) {
    return between(step.startedAt(), step.endedAt());
  }

  private static Optional<Duration> between(Optional<Instant> from, Optional<Instant> to) {
    return from.flatMap(start -> to.map(end -> Duration.between(start, end)));
  }

  /** Steps that did something, in file order. */
  Map<StepPath, StepState> steps() {
    var steps = new LinkedHashMap<StepPath, StepState>();
    view.state()
        .forEach(
            (path, step) -> {
              if (step.phase() != StepPhase.PENDING) {
                steps.put(path, step);
              }
            });
    return steps;
  }

  ItemResult withFiles(List<OutputFile> written) {
    return new ItemResult(view, List.copyOf(written));
  }
}
