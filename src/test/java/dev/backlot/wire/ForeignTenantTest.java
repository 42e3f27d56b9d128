package dev.backlot.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backlot.app.WholeServer;
import dev.backlot.fixture.StaticSite;
import dev.backlot.model.BatchId;
import dev.backlot.model.RunId;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Every request about something that is there, made by an admin of another tenant: it is answered
 * as if that thing had never been.
 */
@Timeout(180)
class ForeignTenantTest {
  private static final Pattern REQUEST_ID = Pattern.compile("\"request_id\" ?: ?\"[^\"]*\"");

  private static final Pattern NUMBER =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{12,64}");

  @SuppressWarnings("unused") // by name, below
  private static final List<String> DIALECTS = Contract.DIALECTS;

  @TempDir Path folder;

  @ParameterizedTest
  @FieldSource("DIALECTS")
  void what_is_foreign_looks_like_what_is_unknown(String dialect) throws Exception {
    try (var server = new WholeServer(folder);
        var site = new StaticSite(Files.readAllBytes(GoldenTest.PHOTO));
        var pulse = new Pulse(server.url(), server.adminKey())) {
      var foreign = server.key("{\"name\":\"foreign\",\"role\":\"admin\",\"tenant\":\"acme\"}");
      var fixed =
          Map.of(
              "http://SERVER", server.url(),
              "http://FAKE", server.provider(),
              "http://SITE", site.url(""));
      var teller = new Teller(server.url(), server.adminKey(), Contract.of(dialect), fixed, pulse);
      int tried = 0;
      for (var exchange : Exchange.of(dialect)) {
        var taken =
            teller.answers().taken(exchange).stream()
                .filter(value -> NUMBER.matcher(value).find())
                .toList();
        // calls of triggers open themselves by their secret, whoever makes them
        if (!taken.isEmpty() && !hasKey(exchange)) {
          var request = teller.answers().fill(exchange).with("Authorization", "Bearer " + foreign);
          compare(teller, request, taken);
          tried++;
        }
        teller.ask(exchange);
      }
      assertThat(tried).isGreaterThan(5);
    }
  }

  private static boolean hasKey(Exchange exchange) {
    return exchange.headers().stream().anyMatch(one -> one.name().equals("Authorization"));
  }

  private static void compare(Teller teller, Sent request, List<String> ids) {
    var answer = teller.send(request);
    var unknown = teller.send(otherwise(request, ids));

    assertThat(said(answer)).as(request.toString()).isEqualTo(said(unknown));
  }

  /** The same request about things of the same form that never were. */
  private static Sent otherwise(Sent request, List<String> ids) {
    var target = request.target();
    var body = new String(request.body(), StandardCharsets.UTF_8);
    for (var id : ids) {
      target = target.replace(id, other(id));
      body = body.replace(id, other(id));
    }
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    return request.to(target).saying(bytes, bytes.length);
  }

  /** Another id of the same form. */
  private static String other(String id) {
    return BatchId.parse(id)
        .map(batch -> new BatchId(batch.number() + 7).toString())
        .or(
            () ->
                RunId.parse(id)
                    .map(run -> new BatchId(run.batch().number() + 7).run(run.item()).toString()))
        .orElseGet(() -> turned(id));
  }

  /** Some digits of its last long number are others. */
  private static String turned(String id) {
    var number = NUMBER.matcher(id);
    int start = -1;
    int end = -1;
    while (number.find()) {
      start = number.start();
      end = number.end();
    }
    assertThat(start).as("a long number in " + id).isNotNegative();
    var other = new StringBuilder(id);
    for (int i = end - 4; i < end; i++) {
      other.setCharAt(i, id.charAt(i) == '1' ? '2' : '1');
    }
    return other.toString();
  }

  /** What was said, whatever the ids in it. */
  private static String said(HttpResponse<byte[]> answer) {
    var text = new String(answer.body(), StandardCharsets.UTF_8);
    text = REQUEST_ID.matcher(text).replaceAll("\"request_id\":\"\"");
    return answer.statusCode() + " " + NUMBER.matcher(text).replaceAll("N");
  }
}
