package dev.backlot.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** A dialect's contract: which requests there are, and whether an answer is as it says. */
final class Contract {
  static final List<String> DIALECTS =
      List.of("backlot", "firefly", "sartiq", "scenario", "wiserows");
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private final List<Operation> operations;
  private final OpenApiInteractionValidator validator;

  /**
   * A request that the contract knows.
   *
   * @param path with the dialect's prefix, and {@code {name}} for what differs
   * @param open whether it needs no key
   */
  record Operation(String method, String path, boolean open) {
    private Pattern form() {
      return Pattern.compile(Pattern.quote(path).replaceAll("\\{[^}]*}", "\\\\E[^/]+\\\\Q"));
    }

    boolean matches(String givenMethod, String givenPath) {
      return method.equals(givenMethod) && form().matcher(givenPath).matches();
    }
  }

  private Contract(List<Operation> operations, OpenApiInteractionValidator validator) {
    this.operations = List.copyOf(operations);
    this.validator = validator;
  }

  static Contract of(String dialect) {
    var file = Path.of("src/main/openapi/" + dialect + ".yaml");
    try {
      Map<String, Object> document = new Yaml().load(Files.readString(file));
      return new Contract(
          operations(document),
          OpenApiInteractionValidator.createFor(file.toUri().toString()).build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Operation> operations(Map<String, Object> document) {
    var servers = (List<?>) document.getOrDefault("servers", List.of());
    var prefix =
        servers.isEmpty() ? "/" : String.valueOf(((Map<?, ?>) servers.getFirst()).get("url"));
    var base = prefix.equals("/") ? "" : prefix;
    var all = new ArrayList<Operation>();
    ((Map<?, ?>) document.getOrDefault("paths", Map.of()))
        .forEach(
            (path, methods) ->
                ((Map<?, ?>) methods)
                    .forEach(
                        (method, said) -> {
                          if (METHODS.contains(String.valueOf(method))) {
                            all.add(
                                new Operation(
                                    String.valueOf(method).toUpperCase(Locale.ROOT),
                                    base + path,
                                    String.valueOf(said).contains("security=[]")));
                          }
                        }));
    return all;
  }

  List<Operation> operations() {
    return operations;
  }

  Optional<Operation> find(String method, String path) {
    // what is written out comes before what stands for anything
    return operations.stream()
        .filter(one -> one.matches(method, path))
        .min(java.util.Comparator.comparingInt(one -> one.path().split("\\{", -1).length));
  }

  /** Fails when an answer to what the contract knows is not as it says. */
  void check(String method, HttpResponse<byte[]> answer) {
    check(
        method, answer.uri().getPath(), answer.statusCode(), answer.headers().map(), answer.body());
  }

  /** As {@link #check(String, HttpResponse)}, of an answer that came otherwise. */
  void check(
      String method, String path, int status, Map<String, List<String>> headers, byte[] body) {
    if (find(method, path).isEmpty()) {
      return;
    }
    var response = new SimpleResponse.Builder(status);
    headers.forEach(response::withHeader);
    if (body.length > 0) {
      response.withBody(body);
    }
    var report = validator.validateResponse(path, Request.Method.valueOf(method), response.build());
    assertThat(report.getMessages()).as(method + " " + path).isEmpty();
  }
}
