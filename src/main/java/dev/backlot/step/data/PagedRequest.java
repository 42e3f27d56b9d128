package dev.backlot.step.data;

import static dev.backlot.step.StepInput.present;

import dev.backlot.json.Json;
import dev.backlot.json.JsonProblem;
import dev.backlot.json.ValueJson;
import dev.backlot.model.PortCheck;
import dev.backlot.model.Value;
import dev.backlot.provider.HeldSecrets.UnusableException;
import dev.backlot.provider.WebClient;
import dev.backlot.provider.WebClient.Reply.Answered;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.web.Addresses;
import dev.backlot.step.web.Answers;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The same call for one page after the other, until there is no next one. */
final class PagedRequest {
  static final int PAGES_MAX = 1_000;

  /** Of a file of items. */
  static final int SAVED_MAX = 1_000_000;

  private static final long SAVED_CHARACTERS_MAX = 1L << 30;

  private final WebClient web;
  private final WebClient.Call call;
  private final Paging paging;
  private final Map<String, String> query;

  PagedRequest(WebClient web, WebClient.Call call, Paging paging, Map<String, String> query) {
    this.web = web;
    this.call = call;
    this.paging = paging;
    this.query = query;
  }

  /** Where items go. */
  private interface Sink {
    void take(JsonNode item) throws IOException, UnusableException;
  }

  Outcome run(StepInput input, StepContext context) throws UnusableException, InterruptedException {
    int most = present(input.integer("pages"));
    if (!input.flag("save")) {
      var items = new ArrayList<Value>();
      var gauge = new Gauge();
      return collect(most, PortCheck.ITEMS_MAX, context, item -> keep(item, items, gauge))
          .end(Map.of("items", new Value.ListOf(items)));
    }
    try {
      var file = context.scratch().resolve("items.jsonl");
      Collected collected;
      try (var out = Files.newBufferedWriter(file)) {
        collected = collect(most, SAVED_MAX, context, new Lines(out)::write);
      }
      return collected.failed().isPresent()
          ? collected.failed().get()
          : collected.end(
              Map.of("file", Value.of(context.store(file, context.itemName() + ".jsonl"))));
    } catch (IOException e) {
      throw new UncheckedIOException("the items could not be written", e);
    }
  }

  private static void keep(JsonNode item, List<Value> items, Gauge gauge) throws UnusableException {
    var value = ValueJson.plain(item);
    if (!gauge.takes(value)) {
      throw new UnusableException(
          "paging", "there is too much in these pages for one result: say save: true");
    }
    items.add(value);
  }

  /** Writes lines up to a length. */
  private static final class Lines {
    private final BufferedWriter out;
    private long characters;

    Lines(BufferedWriter out) {
      this.out = out;
    }

    void write(JsonNode item) throws IOException, UnusableException {
      var line = Json.text(item);
      characters += line.length();
      if (characters > SAVED_CHARACTERS_MAX) {
        throw new UnusableException(
            "paging", "expected at most 1,073,741,824 characters in all, but there are more");
      }
      out.write(line);
      out.write('\n');
    }
  }

  /** How it went. */
  private record Collected(Optional<Outcome> failed, Map<String, Value> last, int count) {
    static Collected failed(Outcome why) {
      return new Collected(Optional.of(why), Map.of(), 0);
    }

    Outcome end(Map<String, Value> found) {
      if (failed.isPresent()) {
        return failed.get();
      }
      var outputs = new java.util.LinkedHashMap<>(last);
      outputs.put("count", Value.of(count));
      outputs.putAll(found);
      return Outcome.done(outputs);
    }
  }

  private Collected collect(int most, int itemsMax, StepContext context, Sink sink)
      throws UnusableException, InterruptedException {
    var here = paging.first(call.uri());
    Set<URI> seen = new HashSet<>();
    int count = 0;
    for (int page = 0; page < most; page++) {
      if (!seen.add(here)) {
        throw new UnusableException("paging.next", "page " + (page + 1) + " leads back to itself");
      }
      if (context.isCancelled()) {
        throw new InterruptedException("the attempt was stopped");
      }
      var reply = web.send(at(here));
      if (reply instanceof WebClient.Reply.Failed(var failure)) {
        return Collected.failed(new Outcome.Failed(failure));
      }
      var answer = (Answered) reply;
      var refused = Answers.failure("http", String.valueOf(here.getHost()), answer);
      if (refused.isPresent()) {
        return Collected.failed(new Outcome.Failed(refused.get().within("page " + (page + 1))));
      }
      var body = body(answer, page);
      var items = paging.items(body);
      count += items.size();
      if (count > itemsMax) {
        throw new UnusableException(
            "paging", "expected at most " + itemsMax + " items, but there are more");
      }
      give(items, sink);
      var next = paging.after(call.uri(), here, page, answer, body, items.size());
      if (next.isEmpty()) {
        return new Collected(Optional.empty(), HttpRequestStep.outputs(answer), count);
      }
      here = Addresses.with(next.get(), query);
    }
    throw new UnusableException("pages", "expected at most " + most + " pages, but there are more");
  }

  private static void give(List<JsonNode> items, Sink sink) throws UnusableException {
    try {
      for (var item : items) {
        sink.take(item);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the items could not be written", e);
    }
  }

  private static JsonNode body(Answered answer, int page) throws UnusableException {
    try {
      return Json.parse(answer.text());
    } catch (JsonProblem e) {
      throw new UnusableException(
          "paging", "expected JSON, but page " + (page + 1) + ": " + e.getMessage());
    }
  }

  private WebClient.Call at(URI uri) {
    return new WebClient.Call(call.method(), uri, call.headers(), call.body(), call.timeout());
  }
}
