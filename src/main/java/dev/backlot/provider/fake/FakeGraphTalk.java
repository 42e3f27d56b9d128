package dev.backlot.provider.fake;

import dev.backlot.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a ComfyUI server tells one client at {@code /ws}: which node of its graph is at work, and
 * how far that one is. Here each node takes equally long, in {@value #STEPS} steps.
 */
final class FakeGraphTalk implements FakeDoor.Talk {
  private static final int STEPS = 20;
  private static final Duration TICK = Duration.ofMillis(20);
  private static final int PAGE = 100;

  private final FakeStudio studio;
  private final String client;
  private final Map<String, Integer> entered = new HashMap<>();
  private final Set<String> ended = new HashSet<>();

  FakeGraphTalk(FakeStudio studio, String client) {
    this.studio = studio;
    this.client = client;
  }

  @Override
  public void to(FakeSocket socket) throws IOException, InterruptedException {
    var state = Json.object().put("sid", client);
    state.putObject("status").putObject("exec_info").put("queue_remaining", 0);
    socket.send(message("status", state));
    do {
      for (var one : studio.ledger.page(-1, PAGE)) {
        if (one.key().equals(client) && !ended.contains(one.id())) {
          tell(socket, one);
        }
      }
    } while (socket.pause(TICK));
  }

  private void tell(FakeSocket socket, FakePrediction job) throws IOException {
    var now = studio.now();
    if (!job.status(now).equals("processing")) {
      ended.add(job.id());
      socket.send(message("executing", of(job).putNull("node")));
      return;
    }
    var nodes = job.input().path("nodes");
    double come = job.share(now) * nodes.size();
    int at = (int) come;
    for (int next = entered.getOrDefault(job.id(), 0); next <= at; next++) {
      socket.send(message("executing", of(job).put("node", nodes.path(next).asString(""))));
      entered.put(job.id(), next + 1);
    }
    var step = of(job).put("node", nodes.path(at).asString(""));
    socket.send(
        message("progress", step.put("value", (int) ((come - at) * STEPS)).put("max", STEPS)));
  }

  private static ObjectNode of(FakePrediction job) {
    return Json.object().put("prompt_id", job.id());
  }

  private static ObjectNode message(String type, ObjectNode data) {
    var message = Json.object().put("type", type);
    message.set("data", data);
    return message;
  }
}
