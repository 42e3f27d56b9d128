package dev.backlot.app;

import dev.backlot.attest.SigningKey;
import dev.backlot.cli.Platform;
import dev.backlot.cli.ServerCalls;
import dev.backlot.media.Imaging;
import dev.backlot.media.Typefaces;
import dev.backlot.media.ffmpeg.Ffmpeg;
import dev.backlot.media.load.ImagingLoader;
import dev.backlot.media.load.Models;
import dev.backlot.media.own.OwnModels;
import dev.backlot.model.GraphLimits;
import dev.backlot.provider.Providers;
import dev.backlot.provider.Seal;
import dev.backlot.provider.SecretFolder;
import dev.backlot.provider.SecretSources;
import dev.backlot.provider.WebClient;
import dev.backlot.provider.fake.FakeProvider;
import dev.backlot.provider.fake.Fault;
import dev.backlot.provider.s3.S3Store;
import dev.backlot.report.Statements;
import dev.backlot.report.Thumbnailer;
import dev.backlot.runtime.Eye;
import dev.backlot.runtime.Fetcher;
import dev.backlot.runtime.MemoLimits;
import dev.backlot.runtime.Runs;
import dev.backlot.runtime.RuntimeConfig;
import dev.backlot.step.Step;
import dev.backlot.step.StepRegistry;
import dev.backlot.step.ai.AudioGenerateStep;
import dev.backlot.step.ai.ComfyUiStep;
import dev.backlot.step.ai.ImageGenerateStep;
import dev.backlot.step.ai.PictureWorkStep;
import dev.backlot.step.ai.TextCaptionStep;
import dev.backlot.step.ai.TextGenerateStep;
import dev.backlot.step.ai.VideoGenerateStep;
import dev.backlot.step.data.DataSteps;
import dev.backlot.step.flow.FlowSteps;
import dev.backlot.step.image.ImageSteps;
import dev.backlot.step.notify.NotifyEmailStep;
import dev.backlot.step.notify.NotifySlackStep;
import dev.backlot.step.notify.NotifyWebhookStep;
import dev.backlot.step.publish.PublishFolderStep;
import dev.backlot.step.publish.PublishS3Step;
import dev.backlot.step.publish.PublishUploadStep;
import dev.backlot.step.publish.PublishZipStep;
import dev.backlot.step.text.TextTemplateStep;
import dev.backlot.step.video.VideoSteps;
import dev.backlot.step.worker.RemoteStep;
import dev.backlot.step.worker.WorkerPool;
import dev.backlot.store.BatchRecord;
import dev.backlot.store.DataFolder;
import dev.backlot.store.blob.FolderBlobs;
import dev.backlot.store.sqlite.SqliteDatabase;
import dev.backlot.store.sqlite.SqliteJournal;
import dev.backlot.store.sqlite.SqliteViews;
import dev.backlot.surface.backlot.Checkup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Names every implementation and puts them together, each when it is first needed. */
final class Wiring implements Platform, AutoCloseable {
  private static final String VERSION =
      Optional.ofNullable(Wiring.class.getPackage().getImplementationVersion())
          .orElse("development");

  private final Path home;
  private final Function<String, @Nullable String> environment;
  private @Nullable Imaging imaging;
  private @Nullable Thumbnails thumbnails;
  private @Nullable Models models;
  private Optional<Path> modelFolder = Optional.empty();
  private Typefaces typefaces = Typefaces.installed();
  private Optional<Path> fontFolder = Optional.empty();
  private OwnModels own = OwnModels.none();
  private @Nullable WebClient web;
  private @Nullable S3Store buckets;
  private @Nullable StepRegistry registry;
  private volatile SecretSources secrets;
  private final ProviderKinds kinds = new ProviderKinds(name -> secrets.named(name).orElse(null));
  private final SigningKey signing = new SigningKey();
  private final Ffmpeg ffmpeg = Ffmpeg.onPath();
  private int workers;
  private @Nullable WorkerPool pool;

  /** Apart: whoever looks at a page does not wait for the steps. */
  private @Nullable WorkerPool previewers;

  private Providers providers = Providers.none();
  private GraphLimits graphs = GraphLimits.DEFAULT;
  private volatile MemoLimits memo = MemoLimits.DEFAULT;

  Wiring(Path home) {
    this(home, System::getenv);
  }

  /** With the environment variables in which secrets are looked for. */
  Wiring(Path home, Function<String, @Nullable String> environment) {
    this.home = home;
    this.environment = environment;
    this.secrets = SecretSources.of(environment);
  }

  @Override
  public String version() {
    return VERSION;
  }

  @Override
  public StepRegistry steps() {
    return registry(true);
  }

  /** One process runs one command, so the first asker's wish about private addresses holds. */
  private synchronized StepRegistry registry(boolean privateAddresses) {
    var known = registry;
    if (known == null) {
      known = newRegistry(privateAddresses);
      registry = known;
    }
    return known;
  }

  @Override
  public synchronized void useProviders(Path file) throws IOException {
    if (registry != null) {
      throw new IllegalStateException("the steps were made before their providers were known");
    }
    providers = Providers.of(file, kinds);
  }

  @Override
  public synchronized void useSecrets(Path folder) throws IOException {
    if (registry != null) {
      throw new IllegalStateException("the steps were made before their secrets were known");
    }
    secrets = SecretSources.of(environment, folder);
  }

  @Override
  public SecretStore secretStore(Path folder) {
    return new SealedSecrets(new SecretFolder(folder, environment));
  }

  @Override
  public String newSecretKey() {
    return Seal.newKey();
  }

  @Override
  public synchronized void useModels(Path folder) throws IOException {
    if (registry != null) {
      throw new IllegalStateException("the steps were made before their models were known");
    }
    own = OwnModels.of(folder);
    modelFolder = Optional.of(folder);
  }

  @Override
  public synchronized void useFonts(Path folder) throws IOException {
    if (registry != null) {
      throw new IllegalStateException("the steps were made before their fonts were known");
    }
    typefaces = Typefaces.of(folder);
    fontFolder = Optional.of(folder);
  }

  @Override
  public synchronized void useWorkers(int processes) {
    if (registry != null) {
      throw new IllegalStateException("the steps were made before their workers were known");
    }
    workers = processes;
  }

  @Override
  public void useMemo(MemoLimits limits) {
    memo = limits;
  }

  @Override
  public synchronized void useLimits(GraphLimits limits) {
    if (registry != null) {
      throw new IllegalStateException("the steps were made before their limits were known");
    }
    graphs = limits;
  }

  @Override
  public List<String> faults() {
    return Stream.of(Fault.values()).map(Fault::word).toList();
  }

  @Override
  public Fake fakeProvider(FakeSettings settings) throws IOException {
    var provider = FakeProvider.start(FakeStart.settings(settings), InstantSource.system());
    return new Fake() {
      @Override
      public String url() {
        return provider.url();
      }

      @Override
      public void close() {
        provider.close();
      }
    };
  }

  /** With the client that the steps call with. */
  private synchronized Fetcher fetcher(boolean privateAddresses) {
    registry(privateAddresses);
    return new WebFetcher(Objects.requireNonNull(web, "the registry makes it"));
  }

  private StepRegistry newRegistry(boolean privateAddresses) {
    var client = new WebClient(privateAddresses);
    web = client;
    var steps = new ArrayList<Step>(pictureSteps());
    steps.addAll(VideoSteps.all(ffmpeg, imaging()));
    steps.addAll(FlowSteps.all());
    steps.addAll(DataSteps.all(client, secrets));
    steps.add(new TextTemplateStep());
    steps.add(new ImageGenerateStep(providers));
    steps.add(new VideoGenerateStep(providers));
    steps.add(new TextGenerateStep(providers));
    steps.add(new AudioGenerateStep(providers));
    steps.add(PictureWorkStep.upscale(providers));
    steps.add(PictureWorkStep.cutOut(providers));
    steps.add(PictureWorkStep.erase(providers));
    steps.add(PictureWorkStep.expand(providers));
    steps.add(new ComfyUiStep(providers));
    steps.add(new PublishFolderStep(signing));
    steps.add(new TextCaptionStep(providers));
    steps.add(new PublishS3Step(buckets(client), secrets, signing));
    steps.add(new PublishUploadStep(client, secrets, signing));
    steps.add(new PublishZipStep(signing));
    steps.add(new NotifyWebhookStep(client, secrets, InstantSource.system()));
    steps.add(new NotifySlackStep(client, secrets));
    steps.add(new NotifyEmailStep(client, secrets, InstantSource.system()));
    return new StepRegistry(steps, graphs);
  }

  /** Here, or in processes of their own. */
  private List<Step> pictureSteps() {
    var here = ImageSteps.all(imaging(), models());
    if (workers == 0) {
      return here;
    }
    var made =
        new WorkerPool(workers, Worker.command(home, modelFolder, fontFolder), Worker.memory());
    pool = made;
    return here.stream().<Step>map(step -> new RemoteStep(step, made)).toList();
  }

  /** In a worker where there are any, and then never in front of a step. */
  private synchronized Eye eye() {
    var here = ImageSteps.look(imaging());
    var processes = pool;
    return processes == null
        ? new StepEye(here, () -> true)
        : new StepEye(new RemoteStep(here, processes), processes::hasRoom);
  }

  private Step small() {
    var here = ImageSteps.small(imaging());
    if (workers == 0) {
      return here;
    }
    var made =
        new WorkerPool(
            KeptPreviews.AT_ONCE,
            Worker.command(home, Optional.empty(), Optional.empty()),
            Worker.memory());
    previewers = made;
    return new RemoteStep(here, made);
  }

  private S3Store buckets(WebClient client) {
    var known = new S3Store(client);
    buckets = known;
    return known;
  }

  private synchronized Imaging imaging() {
    var known = imaging;
    if (known == null) {
      known = ImagingLoader.load(home, typefaces);
      imaging = known;
    }
    return known;
  }

  private synchronized Models models() {
    var known = models;
    if (known == null) {
      known = Models.with(own);
      models = known;
    }
    return known;
  }

  @Override
  public Thumbnailer thumbnailer() {
    return thumbnails();
  }

  private synchronized Thumbnails thumbnails() {
    var known = thumbnails;
    if (known == null) {
      known = new Thumbnails(imaging(), small());
      thumbnails = known;
    }
    return known;
  }

  @Override
  public Opened open(Path data, boolean localFiles, Predicate<BatchRecord> takesUp)
      throws IOException {
    var config = RuntimeConfig.standard(localFiles, memo);
    signing.keepIn(data);
    return new OpenStore(data, registry(localFiles), config, fetcher(localFiles), takesUp);
  }

  /** The embedded runtime on its store, opened in order and closed in reverse. */
  private static final class OpenStore implements Opened {
    private final DataFolder folder;
    private final SqliteDatabase database;
    private final Runs runs;

    OpenStore(
        Path data,
        StepRegistry steps,
        RuntimeConfig config,
        Fetcher fetcher,
        Predicate<BatchRecord> takesUp)
        throws IOException {
      folder = DataFolder.open(data);
      database = SqliteDatabase.open(folder.database(), folder.natives());
      runs =
          Runs.open(
              new Runs.Parts(
                  new SqliteJournal(database),
                  new SqliteViews(database),
                  new FolderBlobs(folder.blobs()),
                  new MediaInspector(),
                  steps,
                  InstantSource.system(),
                  config,
                  fetcher,
                  folder.root().resolve("published"),
                  takesUp));
    }

    @Override
    public Runs runs() {
      return runs;
    }

    @Override
    public void close() throws IOException {
      runs.close();
      database.close();
      folder.close();
    }
  }

  @Override
  public Server serve(Serving serving) throws IOException {
    var steps = registry(serving.privateHosts());
    signing.keepIn(serving.data());
    var config = RuntimeConfig.standard(false, memo);
    var opened =
        new OpenStore(serving.data(), steps, config, fetcher(serving.privateHosts()), _ -> true);
    var sender = new WebhookPost(new WebClient(serving.privateHosts()));
    return new RunningServer(
        opened,
        serving,
        steps,
        providers,
        VERSION,
        sender,
        this::thumbnails,
        eye(),
        this::checkup,
        new Statements(signing));
  }

  @Override
  public ServerCalls calls() {
    return new HttpCalls();
  }

  private List<Checkup.Finding> checkup() {
    return examine().stream()
        .map(one -> new Checkup.Finding(one.good(), one.what(), one.found()))
        .toList();
  }

  @Override
  public List<Finding> examine() {
    return new Doctor(imaging(), models(), ffmpeg, providers).examine();
  }

  @Override
  public List<Finding> examineSecrets(Set<String> names) {
    return Doctor.secrets(secrets, names);
  }

  @Override
  public void close() {
    kinds.close();
    var client = web;
    if (client != null) {
      client.close();
    }
    var processes = pool;
    if (processes != null) {
      processes.close();
    }
    var makers = previewers;
    if (makers != null) {
      makers.close();
    }
    var stores = buckets;
    if (stores != null) {
      stores.close();
    }
    var loaded = models;
    if (loaded != null) {
      loaded.close();
    }
  }
}
