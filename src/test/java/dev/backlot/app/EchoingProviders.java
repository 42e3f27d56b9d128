package dev.backlot.app;

import dev.backlot.fixture.RecordingSite.Asked;
import dev.backlot.fixture.RecordingSite.Said;
import dev.backlot.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Providers of every kind that say back what they were shown: in an answer that says no, cut off in
 * the middle of a key, as the words of a job that failed, and as the words of one that ended well.
 */
final class EchoingProviders {
  /** What {@code NAME} in the folder of secrets holds; the last one lies there sealed. */
  static final Map<String, String> KEYS =
      Map.of(
          "OPENAI_KEY", "sk-live-Zk4/9+Qx=TtYbW7aLmNoPq",
          "FAL_KEY", "0f6c2a7e-77aa:f41d0c9b8a7e6d5c4b3a2f1e",
          "REPLICATE_KEY", "r8_Hw3nVbQp0ZsXcDfGtYuJkLoI9",
          "GOOGLE_KEY", "AIzaSyD-4mP7tQwErTyUiOpAsDfGh",
          "GENERIC_KEY", "live \"quoted\" key 8d7c6b5a",
          "COMFYUI_KEY", "comfy-2f9c4e1b7a6d8035",
          "STABILITY_KEY", "sk-8Jm2Kq5Rt7Vw9XzBcNfHjLp",
          "SCENARIO_KEY", "api_9sXkQ2:Zp7YtR4eWq1MnB6vC",
          "FIREFLY_KEY", "client-1d2c3b:p8e-Kj7Hg5Fd3Sa1Qw9",
          "SEALED_KEY", "whole-Sealed-7u3Nf9Gk2Lx5");

  /** What signing in brings. */
  static final String TOKEN = "ya29.token-5vQ8rT2nW7xK1mZ4";

  /** How their answers end, by the last part of the address. */
  private static final List<String> ENDS = List.of("refused", "cut", "failed", "done");

  private static final int CUT = 500;
  private static final int CUT_IN = 18;

  /** One kind: what it is given to do. */
  private record Kind(String kind, String secret, String step, String with, String more) {}

  private static final String TEXT = "model: m/m, prompt: hello";
  private static final List<Kind> KINDS =
      List.of(
          new Kind("openai", "OPENAI_KEY", "text.generate", TEXT, ""),
          new Kind("openai", "SEALED_KEY", "text.generate", TEXT, ""),
          new Kind("fal", "FAL_KEY", "text.generate", TEXT, ""),
          new Kind("replicate", "REPLICATE_KEY", "text.generate", TEXT, ""),
          new Kind("google", "GOOGLE_KEY", "text.generate", "model: m, prompt: hello", ""),
          new Kind("google", "ACCOUNT", "text.generate", "model: m, prompt: hello", ""),
          new Kind("generic", "GENERIC_KEY", "text.generate", TEXT, described()),
          new Kind("comfyui", "COMFYUI_KEY", "comfyui.run", "graph: {'1': {inputs: {}}}", ""),
          new Kind(
              "stability", "STABILITY_KEY", "image.generate", "model: core, prompt: hello", ""),
          new Kind("scenario", "SCENARIO_KEY", "text.generate", "model: m, prompt: hello", ""),
          new Kind(
              "firefly",
              "FIREFLY_KEY",
              "image.generate",
              "model: image4_standard, prompt: hello",
              "sign-in: SITE/token, "));

  private EchoingProviders() {}

  private static String described() {
    return "api: {submit: {text.generate: {path: '/jobs?k={key}', body: '{\"prompt\":"
        + " task.prompt}'}}, error: answer.detail, id: answer.id, poll: {path: '/jobs/{id}',"
        + " succeeded: 'answer.status == \"succeeded\"', failed: 'answer.status =="
        + " \"failed\"', reason: answer.error}, text: answer.output}, ";
  }

  private static String name(Kind kind, String end) {
    return kind.secret().toLowerCase(java.util.Locale.ROOT).replace('_', '-') + "-" + end;
  }

  /** Their entries in a providers file. */
  static String entries(String site) {
    var entries = new StringBuilder();
    for (var kind : KINDS) {
      for (var end : ENDS) {
        entries.append(
            "  - {name: %s, kind: %s, url: \"%s/%s/%s\", secret: %s, %sprices: {\"*\": {call: 0.01}}}%n"
                .formatted(
                    name(kind, end),
                    kind.kind(),
                    site,
                    kind.kind(),
                    end,
                    kind.secret(),
                    kind.more().replace("SITE", site)));
      }
    }
    return entries.toString();
  }

  /** A step for each of them, with what it is given. */
  static Map<String, String> steps() {
    var steps = new LinkedHashMap<String, String>();
    for (var kind : KINDS) {
      for (var end : ENDS) {
        var name = name(kind, end);
        steps.put(
            kind.step() + "/" + name,
            "{provider: %s, model: m/m, %s}".formatted(name, kind.with()));
      }
    }
    steps.replaceAll((_, with) -> with.replaceFirst("model: m/m, model: ", "model: "));
    return steps;
  }

  /** The key file of a service account that signs in at the site. */
  static String account(String site) throws NoSuchAlgorithmException {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2_048);
    var key =
        Base64.getMimeEncoder(64, new byte[] {'\n'})
            .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
    return Json.text(
        Json.object()
            .put("type", "service_account")
            .put("client_email", "shop@example.com")
            .put(
                "private_key",
                "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n")
            .put("token_uri", site + "/token"));
  }

  /** The answer of all of them. */
  static Said answer(Asked asked, String account) {
    if (asked.path().startsWith("/token")) {
      return Said.ok("{\"access_token\": \"%s\", \"expires_in\": 3600}".formatted(TOKEN));
    }
    var parts = asked.path().split("[/?]", -1);
    var words = words(asked, account);
    return switch (parts[2]) {
      case "refused" -> new Said(401, Map.of(), said(parts[1], "failed", "Incorrect: " + words));
      case "cut" -> new Said(401, Map.of(), said(parts[1], "failed", cut(asked)));
      case String end -> Said.ok(said(parts[1], end, words));
    };
  }

  private static String shown(Asked asked) {
    return asked
        .header("Authorization")
        .or(() -> asked.header("x-goog-api-key"))
        .or(() -> asked.header("x-api-key"))
        .orElse("none");
  }

  /** What it was shown, in every form. */
  private static String words(Asked asked, String account) {
    var header = shown(asked);
    var key = header.replaceFirst("^(Bearer|Key|Basic) ", "");
    var base64 = Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    var pem = Json.orEmpty(account).path("private_key").asString("").lines().skip(3).findFirst();
    return String.join(
        " ",
        header,
        asked.header("x-api-key").orElse(""),
        decoded(key),
        "?key=" + URLEncoder.encode(key, StandardCharsets.UTF_8),
        "Basic " + base64,
        asked.path().startsWith("/google") && key.contains("ya29") ? pem.orElse("") : "");
  }

  /** What HTTP Basic hides from nobody. */
  private static String decoded(String key) {
    try {
      var text = new String(Base64.getDecoder().decode(key), StandardCharsets.UTF_8);
      return text.contains(":") ? text : "";
    } catch (IllegalArgumentException _) {
      return "";
    }
  }

  /** So long that most of the key is told before the words are cut off. */
  private static String cut(Asked asked) {
    var header = shown(asked);
    int scheme = header.startsWith("live ") ? 0 : header.indexOf(' ') + 1;
    return "x".repeat(CUT - scheme - CUT_IN) + header;
  }

  private static String said(String kind, String end, String words) {
    boolean done = end.equals("done");
    var said = Json.object().put("detail", words).put("message", words).put("name", words);
    said.putObject("error").put("message", words);
    said.put("id", "job1").put("request_id", "job1").put("jobId", "job1").put("prompt_id", "job1");
    said.putArray("queue_running");
    said.putArray("queue_pending");
    said.put("status", kind.equals("fal") ? "COMPLETED" : done ? "succeeded" : "failed");
    if (kind.equals("fal") || kind.equals("replicate") || kind.equals("generic")) {
      said.remove("error");
      if (!done) {
        said.put("error", words);
      }
    }
    said.put("output", words).put("finish_reason", words);
    said.putArray("choices").addObject().putObject("message").put("content", words);
    said.putArray("candidates")
        .addObject()
        .putObject("content")
        .putArray("parts")
        .addObject()
        .put("text", words);
    var job =
        said.putObject("job").put("jobId", "job1").put("status", done ? "success" : "failure");
    job.putObject("metadata").put("error", words).put("output", words);
    var graph = said.putObject("job1");
    graph.putObject("outputs").putObject("9").put("text", words);
    var status = graph.putObject("status").put("status_str", done ? "success" : "error");
    var message = status.putArray("messages").addArray().add("execution_error").addObject();
    message.put("node_id", words).put("node_type", "Echo").put("exception_message", words);
    return Json.text(said);
  }

  /** Whatever must be nowhere. */
  static Map<String, String> all(String account) {
    var all = new LinkedHashMap<>(KEYS);
    all.put("TOKEN", TOKEN);
    int line = 0;
    for (var part : (Iterable<String>) pem(account)::iterator) {
      all.put("PEM " + line++, part);
    }
    return all;
  }

  private static java.util.stream.Stream<String> pem(String account) {
    return Optional.of(Json.orEmpty(account).path("private_key").asString("")).stream()
        .flatMap(String::lines)
        .filter(line -> line.length() > 40);
  }
}
