package dev.backlot.provider.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import dev.backlot.model.Progress;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** What a server's messages say of a graph of four nodes. */
class GraphProgressTest {
  private final GraphProgress graph = new GraphProgress(graph(), "p1");

  private static ObjectNode graph() {
    var graph = Json.object();
    graph.putObject("4").put("class_type", "CheckpointLoaderSimple");
    graph.putObject("3").put("class_type", "KSampler");
    graph.putObject("8").put("class_type", "VAEDecode").putObject("_meta").put("title", "Decode");
    graph.putObject("9").put("class_type", "SaveImage");
    return graph;
  }

  private Optional<Progress> says(String type, String data) {
    return graph.read("{\"type\":\"%s\",\"data\":{%s}}".formatted(type, data));
  }

  private Optional<Progress> enters(String node) {
    return says("executing", "\"prompt_id\":\"p1\",\"node\":" + node);
  }

  private Optional<Progress> steps(String node, String value, String max) {
    return says(
        "progress",
        "\"prompt_id\":\"p1\",\"node\":\"%s\",\"value\":%s,\"max\":%s".formatted(node, value, max));
  }

  @Test
  void each_node_counts_alike_and_the_one_at_work_by_its_steps() {
    assertThat(says("execution_cached", "\"prompt_id\":\"p1\",\"nodes\":[\"4\"]"))
        .hasValue(new Progress(0.25));
    assertThat(enters("\"3\"")).hasValue(new Progress(0.25, "KSampler"));
    assertThat(steps("3", "10", "20")).hasValue(new Progress(0.375, "KSampler 10 of 20"));
    assertThat(enters("\"8\"")).hasValue(new Progress(0.5, "Decode"));
    assertThat(enters("null")).isEmpty();
  }

  @Test
  void it_never_goes_back() {
    steps("3", "20", "20");
    assertThat(steps("3", "1", "20")).hasValue(new Progress(0.25, "KSampler 1 of 20"));
    enters("\"8\"");
    // a second round of the same node
    assertThat(steps("3", "1", "20").orElseThrow().fraction()).isEqualTo(0.5);
  }

  @Test
  void a_node_within_a_subgraph_counts_as_its_place() {
    assertThat(enters("\"3:17\"")).hasValue(new Progress(0, "KSampler"));
    assertThat(enters("\"77\"")).isEmpty();
  }

  @Test
  void what_is_about_other_graphs_or_is_no_message_says_nothing() {
    assertThat(says("executing", "\"prompt_id\":\"p2\",\"node\":\"3\"")).isEmpty();
    assertThat(says("status", "\"status\":{\"exec_info\":{\"queue_remaining\":1}}")).isEmpty();
    assertThat(steps("3", "1", "0")).isEmpty();
    assertThat(steps("3", "\"x\"", "\"y\"")).isEmpty();
    assertThat(graph.read("no json")).isEmpty();
    assertThat(graph.read("[1]")).isEmpty();
    // a client that connects anew is told without an id what is at work
    assertThat(says("executing", "\"node\":\"8\"")).hasValue(new Progress(0, "Decode"));
  }
}
