package dev.backlot.step.ai;

import static dev.backlot.step.StepInput.present;

import dev.backlot.json.ValueJson;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.provider.GraphPlace;
import dev.backlot.provider.Provider;
import dev.backlot.provider.Providers;
import dev.backlot.provider.Task;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code comfyui.run}: a graph that somebody built in ComfyUI, as a step. Its inputs are bound by
 * name: {@code 6.text}, or {@code Positive.text} by the title of the node.
 */
public final class ComfyUiStep extends PaidStep {
  private static final int INPUTS_MAX = 100;
  private static final String GRAPH = "graph";
  private static final GeneratedFiles FILES = new GeneratedFiles("file", "", 64, 1L << 30);

  private static final StepType TYPE =
      new StepType(
          "comfyui.run",
          1,
          "Run a ComfyUI graph on a ComfyUI server of the providers file",
          List.of(
              PROVIDER,
              MODEL,
              Port.of(GRAPH, PortType.JSON, "the graph in API format (File, Export (API))")
                  .mandatory(),
              Port.of(
                  "inputs",
                  PortType.JSON,
                  "an object of values by NODE.INPUT; a picture is uploaded first")),
          List.of(
              Port.of("file", PortType.FILE, "what it put out; the first where there is more"),
              Port.of("files", PortType.FILE, "all that it put out").many(),
              Port.of("text", PortType.TEXT, "what its nodes said"),
              REQUEST),
          StepType.Resource.IO,
          false);

  public ComfyUiStep(Providers providers) {
    super(providers);
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  String kind() {
    return Task.RunGraph.KIND;
  }

  @Override
  Task task(StepInput input, StepContext context, Provider provider, String model)
      throws UnfitException {
    if (!(ValueJson.node(present(input.value(GRAPH))) instanceof ObjectNode graph)) {
      throw new UnfitException(GRAPH, "expected an object of nodes by their ids");
    }
    if (graph.path("nodes").isArray()) {
      throw new UnfitException(
          GRAPH, "this is the editor's own format; export it with File, Export (API)");
    }
    var pictures = new HashMap<String, String>();
    for (var one : inputs(input).entrySet()) {
      var place = new GraphPlace(one.getKey());
      var refusal = place.refuse(graph);
      if (refusal.isPresent()) {
        throw new UnfitException("inputs." + one.getKey(), refusal.get());
      }
      if (one.getValue() instanceof Value.Media(var asset)) {
        pictures.put(
            one.getKey(),
            DataUrl.of(
                "inputs." + one.getKey(),
                asset,
                context,
                provider,
                provider.pictures(kind(), model)));
      } else {
        place.put(graph, ValueJson.node(one.getValue()));
      }
    }
    return new Task.RunGraph(model, graph, pictures);
  }

  private static Map<String, Value> inputs(StepInput input) throws UnfitException {
    var given = input.value("inputs").orElseGet(() -> new Value.ObjectOf(Map.of()));
    if (!(given instanceof Value.ObjectOf(var fields))) {
      throw new UnfitException("inputs", "expected an object, but " + given.kind());
    }
    if (fields.size() > INPUTS_MAX) {
      throw new UnfitException(
          "inputs", "expected at most " + INPUTS_MAX + " inputs, but " + fields.size());
    }
    return fields;
  }

  @Override
  Outcome bring(
      Provider provider, PaidJob.End.Brought brought, StepContext context, StepInput input)
      throws InterruptedException {
    var outputs = new HashMap<String, Value>();
    outputs.put("text", Value.of(brought.text()));
    outputs.put("request", Value.of(brought.requestId()));
    outputs.put("files", new Value.ListOf(List.of()));
    if (!brought.files().isEmpty()) {
      switch (FILES.bring(provider, brought, context, source(input))) {
        case GeneratedFiles.Result.Not(var why) -> {
          return why;
        }
        case GeneratedFiles.Result.Kept(var files, _) -> {
          outputs.put("file", files.getFirst());
          outputs.put("files", new Value.ListOf(files));
        }
      }
    }
    return new Outcome.Done(outputs, brought.cost());
  }
}
