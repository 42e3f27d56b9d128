package dev.backlot.provider;

import dev.backlot.model.Failure;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Outgoing HTTP calls: http and https only, no redirects, bodies up to {@value #BODY_MAX} bytes,
 * and no private addresses unless the operator allows them.
 */
public final class WebClient implements AutoCloseable {
  /** The longest answer that is read, in bytes. */
  public static final int BODY_MAX = 8 << 20;

  private static final String IPV4 = "(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}";
  private static final int REDIRECTS_MAX = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final boolean privateAddresses;
  private final Predicate<InetAddress> isPrivate;
  private final SocketClient sockets = new SocketClient();
  private @Nullable HttpClient client;

  /** An HTTP call to make. */
  public record Call(
      String method,
      URI uri,
      Map<String, String> headers,
      Optional<String> body,
      Duration timeout) {}

  /** What came of it. */
  public sealed interface Reply {
    record Answered(int status, Map<String, List<String>> headers, String text) implements Reply {}

    record Failed(Failure failure) implements Reply {}
  }

  /**
   * Over the network.
   *
   * @param privateAddresses whether addresses of networks of one's own are called too
   */
  public WebClient(boolean privateAddresses) {
    this(privateAddresses, PrivateAddresses::contain);
  }

  private WebClient(boolean privateAddresses, Predicate<InetAddress> isPrivate) {
    this.privateAddresses = privateAddresses;
    this.isPrivate = isPrivate;
  }

  /** Calls what is not private by another judge than {@link PrivateAddresses}. */
  static WebClient judging(Predicate<InetAddress> isPrivate) {
    return new WebClient(false, isPrivate);
  }

  /** Made with the first call: setting up TLS takes longer than the rest of a start. */
  private synchronized HttpClient client() {
    var known = client;
    if (known == null) {
      known =
          HttpClient.newBuilder()
              .executor(Executors.newVirtualThreadPerTaskExecutor())
              .connectTimeout(CONNECT_TIMEOUT)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
      client = known;
    }
    return known;
  }

  /** Makes the call and reads the whole answer. */
  public Reply send(Call call) throws InterruptedException {
    var body =
        call.body()
            .map(HttpRequest.BodyPublishers::ofString)
            .orElseGet(HttpRequest.BodyPublishers::noBody);
    return send(call, body);
  }

  /**
   * As {@link #send}, with a file for a body.
   *
   * @throws FileNotFoundException when there is no such file
   */
  public Reply upload(Call call, Path file) throws FileNotFoundException, InterruptedException {
    return send(call, HttpRequest.BodyPublishers.ofFile(file));
  }

  /**
   * As {@link #send}, with a form for a body; its content type is added.
   *
   * @throws FileNotFoundException when there is no such file
   */
  public Reply upload(Call call, FormBody form) throws FileNotFoundException, InterruptedException {
    var headers = new LinkedHashMap<>(call.headers());
    headers.put("Content-Type", form.contentType());
    var typed = new Call(call.method(), call.uri(), headers, call.body(), call.timeout());
    return send(typed, form.publisher());
  }

  private Reply send(Call call, HttpRequest.BodyPublisher body) throws InterruptedException {
    HttpRequest request;
    try {
      request =
          HttpRequest.newBuilder(request(call), (_, _) -> true).method(call.method(), body).build();
    } catch (IllegalArgumentException e) {
      return new Reply.Failed(new Failure.Invalid("headers", String.valueOf(e.getMessage())));
    }
    return send(call, request);
  }

  private Reply send(Call call, HttpRequest request) throws InterruptedException {
    var refusal = refusal(call.uri());
    if (refusal.isPresent()) {
      return new Reply.Failed(refusal.get());
    }
    try {
      return answer(client().send(request, _ -> new BoundedBody(BODY_MAX, call.timeout())));
    } catch (HttpTimeoutException _) {
      return late("no answer from ", call);
    } catch (ConnectException _) {
      return failed("cannot connect to " + call.uri().getHost());
    } catch (IOException e) {
      return e.getCause() instanceof TimeoutException
          ? late("no whole answer from ", call)
          : failed("the connection to " + call.uri().getHost() + " broke: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      return new Reply.Failed(new Failure.Invalid("headers", String.valueOf(e.getMessage())));
    }
  }

  /**
   * As {@link #send}, for callers who must know whether a call that failed may have arrived: faults
   * come as they are, and addresses are not looked at.
   *
   * @param answerMax the longest answer that is read, in bytes
   */
  HttpResponse<Optional<String>> exchange(Call call, int answerMax)
      throws IOException, InterruptedException {
    return client().send(request(call), _ -> new BoundedBody(answerMax, call.timeout()));
  }

  /** As {@link #exchange(Call, int)}, with bytes for a body. */
  HttpResponse<Optional<String>> exchange(Call call, byte[] body, int answerMax)
      throws IOException, InterruptedException {
    var content = HttpRequest.BodyPublishers.ofByteArray(body);
    var request =
        HttpRequest.newBuilder(request(call), (_, _) -> true)
            .method(call.method(), content)
            .build();
    return client().send(request, _ -> new BoundedBody(answerMax, call.timeout()));
  }

  /** Starts to listen at a WebSocket; as with {@link #exchange}, addresses are not looked at. */
  Provider.Watch listen(URI address, Map<String, String> headers, SocketEar ear) {
    return sockets.listen(address, headers, ear);
  }

  /**
   * Fetches a file.
   *
   * @param bytesMax the longest file that is taken
   * @return why not; empty once the whole file is there
   */
  public Optional<Failure> fetch(Call call, Path target, long bytesMax)
      throws InterruptedException {
    var refusal = refusal(call.uri());
    if (refusal.isPresent()) {
      return refusal;
    }
    var host = call.uri().getHost();
    try {
      var response = client().send(request(call), HttpResponse.BodyHandlers.ofInputStream());
      try (var body = response.body()) {
        if (response.statusCode() != 200) {
          return Optional.of(new Failure.Transient(host + " answered " + response.statusCode()));
        }
        return write(body, target, bytesMax);
      }
    } catch (InterruptedIOException e) {
      throw (InterruptedException)
          new InterruptedException("interrupted while a file came").initCause(e);
    } catch (IOException e) {
      return Optional.of(
          new Failure.Transient("a file could not be fetched from " + host + ": " + words(e)));
    }
  }

  /** A file that somebody asked for. */
  public sealed interface Download {
    /** Its bytes as they come, from where they come in the end; the caller closes them. */
    record Coming(InputStream body, URI from) implements Download {}

    record Failed(Failure why) implements Download {}
  }

  /**
   * Asks for a file, over at most {@value #REDIRECTS_MAX} redirects; every address on the way is
   * looked at anew.
   */
  public Download open(URI address, Duration timeout) throws InterruptedException {
    var next = address;
    for (int hops = 0; hops <= REDIRECTS_MAX; hops++) {
      var refusal = refusal(next);
      if (refusal.isPresent()) {
        return new Download.Failed(refusal.get());
      }
      var call = new Call("GET", next, Map.of(), Optional.empty(), timeout);
      try {
        var response = client().send(request(call), HttpResponse.BodyHandlers.ofInputStream());
        int status = response.statusCode();
        if (status == 200) {
          return new Download.Coming(response.body(), next);
        }
        response.body().close();
        var target = response.headers().firstValue("Location");
        if (!REDIRECTS.contains(status) || target.isEmpty()) {
          return new Download.Failed(unavailable(next, status));
        }
        next = next.resolve(target.get());
      } catch (InterruptedIOException e) {
        throw (InterruptedException)
            new InterruptedException("interrupted while a file came").initCause(e);
      } catch (IOException e) {
        return new Download.Failed(
            new Failure.Transient("cannot be fetched from " + next.getHost() + ": " + words(e)));
      } catch (IllegalArgumentException _) {
        return new Download.Failed(
            new Failure.Invalid("url", next.getHost() + " redirects to what is no address"));
      }
    }
    return new Download.Failed(
        new Failure.Invalid(
            "url", "expected at most " + REDIRECTS_MAX + " redirects, but there are more"));
  }

  private static String words(IOException e) {
    return switch (e) {
      case HttpTimeoutException _ -> "no answer in time";
      case ConnectException _ -> "cannot connect";
      default -> e.getMessage() == null ? "the connection broke" : e.getMessage();
    };
  }

  private static Failure unavailable(URI address, int status) {
    var message = "expected a file, but " + address.getHost() + " answered " + status;
    boolean mayPass = status >= 500 || status == 408 || status == 425 || status == 429;
    return mayPass ? new Failure.Transient(message) : new Failure.Invalid("url", message);
  }

  private static Optional<Failure> write(InputStream body, Path target, long bytesMax)
      throws IOException {
    try (var out = Files.newOutputStream(target)) {
      var buffer = new byte[1 << 16];
      long written = 0;
      for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
        written += read;
        if (written > bytesMax) {
          return Optional.of(
              new Failure.Invalid(
                  "url", "expected a file of at most " + bytesMax + " bytes, but it is longer"));
        }
        out.write(buffer, 0, read);
      }
      return Optional.empty();
    }
  }

  private static Reply answer(HttpResponse<Optional<String>> response) {
    return response
        .body()
        .<Reply>map(
            text -> new Reply.Answered(response.statusCode(), response.headers().map(), text))
        .orElseGet(
            () ->
                new Reply.Failed(
                    new Failure.Invalid(
                        "url",
                        "expected an answer of at most " + BODY_MAX + " bytes, but it is longer")));
  }

  private static Reply late(String what, Call call) {
    return failed(what + call.uri().getHost() + " within " + call.timeout().toSeconds() + " s");
  }

  private static Reply failed(String message) {
    return new Reply.Failed(new Failure.Transient(message));
  }

  private static HttpRequest request(Call call) {
    var body =
        call.body()
            .map(HttpRequest.BodyPublishers::ofString)
            .orElseGet(HttpRequest.BodyPublishers::noBody);
    var request =
        HttpRequest.newBuilder(call.uri()).timeout(call.timeout()).method(call.method(), body);
    if (String.valueOf(call.uri().getScheme()).equals("http")) {
      // without TLS there is no agreeing on HTTP/2, only an upgrade that every request would ask
      // for
      request.version(HttpClient.Version.HTTP_1_1);
    }
    call.headers().forEach(request::header);
    return request.build();
  }

  /**
   * Why this address is not called; empty when it is. A name is looked up once: the call that
   * follows goes to the addresses that were looked at.
   */
  public Optional<Failure> refusal(URI uri) {
    var scheme = String.valueOf(uri.getScheme());
    if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
      return Optional.of(
          new Failure.Invalid("url", "expected an http or https address, but '" + uri + "'"));
    }
    if (privateAddresses) {
      return Optional.empty();
    }
    if (isAmbiguous(uri.getHost())) {
      return Optional.of(
          new Failure.Invalid(
              "url",
              "expected a name or an address such as 93.184.215.14, but '" + uri.getHost() + "'"));
    }
    try {
      for (var address : PinnedNames.hold(uri.getHost())) {
        if (isPrivate.test(address)) {
          return Optional.of(
              new Failure.Invalid(
                  "url",
                  "the address of "
                      + uri.getHost()
                      + " is private; this server calls public addresses only"));
        }
      }
      return Optional.empty();
    } catch (UnknownHostException _) {
      return Optional.of(new Failure.Transient("the host " + uri.getHost() + " is unknown"));
    }
  }

  /** Numbers that some programs read as octal or as one number, and others do not. */
  private static boolean isAmbiguous(String host) {
    return host.matches("[0-9.]+|0[xX].*") && !host.matches(IPV4);
  }

  @Override
  public synchronized void close() {
    sockets.close();
    if (client != null) {
      client.shutdownNow();
    }
  }
}
