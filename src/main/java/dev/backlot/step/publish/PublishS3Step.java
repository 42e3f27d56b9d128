package dev.backlot.step.publish;

import static dev.backlot.step.StepInput.present;

import dev.backlot.attest.Attestation;
import dev.backlot.attest.SigningKey;
import dev.backlot.model.Failure;
import dev.backlot.model.MediaTypes;
import dev.backlot.model.Port;
import dev.backlot.model.PortType;
import dev.backlot.model.Value;
import dev.backlot.provider.HeldSecrets;
import dev.backlot.provider.HeldSecrets.UnusableException;
import dev.backlot.provider.Secrets;
import dev.backlot.provider.s3.Bucket;
import dev.backlot.provider.s3.S3Store;
import dev.backlot.provider.s3.StoredObject;
import dev.backlot.step.Outcome;
import dev.backlot.step.StepContext;
import dev.backlot.step.StepInput;
import dev.backlot.step.StepType;
import dev.backlot.step.web.OutwardStep;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code publish.s3}: puts files into a bucket of any store that speaks S3. An object that is there
 * already with the same bytes and headers is left alone.
 */
public final class PublishS3Step extends OutwardStep {
  private static final int MIB = 1 << 20;
  private static final int WEEK_SECONDS = 604_800;
  private static final StepType TYPE =
      new StepType(
          "publish.s3",
          1,
          "Puts files into a bucket of an S3-compatible store",
          List.of(
              FileNames.FILES,
              FileNames.NAMES,
              Port.of("bucket", PortType.TEXT, "the bucket; it has to be there")
                  .mandatory()
                  .between(3, 63),
              Port.of("access_key", PortType.JSON, "the id of the access key, or {secret: NAME}")
                  .mandatory(),
              Port.of("secret_key", PortType.JSON, "{secret: NAME} of the secret access key")
                  .mandatory(),
              Port.of("session_token", PortType.JSON, "{secret: NAME}, for temporary keys"),
              Port.of("endpoint", PortType.TEXT, "the store's address; Amazon's own if left out"),
              Port.of("region", PortType.TEXT, "as the store calls it")
                  .between(1, 50)
                  .defaultingTo(Value.of("us-east-1")),
              Port.of(
                  "path_style",
                  PortType.BOOLEAN,
                  "whether the bucket stands in the path, as most stores but Amazon's want it;"
                      + " true with an endpoint if left out"),
              Port.of("prefix", PortType.TEXT, "what every key starts with, such as shop/2026")
                  .between(0, 500)
                  .defaultingTo(Value.of("")),
              Port.of(
                      "key",
                      PortType.TEXT,
                      "what follows; {item}, {name}, {ext}, {sha256} and {number} are filled in")
                  .between(1, 500)
                  .defaultingTo(Value.of(ObjectKey.USUAL)),
              Port.of("content_type", PortType.TEXT, "as the file's content says if left out")
                  .between(3, 200),
              Port.of("cache_control", PortType.TEXT, "such as public, max-age=31536000, immutable")
                  .between(1, 200),
              Port.of(
                  "public_url", PortType.TEXT, "what stands before the key in 'urls', of a CDN"),
              Port.of(
                      "signed_seconds",
                      PortType.INTEGER,
                      "makes links that work without a key, for so long; whoever reads the run sees"
                          + " them")
                  .between(1, WEEK_SECONDS),
              Port.of("part_size", PortType.INTEGER, "MiB; longer files are sent in parts")
                  .between(5, 1_024)
                  .defaultingTo(Value.of(16)),
              Statements.PORT),
          List.of(
              Port.of("url", PortType.TEXT, "of the first file"),
              Port.of("urls", PortType.TEXT, "of each file").many(),
              Port.of("signed_urls", PortType.TEXT, "the links, where they were asked for").many(),
              Port.of(
                      "objects",
                      PortType.JSON,
                      "key, url, etag and asset of each file, and whether it was 'published' or"
                          + " 'unchanged'; with provenance key and url of its statement")
                  .many(),
              Port.of("published", PortType.INTEGER, "how many were put there"),
              Port.of("unchanged", PortType.INTEGER, "how many were there before")),
          StepType.Resource.IO,
          false);

  private final S3Store store;
  private final Statements statements;

  /** Publishes, and signs statements with a key. */
  public PublishS3Step(S3Store store, Secrets secrets, SigningKey key) {
    super(secrets);
    this.store = store;
    this.statements = new Statements(key);
  }

  @Override
  public StepType type() {
    return TYPE;
  }

  @Override
  protected List<String> secretParameters() {
    return List.of("secret_key", "session_token");
  }

  @Override
  protected Outcome call(StepInput input, StepContext context, HeldSecrets held)
      throws UnusableException, InterruptedException {
    var bucket = bucket(input, held);
    var files = FileNames.of(input);
    var keys = keys(input, context.itemName(), files);
    var signedFor = input.integer("signed_seconds").map(Duration::ofSeconds);
    if (signedFor.isPresent() && bucket.sessionToken().isPresent()) {
      throw new UnusableException(
          "signed_seconds", "expected a lasting key: such a link would hold the session token");
    }
    var to = new To(bucket, (long) present(input.integer("part_size")) * MIB, signedFor);
    var published = new Published(input.text("public_url").map(url -> url.replaceFirst("/+$", "")));
    for (int i = 0; i < files.size(); i++) {
      if (context.isCancelled()) {
        throw new InterruptedException("the attempt was stopped");
      }
      var object = object(input, context, files.get(i), keys.get(i));
      var failure =
          Statements.wanted(input)
              ? attested(to, object, files.get(i), context, published)
              : alone(to, object, files.get(i), published);
      if (failure.isPresent()) {
        return new Outcome.Failed(failure.get());
      }
    }
    return Outcome.done(published.outputs());
  }

  /** Where objects are put, and how. */
  private record To(Bucket bucket, long partBytes, Optional<Duration> signedFor) {}

  private S3Store.Put put(To to, StoredObject object) throws InterruptedException {
    return store.put(to.bucket(), object, to.partBytes(), to.signedFor());
  }

  /** Empty when it is there. */
  private Optional<Failure> alone(
      To to, StoredObject object, FileNames.Named file, Published published)
      throws InterruptedException {
    return switch (put(to, object)) {
      case S3Store.Put.Not(var why) -> Optional.of(why);
      case S3Store.Put.Here here -> {
        published.add(object.key(), file, here, Optional.empty());
        yield Optional.empty();
      }
    };
  }

  /** With its statement; empty when both are there. */
  private Optional<Failure> attested(
      To to, StoredObject object, FileNames.Named file, StepContext context, Published published)
      throws UnusableException, InterruptedException {
    var put = put(to, object);
    if (put instanceof S3Store.Put.Not(var why)) {
      return Optional.of(why);
    }
    var statement = statement(object, file, context);
    return switch (put(to, statement)) {
      case S3Store.Put.Not(var why) -> Optional.of(why);
      case S3Store.Put.Here beside -> {
        var told = Optional.of(new Beside(statement.key(), beside));
        published.add(object.key(), file, (S3Store.Put.Here) put, told);
        yield Optional.empty();
      }
    };
  }

  private static Bucket bucket(StepInput input, HeldSecrets held) throws UnusableException {
    var endpoint = Optional.<URI>empty();
    if (input.text("endpoint").isPresent()) {
      var text = present(input.text("endpoint"));
      endpoint = S3Store.endpoint(text);
      if (endpoint.isEmpty()) {
        throw new UnusableException(
            "endpoint", "expected an http or https address, but '" + text + "'");
      }
    }
    var name = present(input.text("bucket"));
    if (!name.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
      throw new UnusableException(
          "bucket", "expected 3 to 63 characters a-z, 0-9, . and -, but '" + name + "'");
    }
    boolean pathStyle =
        input.value("path_style").isPresent() ? input.flag("path_style") : endpoint.isPresent();
    var token = input.value("session_token");
    return new Bucket(
        endpoint,
        present(input.text("region")),
        name,
        pathStyle,
        // it names who calls and opens nothing; a signed link holds it
        held.known("access_key", present(input.value("access_key"))),
        held.secret("secret_key", present(input.value("secret_key"))),
        token.isPresent()
            ? Optional.of(held.secret("session_token", token.get()))
            : Optional.empty());
  }

  private static List<String> keys(StepInput input, String item, List<FileNames.Named> files)
      throws UnusableException {
    var pattern = new ObjectKey(present(input.text("prefix")), present(input.text("key")));
    var keys = new ArrayList<String>();
    var taken = new HashSet<String>();
    for (var file : files) {
      var key = pattern.of(item, file, keys.size() + 1);
      if (!taken.add(key)) {
        throw new UnusableException(
            "key", "expected a key for each file, but '" + key + "' is taken");
      }
      keys.add(key);
    }
    if (Statements.wanted(input)) {
      for (var key : keys) {
        var beside = ObjectKey.checked(Attestation.beside(key));
        if (!taken.add(beside)) {
          throw new UnusableException(
              "key", "expected a key for each statement, but '" + beside + "' is taken");
        }
      }
    }
    return keys;
  }

  private static StoredObject object(
      StepInput input, StepContext context, FileNames.Named file, String key)
      throws UnusableException {
    var asset = file.asset();
    try {
      return new StoredObject(
          key,
          context.file(asset.id()),
          asset.bytes(),
          asset.id().sha256(),
          input.text("content_type").orElseGet(() -> MediaTypes.told(asset)),
          input.text("cache_control"));
    } catch (IOException e) {
      throw new UnusableException("files", String.valueOf(e.getMessage()));
    }
  }

  /**
   * The statement about a file, as it lies beside it. Another run says something else of the same
   * file; the latest stays.
   */
  private StoredObject statement(StoredObject of, FileNames.Named file, StepContext context)
      throws UnusableException {
    try {
      var name = of.key().substring(of.key().lastIndexOf('/') + 1);
      var written = statements.write(file.asset(), name, context);
      return new StoredObject(
          Attestation.beside(of.key()),
          written,
          Files.size(written),
          Statements.sha256(written),
          Statements.MEDIA_TYPE,
          of.cacheControl());
    } catch (IOException e) {
      throw new UnusableException("provenance", "it cannot be signed: " + e.getMessage());
    }
  }

  /** A statement that is there now. */
  private record Beside(String key, S3Store.Put.Here here) {}

  /** What is told of all that is there now. */
  private static final class Published {
    private final Optional<String> publicUrl;
    private final List<Value> objects = new ArrayList<>();
    private final List<Value> urls = new ArrayList<>();
    private final List<Value> signed = new ArrayList<>();
    private int unchanged;

    Published(Optional<String> publicUrl) {
      this.publicUrl = publicUrl;
    }

    void add(String key, FileNames.Named file, S3Store.Put.Here here, Optional<Beside> statement) {
      var url = url(key, here);
      unchanged += here.unchanged() ? 1 : 0;
      urls.add(url);
      here.signedUrl().map(Value::of).ifPresent(signed::add);
      Map<String, Value> object = new LinkedHashMap<>();
      object.put("key", Value.of(key));
      object.put("url", url);
      object.put("etag", Value.of(here.etag()));
      object.put("state", Value.of(here.unchanged() ? "unchanged" : "published"));
      object.put("asset", Value.of(file.asset()));
      statement.ifPresent(beside -> object.put("provenance", told(beside)));
      objects.add(new Value.ObjectOf(object));
    }

    private Value url(String key, S3Store.Put.Here here) {
      return Value.of(publicUrl.map(base -> base + "/" + path(key)).orElse(here.url()));
    }

    private Value told(Beside statement) {
      Map<String, Value> told = new LinkedHashMap<>();
      told.put("key", Value.of(statement.key()));
      told.put("url", url(statement.key(), statement.here()));
      statement.here().signedUrl().ifPresent(link -> told.put("signed_url", Value.of(link)));
      return new Value.ObjectOf(told);
    }

    private static String path(String key) {
      return java.net.URLEncoder.encode(key, java.nio.charset.StandardCharsets.UTF_8)
          .replace("%2F", "/")
          .replace("+", "%20");
    }

    Map<String, Value> outputs() {
      Map<String, Value> outputs = new LinkedHashMap<>();
      outputs.put("url", urls.getFirst());
      outputs.put("urls", new Value.ListOf(urls));
      outputs.put("signed_urls", new Value.ListOf(signed));
      outputs.put("objects", new Value.ListOf(objects));
      outputs.put("published", Value.of(objects.size() - unchanged));
      outputs.put("unchanged", Value.of(unchanged));
      return outputs;
    }
  }
}
