package dev.backlot.provider.openai;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.model.Failure;
import dev.backlot.model.Money;
import dev.backlot.provider.Provider.Polled;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An answer with words or pictures; fields that are not there read as empty. */
record Completion(JsonNode json) {
  static Completion of(String text) {
    try {
      return new Completion(Json.parse(text));
    } catch (JsonProblem _) {
      return new Completion(Json.object());
    }
  }

  /** It has ended, with what it brought. */
  Polled polled(String provider, Money cost) {
    var files = files();
    var text = json.path("choices").path(0).path("message").path("content").asString("");
    if (!files.isEmpty() || !text.isBlank()) {
      return new Polled.Done(files, text, cost);
    }
    var reason = json.path("choices").path(0).path("finish_reason").asString("");
    return new Polled.Failed(
        new Failure.Refused(
            provider,
            "it answered with no words and no picture"
                + (reason.isEmpty() ? "" : " (" + reason + ")")),
        cost);
  }

  private List<URI> files() {
    var files = new ArrayList<URI>();
    for (var one : json.path("data")) {
      var address = one.path("url").asString("");
      var bytes = one.path("b64_json").asString("");
      try {
        if (!bytes.isEmpty()) {
          files.add(URI.create("data:application/octet-stream;base64," + bytes));
        } else if (!address.isEmpty()) {
          files.add(URI.create(address));
        }
      } catch (IllegalArgumentException _) {
        // no address: as if it were not there
      }
    }
    return files;
  }
}
