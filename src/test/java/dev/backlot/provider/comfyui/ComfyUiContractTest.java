package dev.backlot.provider.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import dev.backlot.model.Failure;
import dev.backlot.provider.AgainstFake;
import dev.backlot.provider.GraphPlace;
import dev.backlot.provider.Provider;
import dev.backlot.provider.Provider.Submitted;
import dev.backlot.provider.ProviderHttp.KeyHeader;
import dev.backlot.provider.Task;
import dev.backlot.provider.fake.Fault;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The ComfyUI adapter against a real server of its format, on good days and on the worst. */
class ComfyUiContractTest {
  abstract static class Against extends AgainstFake {
    Against(Set<Fault> faults) {
      super(faults);
    }

    @Override
    protected Provider open() {
      var settings = fake.settings(ComfyUiProvider.KIND, "/comfyui", Optional.empty());
      return new ComfyUiProvider(settings, fake.http(settings, KeyHeader.BEARER));
    }

    @Override
    protected String model() {
      return "sdxl-graph";
    }

    @Override
    protected Task task(String prompt) {
      return new Task.RunGraph(model(), graph(prompt), Map.of());
    }

    static ObjectNode graph(String prompt) {
      var graph = Json.object();
      var text = graph.putObject("6").put("class_type", "CLIPTextEncode");
      text.putObject("inputs").put("text", prompt);
      text.putObject("_meta").put("title", "Positive");
      graph.putObject("9").put("class_type", "SaveImage").putObject("inputs");
      return graph;
    }
  }

  @Nested
  class EverythingTest extends Against {
    EverythingTest() {
      super(EnumSet.allOf(Fault.class));
    }
  }

  @Nested
  class FaultlessTest extends Against {
    FaultlessTest() {
      super(EnumSet.noneOf(Fault.class));
    }

    @Test
    void a_picture_is_uploaded_before_the_graph_that_loads_it() throws InterruptedException {
      var graph = graph("a shoe");
      graph
          .putObject("10")
          .put("class_type", "LoadImage")
          .putObject("inputs")
          .put("image", "x.png");
      assertThat(provider().submit(new Task.RunGraph(model(), graph, Map.of()), key()))
          .isInstanceOfSatisfying(
              Submitted.Refused.class,
              refused ->
                  assertThat(refused.failure())
                      .isInstanceOfSatisfying(
                          Failure.Invalid.class,
                          why -> assertThat(why.message()).contains("node 10", "x.png")));

      var pictures = Map.of("10.image", "data:image/png;base64,AAAA");
      assertThat(provider().submit(new Task.RunGraph(model(), graph, pictures), key()))
          .isInstanceOf(Submitted.Accepted.class);
    }

    @Test
    void a_place_is_a_node_by_id_or_title_and_its_input() {
      var graph = graph("before");
      assertThat(new GraphPlace("6.text").refuse(graph)).isEmpty();
      new GraphPlace("Positive.text").put(graph, "after");
      assertThat(graph.path("6").path("inputs").path("text").asString("")).isEqualTo("after");
      assertThat(new GraphPlace("7.text").refuse(graph)).get().asString().contains("no node '7'");
      assertThat(new GraphPlace("text").refuse(graph)).get().asString().contains("NODE.INPUT");
    }

    @Test
    void only_graphs_are_run() throws InterruptedException {
      assertThat(provider().submit(new Task.GenerateImage("x", "y"), key()))
          .isInstanceOf(Submitted.Refused.class);
    }
  }
}
