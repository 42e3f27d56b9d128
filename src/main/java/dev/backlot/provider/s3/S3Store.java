package dev.backlot.provider.s3;

import dev.backlot.model.Failure;
import dev.backlot.provider.WebClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/**
 * Puts files into buckets. Private addresses are refused as {@link WebClient} refuses them; nothing
 * of this machine's own AWS settings is used.
 */
public final class S3Store implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SILENCE_MAX = Duration.ofSeconds(60);
  private static final String BY = "s3";
  private static final ProfileFile NO_PROFILES =
      ProfileFile.builder()
          .type(ProfileFile.Type.CONFIGURATION)
          .content(new ByteArrayInputStream(new byte[0]))
          .build();

  private final WebClient web;
  private final Connections connections = new Connections();

  public S3Store(WebClient web) {
    this.web = web;
  }

  /** Made with the first use: most processes never publish. */
  private static final class Connections {
    private Optional<SdkHttpClient> http = Optional.empty();

    synchronized SdkHttpClient get() {
      if (http.isEmpty()) {
        http =
            Optional.of(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT_TIMEOUT)
                    .socketTimeout(SILENCE_MAX)
                    .build());
      }
      return http.get();
    }

    synchronized void close() {
      http.ifPresent(SdkHttpClient::close);
    }
  }

  /** What became of a file. */
  public sealed interface Put {
    /**
     * It is there.
     *
     * @param unchanged whether it was there before, with the same bytes and the same headers
     * @param signedUrl a link for whoever has no key, where one was asked for
     */
    record Here(boolean unchanged, String etag, String url, Optional<String> signedUrl)
        implements Put {}

    record Not(Failure why) implements Put {}
  }

  /**
   * Puts a file, unless the very same object is there already.
   *
   * @param partBytes a longer file goes in parts of this size, 5 MiB at least
   * @param signedFor how long a link is to last; empty for none
   */
  public Put put(Bucket bucket, StoredObject object, long partBytes, Optional<Duration> signedFor)
      throws InterruptedException {
    var refusal = web.refusal(bucket.host());
    if (refusal.isPresent()) {
      return new Put.Not(asked(refusal.get()));
    }
    try (var client = client(bucket)) {
      var known = head(client, bucket, object.key());
      boolean unchanged = known.isPresent() && Sameness.holds(known.get(), object);
      var etag = unchanged ? known.get().eTag() : write(client, bucket, object, partBytes);
      var url =
          client.utilities().getUrl(get -> get.bucket(bucket.name()).key(object.key())).toString();
      return new Put.Here(
          unchanged,
          etag.replace("\"", ""),
          url,
          signedFor.map(time -> sign(bucket, object.key(), time)));
    } catch (AbortedException e) {
      throw (InterruptedException)
          new InterruptedException("interrupted while a file was published").initCause(e);
    } catch (S3Exception e) {
      return new Put.Not(said(bucket, e));
    } catch (SdkException e) {
      return new Put.Not(unreachable(bucket, e));
    } catch (IOException e) {
      return new Put.Not(new Failure.Transient("a file cannot be read: " + e.getMessage()));
    }
  }

  private static Failure asked(Failure refusal) {
    return refusal instanceof Failure.Invalid(_, var message)
        ? new Failure.Invalid("endpoint", message)
        : refusal;
  }

  private S3Client client(Bucket bucket) {
    var builder =
        S3Client.builder()
            .httpClient(connections.get())
            .region(Region.of(bucket.region()))
            .credentialsProvider(StaticCredentialsProvider.create(credentials(bucket)))
            .serviceConfiguration(configuration(bucket))
            // what other vendors' stores do not know is not sent
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(override -> override.defaultProfileFile(NO_PROFILES));
    bucket.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static S3Configuration configuration(Bucket bucket) {
    return S3Configuration.builder()
        .pathStyleAccessEnabled(bucket.pathStyle())
        .chunkedEncodingEnabled(false)
        .profileFile(() -> NO_PROFILES)
        .build();
  }

  private static AwsCredentials credentials(Bucket bucket) {
    return bucket
        .sessionToken()
        .<AwsCredentials>map(
            token -> AwsSessionCredentials.create(bucket.accessKey(), bucket.secretKey(), token))
        .orElseGet(() -> AwsBasicCredentials.create(bucket.accessKey(), bucket.secretKey()));
  }

  private static Optional<HeadObjectResponse> head(S3Client client, Bucket bucket, String key) {
    try {
      return Optional.of(client.headObject(head -> head.bucket(bucket.name()).key(key)));
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        // a bucket that is missing shows when something is put into it
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String write(S3Client client, Bucket bucket, StoredObject object, long partBytes)
      throws IOException, InterruptedException {
    if (object.bytes() > partBytes) {
      return new Parts(client, bucket.name(), object, partBytes).write();
    }
    return client
        .putObject(
            put ->
                put.bucket(bucket.name())
                    .key(object.key())
                    .contentType(object.contentType())
                    .cacheControl(object.cacheControl().orElse(null))
                    .metadata(Map.of(StoredObject.SHA256, object.sha256())),
            RequestBody.fromFile(object.file()))
        .eTag();
  }

  private static String sign(Bucket bucket, String key, Duration time) {
    var builder =
        S3Presigner.builder()
            .region(Region.of(bucket.region()))
            .credentialsProvider(StaticCredentialsProvider.create(credentials(bucket)))
            .serviceConfiguration(configuration(bucket));
    bucket.endpoint().ifPresent(builder::endpointOverride);
    try (var presigner = builder.build()) {
      return presigner
          .presignGetObject(
              sign ->
                  sign.signatureDuration(time)
                      .getObjectRequest(get -> get.bucket(bucket.name()).key(key)))
          .url()
          .toString();
    }
  }

  private static Failure said(Bucket bucket, S3Exception e) {
    var details = e.awsErrorDetails();
    var code = details == null || details.errorCode() == null ? "" : details.errorCode();
    var words = details == null || details.errorMessage() == null ? "" : details.errorMessage();
    var message =
        "%s answered %d %s %s"
            .formatted(bucket.host().getHost(), e.statusCode(), code, words)
            .strip();
    if (e.statusCode() >= 500 || e.statusCode() == 429 || e.statusCode() == 408) {
      return new Failure.Transient(message);
    }
    return code.equals("NoSuchBucket") || e.statusCode() == 404
        ? new Failure.Invalid("bucket", "there is no bucket '" + bucket.name() + "'; " + message)
        : new Failure.Refused(BY, message);
  }

  private static Failure unreachable(Bucket bucket, SdkException e) {
    var host = bucket.host().getHost();
    return e instanceof SdkClientException && e.getCause() instanceof IOException cause
        ? new Failure.Transient("cannot reach " + host + ": " + cause.getMessage())
        : new Failure.Transient(host + " could not be used: " + e.getMessage());
  }

  @Override
  public void close() {
    connections.close();
  }

  /** Reads the address of a store; empty when the text is none. */
  public static Optional<URI> endpoint(String text) {
    try {
      var uri = URI.create(text.strip().replaceFirst("/+$", ""));
      boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return web && uri.getHost() != null && uri.getQuery() == null && uri.getUserInfo() == null
          ? Optional.of(uri)
          : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
