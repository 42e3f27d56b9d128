package dev.backlot.provider.replicate;

import dev.backlot.json.Json;
import dev.backlot.model.Failure;
import dev.backlot.provider.Addresses;
import dev.backlot.provider.DataUri;
import dev.backlot.provider.Multipart;
import dev.backlot.provider.Provider.Submitted;
import dev.backlot.provider.ProviderHttp;
import dev.backlot.provider.ProviderHttp.Reply;
import dev.backlot.provider.ProviderSettings;
import dev.backlot.provider.Refusal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is too long for a data URL goes through Replicate's files, of one submission: {@code POST
 * /v1/files} with the bytes as {@code content}, which costs nothing. Those of a submission that
 * certainly came to nothing are deleted at once; how long others stay is for Replicate to say.
 */
final class InputFiles {
  /** It asks to stay below that in data URLs. */
  static final int INLINE_MAX = 256 << 10;

  private static final String FILES = "/v1/files";
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,200}");

  private final ProviderSettings settings;
  private final ProviderHttp http;
  private final String key;
  private final List<String> handed = new ArrayList<>();

  InputFiles(ProviderSettings settings, ProviderHttp http, String key) {
    this.settings = settings;
    this.http = http;
    this.key = key;
  }

  /**
   * Puts addresses in the place of long data URLs.
   *
   * @return why that cannot be; empty when it is done
   */
  Optional<Submitted> hand(ObjectNode input) throws InterruptedException {
    for (var name : List.copyOf(input.propertyNames())) {
      var value = input.get(name);
      var why = value instanceof ArrayNode list ? hand(list) : Optional.<Submitted>empty();
      if (isLong(value)) {
        switch (upload(value.stringValue())) {
          case Upload.Not(var refusal) -> why = Optional.of(refusal);
          case Upload.Done(var address) -> input.put(name, address.toString());
        }
      }
      if (why.isPresent()) {
        return why;
      }
    }
    return Optional.empty();
  }

  private Optional<Submitted> hand(ArrayNode list) throws InterruptedException {
    for (int i = 0; i < list.size(); i++) {
      if (isLong(list.get(i))) {
        switch (upload(list.get(i).stringValue())) {
          case Upload.Not(var refusal) -> {
            return Optional.of(refusal);
          }
          case Upload.Done(var address) -> list.set(i, address.toString());
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isLong(JsonNode value) {
    return value.isString()
        && value.stringValue().startsWith("data:")
        && value.stringValue().contains(";base64,")
        // four characters of Base64 are three bytes
        && DataUri.base64(value.stringValue()).length() / 4L * 3 > INLINE_MAX;
  }

  /** What came of handing over a file. */
  private sealed interface Upload {
    record Done(URI address) implements Upload {}

    record Not(Submitted why) implements Upload {}
  }

  private Upload upload(String uri) throws InterruptedException {
    byte[] bytes;
    try {
      bytes = DataUri.bytes(uri);
    } catch (IllegalArgumentException _) {
      return new Upload.Not(
          new Submitted.Refused(new Failure.Invalid("options", "a data URL in it is no Base64")));
    }
    var form = new Multipart(key).file("content", "input", DataUri.mediaType(uri), bytes);
    return switch (http.work(FILES, form, Map.of(), PATIENCE)) {
      case Reply.Unsent(var why) -> new Upload.Not(new Submitted.Unavailable(why));
      // there may be such a file, but there is no job
      case Reply.Lost(var why) -> new Upload.Not(new Submitted.Unavailable(why));
      case Reply.Answered answer when answer.status() / 100 == 2 -> taken(answer);
      case Reply.Answered answer when Refusal.isDoubtful(answer.status()) ->
          new Upload.Not(unavailable("answered " + answer.status() + " to a file"));
      case Reply.Answered answer ->
          new Upload.Not(
              new Submitted.Refused(
                  Refusal.of(settings, answer, json -> json.path("detail").asString(""))));
    };
  }

  private Upload taken(Reply.Answered answer) {
    var file = Json.orEmpty(answer.text());
    var id = file.path("id").asString("");
    if (ID.matcher(id).matches()) {
      handed.add(id);
    }
    return Addresses.parse(file.path("urls").path("get").asString(""))
        .<Upload>map(Upload.Done::new)
        .orElseGet(() -> new Upload.Not(unavailable("took a file without saying where it is")));
  }

  private Submitted unavailable(String what) {
    return new Submitted.Unavailable(new Failure.Transient(settings.name() + " " + what));
  }

  /** Deletes what was handed over, as well as that goes. */
  void forget() throws InterruptedException {
    for (var id : handed) {
      http.send("DELETE", FILES + "/" + id, Optional.empty());
    }
    handed.clear();
  }
}
