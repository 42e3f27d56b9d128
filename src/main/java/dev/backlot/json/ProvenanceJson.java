package dev.backlot.json;

import dev.backlot.model.AssetId;
import dev.backlot.model.Provenance;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** How a file came to be, as JSON. */
public final class ProvenanceJson {
  private ProvenanceJson() {}

  public static ObjectNode of(Provenance provenance) {
    var json =
        Json.object()
            .put("workflow", provenance.workflow())
            .put("run", provenance.run())
            .put("item", provenance.item());
    put(json, "inputs", provenance.inputs());
    var steps = json.putArray("steps");
    for (var step : provenance.steps()) {
      var one =
          steps
              .addObject()
              .put("step", step.step())
              .put("uses", step.uses())
              .put("reused", step.reused());
      put(one, "from", step.from());
      put(one, "to", step.to());
      step.settings().forEach((name, value) -> one.set(name, ValueJson.node(value)));
    }
    return json;
  }

  private static void put(ObjectNode json, String name, List<AssetId> ids) {
    var array = json.putArray(name);
    ids.forEach(id -> array.add(id.toString()));
  }
}
