package dev.backlot.provider.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backlot.json.Json;
import dev.backlot.model.Failure;
import dev.backlot.model.Progress;
import dev.backlot.provider.Adapter;
import dev.backlot.provider.AgainstFake;
import dev.backlot.provider.FakeServer;
import dev.backlot.provider.JobApi;
import dev.backlot.provider.Provider;
import dev.backlot.provider.Provider.Job;
import dev.backlot.provider.Provider.Polled;
import dev.backlot.provider.Provider.Submitted;
import dev.backlot.provider.ProviderSettings;
import dev.backlot.provider.Providers;
import dev.backlot.provider.Task;
import dev.backlot.provider.fake.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three formats, described in a file that people may start from, against a real server of each. */
class GenericContractTest {
  private static final Path EXAMPLE = Path.of("examples/providers/generic.yaml");
  private static final String ADDRESS = "http://127.0.0.1:8090";
  private static final String MODEL = "backlot/pictures";

  @TempDir Path folder;

  /** A provider of a text, without the guard that leaves those alone that fail often. */
  static Provider read(String name, String text, FakeServer fake, Path folder) throws IOException {
    var made = new HashMap<String, Provider>();
    var kinds =
        new Providers.Kinds() {
          @Override
          public Map<String, Adapter> adapters() {
            return Map.of(
                GenericProvider.KIND,
                new Adapter(Adapter.Reports.NONE, true, false, this::provider));
          }

          private Provider provider(ProviderSettings settings) {
            var key = settings.api().map(JobApi::key).orElseThrow();
            var provider = new GenericProvider(settings, fake.http(settings, key));
            made.put(settings.name(), provider);
            return provider;
          }

          @Override
          public Optional<String> variable(String name) {
            return Optional.of("anything");
          }

          @Override
          public InstantSource clock() {
            return InstantSource.system();
          }

          @Override
          public Predicate<String> isSigningSecret() {
            return _ -> true;
          }
        };
    var file = Files.writeString(folder.resolve("providers.yaml"), text);
    assertThat(Providers.of(file, kinds).all()).isNotEmpty();
    return Objects.requireNonNull(made.get(name), name);
  }

  abstract static class Against extends AgainstFake {
    private final String name;

    Against(String name, Set<Fault> faults) {
      super(faults);
      this.name = name;
    }

    @Override
    protected Provider open() throws IOException {
      return read(name, Files.readString(EXAMPLE).replace(ADDRESS, fake.url()), fake, folder);
    }

    @Override
    protected String model() {
      return MODEL;
    }
  }

  @Nested
  class PredictionsTest extends Against {
    PredictionsTest() {
      super("predictions", EnumSet.noneOf(Fault.class));
    }
  }

  @Nested
  class PredictionsWithEveryFaultTest extends Against {
    PredictionsWithEveryFaultTest() {
      super("predictions", EnumSet.allOf(Fault.class));
    }
  }

  @Nested
  class QueueTest extends Against {
    QueueTest() {
      super("queue", EnumSet.noneOf(Fault.class));
    }

    @Test
    void the_seed_is_told_that_was_used() throws InterruptedException {
      var submitted = provider().submit(new Task.GenerateImage(MODEL, "a lighthouse"), key());
      var job = new Job(((Submitted.Accepted) submitted).requestId(), MODEL);
      assertThat(end(job))
          .isInstanceOfSatisfying(Polled.Done.class, done -> assertThat(done.seed()).isPresent());
    }

    @Override
    protected boolean lists() {
      return false;
    }
  }

  @Test
  void an_answer_can_be_the_result() throws Exception {
    try (var fake = new FakeServer(EnumSet.noneOf(Fault.class))) {
      var example = Files.readString(EXAMPLE).replace(ADDRESS, fake.url());
      var provider = read("answers", example, fake, folder);

      var picture = provider.submit(new Task.GenerateImage(MODEL, "a lighthouse"), "key-1");
      var words =
          provider.submit(
              new Task.GenerateText(
                  "backlot/text",
                  "a headline",
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Json.object()),
              "key-2");

      var file = done(picture).files().getFirst();
      assertThat(provider.fetch(file, folder.resolve("picture.png"), 1 << 20)).isEmpty();
      assertThat(folder.resolve("picture.png")).binaryContent().startsWith(0x89, 'P', 'N', 'G');
      assertThat(done(words).text()).isEqualTo("FAKE words about: a headline");
      assertThat(done(words).cost()).isEqualTo(FakeServer.PRICE);
    }
  }

  private static Polled.Done done(Submitted submitted) {
    assertThat(submitted).isInstanceOf(Submitted.Ended.class);
    return (Polled.Done) ((Submitted.Ended) submitted).end();
  }

  @Test
  void a_result_that_is_not_where_it_is_looked_for_waits_for_a_mended_file() throws Exception {
    try (var fake = new FakeServer(EnumSet.noneOf(Fault.class))) {
      var good = Files.readString(EXAMPLE).replace(ADDRESS, fake.url());
      var wrong =
          read(
              "predictions",
              good.replace("files: answer.output", "files: answer.outputs"),
              fake,
              folder);
      var id = (Submitted.Accepted) wrong.submit(task(), "key-1");
      var job = new Provider.Job(id.requestId(), MODEL);
      var unread = ended(wrong, job);

      assertThat(unread)
          .isInstanceOfSatisfying(
              Polled.Unknown.class,
              unknown ->
                  assertThat(unknown.why().message())
                      .contains("'api.files' of predictions")
                      .contains("outputs"));
      assertThat(read("predictions", good, fake, folder).poll(job)).isInstanceOf(Polled.Done.class);
    }
  }

  @Test
  void a_job_that_failed_has_failed_even_if_its_reason_cannot_be_read() throws Exception {
    try (var fake = new FakeServer(EnumSet.noneOf(Fault.class))) {
      var example =
          Files.readString(EXAMPLE)
              .replace(ADDRESS, fake.url())
              .replaceFirst("reason: .*", "reason: answer.nothing");
      var provider = read("predictions", example, fake, folder);
      var submitted =
          (Submitted.Accepted) provider.submit(new Task.GenerateImage(MODEL, "a [fail]"), "key-1");

      assertThat(ended(provider, new Provider.Job(submitted.requestId(), MODEL)))
          .isInstanceOfSatisfying(
              Polled.Failed.class,
              failed ->
                  assertThat(failed.failure().message())
                      .startsWith("the job failed: why cannot be read: ")
                      .contains("nothing"));
    }
  }

  @Test
  void how_far_a_job_is_may_be_described_too() throws Exception {
    try (var fake = new FakeServer(EnumSet.noneOf(Fault.class), Duration.ofMinutes(10))) {
      var example = Files.readString(EXAMPLE).replace(ADDRESS, fake.url());
      var succeeded = "succeeded: answer.status == \"succeeded\"";
      var told =
          example.replace(
              succeeded, "progress: double(size(answer.status)) / 40.0\n        " + succeeded);
      var provider = read("predictions", told, fake, folder);
      var submitted = (Submitted.Accepted) provider.submit(task(), "key-1");
      var job = new Provider.Job(submitted.requestId(), MODEL);

      // its status is "processing", of ten letters
      assertThat(provider.poll(job)).isEqualTo(new Polled.Pending(Optional.of(new Progress(0.25))));
      var absent = example.replace(succeeded, "progress: answer.percent\n        " + succeeded);
      assertThat(read("predictions", absent, fake, folder).poll(job))
          .isEqualTo(new Polled.Pending());
    }
  }

  private static Task task() {
    return new Task.GenerateImage(MODEL, "a lighthouse");
  }

  private static Polled ended(Provider provider, Provider.Job job) throws InterruptedException {
    for (int i = 0; i < 2_000; i++) {
      var polled = provider.poll(job);
      if (!(polled instanceof Polled.Pending)) {
        return polled;
      }
    }
    throw new AssertionError("the job never ended");
  }

  @Test
  void a_task_that_is_not_described_is_refused() throws Exception {
    try (var fake = new FakeServer(EnumSet.noneOf(Fault.class))) {
      var example = Files.readString(EXAMPLE).replace(ADDRESS, fake.url());
      var provider = read("queue", example, fake, folder);
      var cutOut = new Task.CutOut(MODEL, "data:image/png;base64,", Json.object());

      assertThat(provider.submit(cutOut, "key-1"))
          .isInstanceOfSatisfying(
              Submitted.Refused.class,
              refused ->
                  assertThat(((Failure.Invalid) refused.failure()).message())
                      .contains("does no image.cut-out"));
      assertThat(fake.made()).isZero();
    }
  }

  @Test
  void every_mistake_in_a_description_is_told_with_its_place() throws Exception {
    try (var fake = new FakeServer(EnumSet.noneOf(Fault.class))) {
      var text =
          """
          currency: USD
          providers:
            - name: acme
              kind: generic
              url: http://127.0.0.1:8090
              secret: ACME_KEY
              prices: {"*": {call: 0.04}}
              api:
                submit:
                  image.generat: {path: /jobs, body: "{}"}
                  image.generate: {path: "/jobs/{id}", body: "{'prompt': tusk.prompt}"}
                id: answer.id +
                find: {path: /jobs, id: answer.id, page: 2}
                txt: answer.text
          """;

      assertThatThrownBy(() -> read("acme", text, fake, folder))
          .hasMessageContaining("yaml:10: providers[0].api.submit: unknown key 'image.generat'")
          .hasMessageContaining(
              "yaml:11: providers[0].api.submit.image.generate.path: expected a path")
          .hasMessageContaining("{key} and {model}")
          .hasMessageContaining(
              "image.generate.body: unknown name 'tusk': there are key, model, task")
          .hasMessageContaining("yaml:12: providers[0].api.id: the expression ends too early")
          .hasMessageContaining("expected both 'id' and 'poll'")
          .hasMessageContaining("yaml:13: providers[0].api.find: unknown key 'page'")
          .hasMessageContaining("expected 'files', 'text' or both")
          .hasMessageContaining("unknown key 'txt'");
      assertThatThrownBy(
              () -> read("acme", text.substring(0, text.indexOf("    api:")), fake, folder))
          .hasMessageContaining("providers[0].api: expected a value, but nothing");
    }
  }
}
