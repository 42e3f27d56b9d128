package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.cli.BacklotCommand;
import dev.backlot.fixture.MailServer;
import dev.backlot.fixture.RecordingSite;
import dev.backlot.fixture.RecordingSite.Said;
import dev.backlot.json.Json;
import dev.backlot.model.TenantId;
import dev.backlot.provider.Seal;
import dev.backlot.provider.SecretFolder;
import dev.backlot.provider.SecretName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The values of secrets are nowhere but where they are sent: steps use them and fail in every way,
 * and then the database, the log, the answers of the API and what the program printed are searched.
 */
@Timeout(120)
class SecretsStaySecretTest {
  private static final Map<String, String> SECRETS =
      Map.of(
          "API_TOKEN", "sk-live-51H8xQ2eZvKYlo2C",
          "QUERY_KEY", "q/key+with=signs&more",
          "HOOK_KEY", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
          "BROKEN_KEY", "not-a-signing-key-at-all",
          "S3_SECRET", "wJalrXUtnFEMI/K7MDENG+bPx",
          "SMTP_PASSWORD", "correct horse battery",
          "TWO_LINES", "first line here\nsecond line here");

  private static final String SEAL = Seal.newKey();
  private static final int HALVED_MIN = 16;

  @TempDir Path folder;
  private final StringBuilder logged = new StringBuilder();
  private final StringBuilder told = new StringBuilder();

  /** Each step with what it is given; EVERY way that a call can end is among the paths. */
  private static Map<String, String> steps(String site, int mail) {
    var steps = new LinkedHashMap<String, String>();
    for (var path : List.of("echo", "refuse", "busy", "location")) {
      steps.put(
          "http.request/" + path,
          "{url: '%s/%s', query: {k: {secret: QUERY_KEY}}, headers: {Authorization: {secret: API_TOKEN, prefix: 'Bearer '}}}"
              .formatted(site, path));
      steps.put(
          "publish.upload/" + path,
          "{file: '${{ inputs.f }}', url: '%s/%s', method: POST, field: f, fields: {token: {secret: API_TOKEN}}}"
              .formatted(site, path));
      steps.put(
          "notify.webhook/" + path,
          "{url: '%s/%s', signing_key: {secret: HOOK_KEY}, headers: {X-Key: {secret: API_TOKEN}}}"
              .formatted(site, path));
      steps.put("notify.slack/" + path, "{url: {secret: SLACK_%s}, text: hello}".formatted(path));
    }
    steps.put(
        "http.request/lines",
        "{url: '%s/echo', headers: {X: {secret: TWO_LINES}}}".formatted(site));
    steps.put("http.request/no-address", "{url: 'nowhere', query: {k: {secret: QUERY_KEY}}}");
    steps.put("notify.slack/no-address", "{url: {secret: API_TOKEN}, text: hello}");
    steps.put(
        "notify.webhook/broken-key",
        "{url: '%s/echo', signing_key: {secret: BROKEN_KEY}}".formatted(site));
    steps.put(
        "notify.webhook/away",
        "{url: 'http://127.0.0.1:9/', headers: {X-Key: {secret: API_TOKEN}}}");
    steps.put(
        "http.request/missing",
        "{url: '%s/echo', headers: {X: {secret: NO_SUCH}}}".formatted(site));
    for (var path : List.of("echo", "refuse", "busy")) {
      steps.put(
          "publish.s3/" + path,
          "{files: ['${{ inputs.f }}'], bucket: shop, endpoint: '%s/%s', access_key: AKIDEXAMPLE, secret_key: {secret: S3_SECRET}, signed_seconds: 60}"
              .formatted(site, path));
    }
    steps.put(
        "notify.email/refused",
        "{host: 127.0.0.1, port: %d, security: none, user: shop, password: {secret: SMTP_PASSWORD}, from: a@example.com, to: [b@example.com], subject: s, text: t}"
            .formatted(mail));
    steps.put(
        "notify.email/away",
        "{host: 127.0.0.1, port: 9, security: none, user: shop, password: {secret: SMTP_PASSWORD},"
            + " from: a@example.com, to: [b@example.com], subject: s, text: t}");
    return steps;
  }

  /** An answer that says back all it was sent. */
  private static Said repeat(RecordingSite.Asked asked) {
    var back = asked.method() + " " + asked.path() + "\n" + asked.headers() + "\n" + asked.text();
    if (asked.path().startsWith("/refuse")) {
      return new Said(403, Map.of(), back);
    }
    if (asked.path().startsWith("/busy")) {
      return new Said(503, Map.of(), back);
    }
    if (asked.path().startsWith("/location")) {
      return new Said(201, Map.of("Location", "/at?token=" + SECRETS.get("API_TOKEN")), back);
    }
    return new Said(200, Map.of("X-Back", asked.header("Authorization").orElse("none")), back);
  }

  @Test
  void no_value_is_kept_logged_or_told() throws Exception {
    try (var site = new RecordingSite();
        var mail = new MailServer()) {
      site.answer(SecretsStaySecretTest::repeat);
      var secrets = write(site.url(""));
      var steps = steps(site.url(""), mail.port());
      heard(
          answers -> {
            try (var server = new WholeServer(folder.resolve("server"), secrets)) {
              assertThat(work(server, steps, answers))
                  .as("what came of each step")
                  .contains("succeeded", "transient", "refused", "invalid");
            }
          });
      assertThat(site.asked().toString()).contains(SECRETS.get("API_TOKEN"));
    }
    assertNowhere(values(SECRETS.values()));
  }

  @Test
  void no_key_of_a_provider_is_kept_logged_or_told() throws Exception {
    try (var site = new RecordingSite()) {
      var account = EchoingProviders.account(site.url(""));
      site.answer(asked -> EchoingProviders.answer(asked, account));
      var secrets = keys(account);
      var opens = Map.of(SecretFolder.KEY, SEAL, "FAKE_TOKEN", "anything");
      var steps = EchoingProviders.steps();
      var entries = EchoingProviders.entries(site.url(""));
      heard(
          answers -> {
            try (var server =
                WholeServer.with(folder.resolve("server"), opens::get, secrets, entries)) {
              assertThat(work(server, steps, answers))
                  .as("what came of each step")
                  .contains("succeeded", "refused")
                  .doesNotContain("invalid", "defect");
            }
            runOnce(opens, secrets, steps, entries);
          });
      assertNowhere(values(EchoingProviders.all(account).values()));
      assertThat(shownTo(site)).contains(EchoingProviders.KEYS.get("SEALED_KEY"));
      assertThat(told.toString())
          .as("the words without the keys")
          .contains("Incorrect: Bearer ***");
      assertThat(filesWith("Bearer ***").stream().map(file -> file.getFileName().toString()))
          .as("the database and the reports")
          .contains("backlot.db", "manifest.json", "index.html");
    }
  }

  private static String shownTo(RecordingSite site) {
    return site.asked().stream().map(one -> one.headers().toString()).toList().toString();
  }

  /** As people do from a command line; its reports lie where the server is. */
  private void runOnce(
      Map<String, String> environment, Path secrets, Map<String, String> steps, String entries)
      throws IOException {
    var providers =
        Files.writeString(folder.resolve("more.yaml"), "currency: USD\nproviders:\n" + entries);
    var source = new StringBuilder("name: all\nsteps:\n");
    steps.forEach((name, with) -> source.append(step(name, with)));
    // a run that fails is shown in its report with the words of its failure
    source.append(
        step("text.generate/last", steps.getOrDefault("text.generate/openai-key-refused", ""))
            .replace("    on-error: continue\n", ""));
    var workflow = Files.writeString(folder.resolve("all.yaml"), source.toString());
    try (var wiring = new Wiring(Path.of("").toAbsolutePath(), environment::get)) {
      BacklotCommand.commandLine(wiring)
          .execute(
              "run",
              workflow.toString(),
              "--providers",
              providers.toString(),
              "--secrets",
              secrets.toString(),
              "--out",
              folder.resolve("server/out").toString());
    }
  }

  private interface Work {
    void be(StringBuilder answers) throws Exception;
  }

  /** Does work and keeps all that is told meanwhile. */
  private void heard(Work work) throws Exception {
    var log = listen();
    var printed = new ByteArrayOutputStream();
    var out = System.out;
    var err = System.err;
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(System.out);
    try {
      work.be(told);
    } finally {
      System.setOut(out);
      System.setErr(err);
      Logger.getLogger("").removeHandler(log);
    }
    told.append(printed.toString(StandardCharsets.UTF_8));
  }

  private void assertNowhere(List<String> values) throws IOException {
    for (var value : values) {
      assertThat(around(value, told.toString())).as("answers and output").isEmpty();
      assertThat(around(value, logged.toString())).as("log").isEmpty();
      assertThat(filesWith(value)).as("files with " + value).isEmpty();
    }
  }

  /** Where a value stands in a text; empty when it does not. */
  private static String around(String value, String text) {
    int at = text.indexOf(value);
    return at < 0
        ? ""
        : text.substring(Math.max(0, at - 200), Math.min(text.length(), at + value.length() + 100));
  }

  /** The values, and the forms in which they are sent. */
  private static List<String> values(Collection<String> secrets) {
    var values = new ArrayList<String>();
    for (var value : secrets) {
      for (var line : value.split("\n", -1)) {
        values.add(line);
        values.add(URLEncoder.encode(line, StandardCharsets.UTF_8));
        values.add(Base64.getEncoder().encodeToString(line.getBytes(StandardCharsets.UTF_8)));
        if (line.length() >= HALVED_MIN) {
          values.add(line.substring(0, line.length() * 3 / 5));
        }
      }
    }
    return values;
  }

  private Handler listen() {
    var handler =
        new Handler() {
          @Override
          public synchronized void publish(LogRecord one) {
            logged.append(one.getMessage()).append(' ');
            for (var part = one.getThrown(); part != null; part = part.getCause()) {
              logged.append(part).append('\n');
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    handler.setLevel(Level.ALL);
    Logger.getLogger("").addHandler(handler);
    return handler;
  }

  /** The keys of providers; one is sealed. */
  private Path keys(String account) throws IOException {
    var secrets = Files.createDirectory(folder.resolve("keys"));
    var sealed = new SecretFolder(secrets, Map.of(SecretFolder.KEY, SEAL)::get);
    for (var key : EchoingProviders.KEYS.entrySet()) {
      if (key.getKey().equals("SEALED_KEY")) {
        sealed.put(TenantId.DEFAULT, SecretName.parse(key.getKey()).orElseThrow(), key.getValue());
      } else {
        Files.writeString(secrets.resolve(key.getKey()), key.getValue() + "\n");
      }
    }
    Files.writeString(secrets.resolve("ACCOUNT"), account);
    Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwx------"));
    return secrets;
  }

  private Path write(String site) throws IOException {
    var secrets = Files.createDirectory(folder.resolve("secrets"));
    for (var secret : SECRETS.entrySet()) {
      Files.writeString(secrets.resolve(secret.getKey()), secret.getValue() + "\n");
    }
    for (var path : List.of("echo", "refuse", "busy", "location")) {
      Files.writeString(secrets.resolve("SLACK_" + path), site + "/" + path + "/services/T0/x7Yz");
    }
    Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwx------"));
    return secrets;
  }

  /**
   * Runs them all on a whole server, looks at everything it answers, and returns how they ended.
   */
  private static List<String> work(
      WholeServer server, Map<String, String> steps, StringBuilder answers) throws Exception {
    var api = new Api(server, answers);
    var asset = Json.parse(api.send("POST", "/v1/assets?name=f.txt", "text/plain", "a file"));
    var source = new StringBuilder("name: all\ninputs: {f: file}\nsteps:\n");
    steps.forEach((name, with) -> source.append(step(name, with)));
    api.send("POST", "/v1/workflows", "application/yaml", source.toString());
    api.send("POST", "/v1/workflows/all/versions/1/publish", "application/json", "");
    var wanted =
        "{\"workflow\": \"all\", \"items\": [{\"inputs\": {\"f\": \"%s\"}}]}"
            .formatted(asset.path("asset").stringValue());
    var batch =
        Json.parse(api.send("POST", "/v1/batches", "application/json", wanted))
            .path("id")
            .stringValue();
    // the stream ends with the batch
    api.send("GET", "/v1/events?batch=" + batch, "", "");
    for (var what : List.of("", "/items.csv", "/items.jsonl", "/failures")) {
      api.send("GET", "/v1/batches/" + batch + what, "", "");
    }
    var id =
        Json.parse(api.send("GET", "/v1/batches/" + batch + "/items", "", ""))
            .path("items")
            .path(0)
            .path("id")
            .stringValue();
    var run = Json.parse(api.send("GET", "/v1/runs/" + id, "", ""));
    for (var step : run.path("steps")) {
      var path = "/v1/runs/" + id + "/steps/" + step.path("step").stringValue();
      api.send("GET", path + "/inputs", "", "");
    }
    return run.path("steps")
        .valueStream()
        .map(step -> step.path("failure").path("kind").asString(step.path("status").stringValue()))
        .toList();
  }

  private static String step(String name, String with) {
    var id = name.replaceAll("[^a-z0-9]", "_");
    var uses = name.replaceFirst("/.*", "");
    return "  %s:\n    uses: %s\n    on-error: continue\n    retry: {attempts: 2, delay: 1ms}\n    with: %s\n"
        .formatted(id, uses, with);
  }

  /** Files of the server, its database among them, that hold a text. */
  private List<Path> filesWith(String text) throws IOException {
    try (var files = Files.walk(folder.resolve("server"))) {
      return files.filter(file -> Files.isRegularFile(file) && holds(file, text)).toList();
    }
  }

  private static boolean holds(Path file, String text) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void the_doctor_says_which_are_missing_and_which_everybody_may_read() throws Exception {
    var secrets = Files.createDirectory(folder.resolve("secrets"));
    Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwxr-xr-x"));
    var file = Files.writeString(secrets.resolve("API_TOKEN"), "sk-live");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    var workflow =
        Files.writeString(
            folder.resolve("flow.yaml"),
            """
            name: flow
            steps:
              loop:
                for-each: [1, 2]
                steps:
                  call: {uses: http.request, with: {url: "https://example.com", headers: {A: {secret: API_TOKEN}}}}
                outputs: {}
              tell: {uses: notify.slack, with: {url: {secret: SLACK}, text: done}}
            """);
    var said = new StringWriter();
    try (var wiring = new Wiring(Path.of("").toAbsolutePath())) {
      BacklotCommand.commandLine(wiring)
          .setOut(new PrintWriter(said))
          .setErr(new PrintWriter(said))
          .execute("doctor", "--secrets", secrets.toString(), workflow.toString());
    }
    assertThat(said.toString())
        .containsPattern("✓ secret API_TOKEN +here")
        .containsPattern("✗ secret SLACK +missing: .*BACKLOT_SECRET_SLACK")
        .contains("everybody may read " + file)
        .doesNotContain("sk-live");
  }

  /** Asks the server and keeps all it says. */
  private record Api(WholeServer server, StringBuilder heard) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    String send(String method, String path, String type, String body) throws Exception {
      var request =
          HttpRequest.newBuilder(URI.create(server.url() + path))
              .header("Authorization", "Bearer " + server.adminKey())
              .method(
                  method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
      if (!type.isEmpty()) {
        request.header("Content-Type", type);
      }
      var answer = HTTP.send(request.build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(path + " " + body + ": " + answer.body()).isLessThan(300);
      heard.append(answer.headers().map()).append(answer.body()).append('\n');
      return answer.body();
    }
  }
}
