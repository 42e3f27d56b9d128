package dev.backlot.step.notify;

import dev.backlot.model.Value;
import dev.backlot.provider.WebClient;
import dev.backlot.provider.WebClient.Reply.Answered;
import dev.backlot.step.Outcome;
import dev.backlot.step.web.Answers;
import java.util.LinkedHashMap;
import java.util.Map;

/** What came of telling somebody by HTTP. */
final class Told {
  private Told() {}

  static Outcome outcome(
      String by, WebClient.Call call, WebClient.Reply reply, Map<String, Value> more) {
    return switch (reply) {
      case WebClient.Reply.Failed(var failure) -> new Outcome.Failed(failure);
      case Answered answer -> {
        var failure = Answers.unlessTaken(by, String.valueOf(call.uri().getHost()), answer);
        Map<String, Value> outputs = new LinkedHashMap<>(more);
        outputs.put("status", Value.of(answer.status()));
        yield failure.<Outcome>map(Outcome.Failed::new).orElseGet(() -> Outcome.done(outputs));
      }
    };
  }
}
