package dev.backlot.provider.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.json.Json;
import dev.backlot.model.Failure;
import dev.backlot.model.Progress;
import dev.backlot.provider.AgainstFake;
import dev.backlot.provider.FakeServer;
import dev.backlot.provider.GraphPlace;
import dev.backlot.provider.Provider;
import dev.backlot.provider.Provider.Job;
import dev.backlot.provider.Provider.Polled;
import dev.backlot.provider.Provider.Submitted;
import dev.backlot.provider.ProviderHttp.KeyHeader;
import dev.backlot.provider.Task;
import dev.backlot.provider.fake.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
    @Timeout(60)
    void the_servers_socket_says_how_far_a_graph_is() throws Exception {
      try (var slow = new FakeServer(EnumSet.noneOf(Fault.class), Duration.ofSeconds(3))) {
        var provider = of(slow);
        var heard = new LinkedBlockingQueue<Progress>();
        var job = new Job(accepted(provider.submit(task("a shoe"), "key-1")), model());
        try (var _ = provider.watch(task("a shoe"), job, "key-1", heard::add)) {
          var all = new ArrayList<Progress>();
          while (all.isEmpty() || all.getLast().fraction() < 0.55) {
            all.add(heard.take());
          }
          assertThat(all).isSortedAccordingTo(Comparator.comparingDouble(Progress::fraction));
          assertThat(all)
              .anySatisfy(one -> assertThat(one.words().orElse("")).matches("Positive \\d+ of 20"));
          assertThat(all).contains(new Progress(0.5, "SaveImage"));
        }
        assertThat(provider.poll(job)).isInstanceOf(Polled.Pending.class);
      }
    }

    @Test
    @Timeout(60)
    void without_the_socket_a_graph_ends_as_ever_and_the_log_says_so() throws Exception {
      var records = new LinkedBlockingQueue<LogRecord>();
      var log = Logger.getLogger(ComfyUiProvider.class.getName());
      var handler = new Listening(records);
      log.addHandler(handler);
      try {
        var task = task("a shoe");
        var job = new Job(accepted(provider().submit(task, key())), model());
        // no client of the fake's is called so: it has nothing to say there
        try (var _ = provider().watch(task, job, "no_key", _ -> {})) {
          assertThat(records.take().getMessage()).contains("does not tell how far its graphs are");
          assertThat(end(job)).isInstanceOf(Polled.Done.class);
        }
      } finally {
        log.removeHandler(handler);
      }
    }

    private static Provider of(FakeServer fake) {
      var settings = fake.settings(ComfyUiProvider.KIND, "/comfyui", Optional.empty());
      return new ComfyUiProvider(settings, fake.http(settings, KeyHeader.BEARER));
    }

    private static String accepted(Submitted submitted) {
      return ((Submitted.Accepted) submitted).requestId();
    }

    @Test
    void only_graphs_are_run() throws InterruptedException {
      assertThat(provider().submit(new Task.GenerateImage("x", "y"), key()))
          .isInstanceOf(Submitted.Refused.class);
    }
  }

  /** Keeps what is logged. */
  private static final class Listening extends Handler {
    private final java.util.Queue<LogRecord> records;

    Listening(java.util.Queue<LogRecord> records) {
      this.records = records;
    }

    @Override
    public void publish(LogRecord record) {
      records.add(record);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
