package dev.backlot.surface.firefly;

import dev.backlot.json.Json;
import dev.backlot.json.ValueJson;
import dev.backlot.model.Asset;
import dev.backlot.model.BatchSettings;
import dev.backlot.model.BatchStanding;
import dev.backlot.model.Caller;
import dev.backlot.model.Failure;
import dev.backlot.model.RunStatus;
import dev.backlot.model.Value;
import dev.backlot.runtime.BatchTiming;
import dev.backlot.runtime.Batches;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.RunFilter;
import dev.backlot.store.RunRecord;
import dev.backlot.surface.Links;
import io.javalin.http.Context;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Turns what the runtime shows into this dialect's words, for one request. */
final class Render {
  /** How many execution ids an answer names at most. */
  static final int IDS_MAX = Parse.ASSETS_MAX;

  /** Batches that were made here, or elsewhere: there is one way to make them. */
  private static final String ENDPOINT = "batch";

  private static final String STORED_HERE = "BACKLOT";

  private final Context context;
  private final Caller caller;
  private final Batches batches;
  private final Links links;
  private final String prefix;

  Render(Context context, Caller caller, Batches batches, Links links, String prefix) {
    this.context = context;
    this.caller = caller;
    this.batches = batches;
    this.links = links;
    this.prefix = prefix;
  }

  Wire.Accepted accepted(BatchRecord batch, Optional<String> webhook) {
    var id = Ids.batch(batch);
    return new Wire.Accepted(
        id,
        Ids.workflow(batch),
        Statuses.of(BatchStanding.of(batch.state())),
        assets(batch),
        config(batch.state().settings(), webhook),
        created(batch),
        new Wire.AcceptedLinks(
            link(id, "/status?format=preview"),
            link(id, "/status"),
            link(id, "/cancel"),
            link(id, "/executions")));
  }

  private Wire.Link link(String batch, String what) {
    // a workflow that was sent along is called whatever its client likes
    var id = URLEncoder.encode(batch, StandardCharsets.UTF_8).replace("+", "%20");
    return new Wire.Link(links.to(context, prefix + "/batch/" + id + what));
  }

  Wire.Status status(BatchRecord batch, Optional<String> webhook, Instant now) {
    var id = Ids.batch(batch);
    return new Wire.Status(
        id,
        Ids.workflow(batch),
        batch.creator().tenant().value(),
        batch.creator().user(),
        ENDPOINT,
        Statuses.of(BatchStanding.of(batch.state())),
        assets(batch),
        executions(batch),
        timing(batch, now),
        config(batch.state().settings(), webhook),
        created(batch),
        Wire.time(batch.updatedAt()),
        batch.state().endedAt().map(Wire::time),
        new Wire.StatusLinks(link(id, "/cancel"), link(id, "/executions")));
  }

  Wire.ListItem listItem(BatchRecord batch) {
    return new Wire.ListItem(
        Ids.batch(batch),
        Ids.workflow(batch),
        batch.origin().name(),
        Statuses.of(BatchStanding.of(batch.state())),
        assets(batch),
        executions(batch),
        ENDPOINT,
        created(batch),
        Wire.time(batch.updatedAt()),
        batch.state().endedAt().map(Wire::time));
  }

  Wire.Cancelled cancelled(BatchRecord batch, String previous) {
    return new Wire.Cancelled(
        Ids.batch(batch), "cancelled", "Batch cancelled", previous, assets(batch));
  }

  private static String created(BatchRecord batch) {
    return Wire.time(batch.state().createdAt().orElse(batch.id().createdAt()));
  }

  /** What never started stays pending, what was stopped on its way has failed. */
  private Wire.Assets assets(BatchRecord batch) {
    var counts = batch.state().counts();
    int stopped = stopped(batch);
    return new Wire.Assets(
        counts.total(),
        counts.pending() + counts.cancelled() - stopped,
        counts.running() + counts.waiting(),
        counts.succeeded(),
        counts.failed() + stopped);
  }

  /** How many were cancelled on their way. */
  private int stopped(BatchRecord batch) {
    int cancelled = batch.state().counts().cancelled();
    if (cancelled == 0) {
      return 0;
    }
    var filter = RunFilter.of(RunStatus.CANCELLED).started(true);
    // looked up later than the counts: more may have been stopped by now than they know of
    return (int) Math.min(cancelled, batches.count(caller, batch.id(), filter));
  }

  private Wire.Executions executions(BatchRecord batch) {
    var counts = batch.state().counts();
    var id = Ids.batch(batch);
    int failed = counts.failed() + stopped(batch);
    var filter = RunFilter.of(Set.of(RunStatus.FAILED, RunStatus.CANCELLED)).started(true);
    List<RunRecord> failures =
        failed == 0 ? List.of() : batches.items(caller, batch.id(), filter, 0, IDS_MAX);
    return new Wire.Executions(
        counts.total(),
        counts.succeeded(),
        failed,
        IntStream.rangeClosed(1, Math.min(counts.total(), IDS_MAX))
            .mapToObj(item -> Ids.execution(id, batch.id().run(item)))
            .toList(),
        failures.stream().map(run -> Ids.execution(id, run.id())).toList());
  }

  private static Wire.Timing timing(BatchRecord batch, Instant now) {
    var timing = BatchTiming.of(batch, now);
    var counts = batch.state().counts();
    int ended = counts.succeeded() + counts.failed();
    return new Wire.Timing(
        timing.remaining().map(Duration::toMillis),
        ended == 0 ? Optional.empty() : Optional.of(timing.elapsed().toMillis() / ended));
  }

  private static Wire.Config config(BatchSettings settings, Optional<String> webhook) {
    return new Wire.Config(
        settings.concurrency(),
        settings.priority().word().toUpperCase(Locale.ROOT),
        settings.continueOnError(),
        webhook);
  }

  Wire.Execution execution(BatchRecord batch, RunRecord run) {
    var id = Ids.batch(batch);
    var status = Statuses.of(run);
    boolean over = status.equals("success") || status.equals("failed");
    var ended = run.endedAt().filter(_ -> over);
    return new Wire.Execution(
        Ids.execution(id, run.id()),
        id,
        Ids.index(run.id()),
        new Wire.InputAsset(
            Ids.index(run.id()), id + "_asset-" + Ids.index(run.id()), inputs(run.inputs())),
        status,
        status.equals("failed") ? Optional.of(error(run)) : Optional.empty(),
        status.equals("success") ? Optional.of(outputs(run.outputs())) : Optional.empty(),
        run.startedAt().map(Wire::time),
        ended.map(Wire::time),
        ended.flatMap(
            end -> run.startedAt().map(start -> Duration.between(start, end).toMillis())));
  }

  private static String error(RunRecord run) {
    var step = run.failedStep().map(path -> path + ": ").orElse("");
    return run.failure().map(Failure::line).map(line -> step + line).orElse("cancelled");
  }

  private List<Wire.NodeInput> inputs(Map<String, Value> inputs) {
    return inputs.entrySet().stream()
        .filter(input -> !(input.getValue() instanceof Value.Null))
        .map(input -> new Wire.NodeInput(input.getKey(), content(input.getValue())))
        .toList();
  }

  private Object content(Value value) {
    return switch (value) {
      case Value.Source(var uri) -> List.of(new Wire.Reference(uri, Storages.of(uri)));
      case Value.Media(var asset) -> List.of(new Wire.Reference(file(asset), STORED_HERE));
      case Value.ListOf(var items) when isFiles(items) ->
          items.stream().map(item -> ((List<?>) content(item)).getFirst()).toList();
      case Value.ListOf _, Value.ObjectOf _ -> Json.text(ValueJson.node(value));
      default -> value.inText();
    };
  }

  private static boolean isFiles(List<Value> items) {
    return !items.isEmpty()
        && items.stream()
            .allMatch(item -> item instanceof Value.Media || item instanceof Value.Source);
  }

  private String file(Asset asset) {
    return links.file(context, caller.tenant(), asset);
  }

  private List<Wire.Output> outputs(Map<String, Value> outputs) {
    var rendered = new ArrayList<Wire.Output>();
    outputs.forEach((name, value) -> output(name, value, rendered));
    return rendered;
  }

  /** Each file is an output of its own, so that a list of files is as easily read as one. */
  private void output(String name, Value value, List<Wire.Output> rendered) {
    switch (value) {
      case Value.Media(var asset) -> rendered.add(file(name, asset));
      case Value.ListOf(var items) when isFiles(items) ->
          items.forEach(item -> output(name, item, rendered));
      case Value.Null _ -> {
        // an output of a step that was skipped
      }
      case Value.Text(var text) -> rendered.add(other(name, "text", text));
      default -> rendered.add(other(name, "json", ValueJson.node(value)));
    }
  }

  private Wire.Output file(String name, Asset asset) {
    var type = asset.mediaType().replaceFirst("/.*", "");
    return new Wire.Output(
        name,
        Set.of("image", "video", "audio").contains(type) ? type : "file",
        Optional.of(file(asset)),
        Optional.of(asset.mediaType()),
        Optional.of(Links.name(asset)),
        Optional.empty());
  }

  private static Wire.Output other(String name, String type, Object content) {
    return new Wire.Output(
        name, type, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(content));
  }
}
