package dev.backlot.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.backlot.cli.Platform;
import dev.backlot.json.Json;
import dev.backlot.surface.SurfaceClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Who may do what on the whole server, every dialect of it: tried from outside. */
@Timeout(120)
class AccessTest {
  private static final List<String> CONTRACTS =
      List.of("backlot", "firefly", "sartiq", "scenario", "wiserows");
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path folder;

  private static HttpResponse<String> ask(
      String method, String url, String authorization, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", "application/json");
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  private static String bearer(String key) {
    return "Bearer " + key;
  }

  private Platform.Server serve(Wiring wiring, Platform.AccessRules rules) throws Exception {
    return wiring.serve(
        new Platform.Serving(
            "127.0.0.1",
            0,
            folder.resolve("data"),
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            rules));
  }

  private static Platform.AccessRules rules(int requests) {
    return new Platform.AccessRules(requests, Optional.empty());
  }

  private String admin() throws Exception {
    return Files.readString(folder.resolve("data/admin.key")).strip();
  }

  private static String make(String url, String admin, String body) throws Exception {
    var answer = ask("POST", url + "/v1/keys", bearer(admin), body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return Json.parse(answer.body()).path("key").stringValue();
  }

  /** One request that a contract knows. */
  private record Operation(String contract, String method, String path) {
    String url(String server) {
      return server + path.replaceAll("\\{[^}]*}", "nothing-such");
    }
  }

  private static Stream<Operation> operations(String contract) {
    try {
      Map<String, Object> document =
          new Yaml().load(Files.readString(Path.of("src/main/openapi/" + contract + ".yaml")));
      var servers = (List<?>) document.getOrDefault("servers", List.of());
      var prefix =
          servers.isEmpty() ? "" : String.valueOf(((Map<?, ?>) servers.getFirst()).get("url"));
      var base = prefix.equals("/") ? "" : prefix;
      return ((Map<?, ?>) document.getOrDefault("paths", Map.of()))
          .entrySet().stream()
              .flatMap(
                  path ->
                      ((Map<?, ?>) path.getValue())
                          .entrySet().stream()
                              .filter(
                                  one ->
                                      !one.getKey().equals("parameters")
                                          && !String.valueOf(one.getValue())
                                              .contains("security=[]"))
                              .map(
                                  one ->
                                      new Operation(
                                          contract,
                                          String.valueOf(one.getKey())
                                              .toUpperCase(java.util.Locale.ROOT),
                                          base + path.getKey())));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void every_route_of_every_dialect_is_closed_to_whoever_has_no_right_to_it() throws Exception {
    var issuer = new RSAKeyGenerator(2048).keyID("k1").generate();
    var late = claims().expirationTime(Date.from(Instant.now().minusSeconds(120))).build();
    var expired = token(issuer, late);
    var access = new Platform.AccessRules(1_000_000, Optional.of(issuedBy(issuer)));
    try (var wiring = new Wiring(folder);
        var server = serve(wiring, access)) {
      var url = server.url();
      var viewer = make(url, admin(), "{\"name\":\"look\",\"role\":\"viewer\"}");
      var revoked = make(url, admin(), "{\"name\":\"gone\",\"role\":\"admin\"}");
      var listed = ask("GET", url + "/v1/keys", bearer(admin()), "").body();
      var id =
          Json.parse(listed)
              .path("items")
              .valueStream()
              .filter(key -> key.path("name").asString().equals("gone"))
              .map(key -> key.path("id").asString())
              .findFirst()
              .orElseThrow();
      assertThat(listed).doesNotContain("\"key\"", "sha256");
      assertThat(ask("DELETE", url + "/v1/keys/" + id, bearer(admin()), "").statusCode())
          .isEqualTo(204);
      assertThat(ask("DELETE", url + "/v1/keys/" + id, bearer(admin()), "").statusCode())
          .isEqualTo(404);

      int tried = 0;
      for (var operation : CONTRACTS.stream().flatMap(AccessTest::operations).toList()) {
        // which holds every answer against the contract
        var client = new SurfaceClient(url, "", operation.contract(), "");
        for (var bad :
            List.of(
                "",
                bearer("bk_wrong"),
                bearer(revoked),
                "Basic !!",
                bearer("a.b.c"),
                bearer(expired))) {
          var answer = tried(client, operation, bad);
          assertThat(answer.status()).as(operation + " " + bad).isEqualTo(401);
          tried++;
        }
        if (!operation.method().equals("GET")) {
          var answer = tried(client, operation, bearer(viewer));
          assertThat(answer.status()).as(operation + " " + answer.text()).isEqualTo(403);
          assertThat(answer.text()).contains("needs the role");
        }
      }
      assertThat(tried).isGreaterThan(500);
    }
  }

  private static SurfaceClient.Answer tried(
      SurfaceClient client, Operation operation, String authorization) {
    return authorization.isEmpty()
        ? client.json(operation.method(), operation.url(""), "{}")
        : client.json(operation.method(), operation.url(""), "{}", "Authorization", authorization);
  }

  @Test
  void keys_hold_what_they_say_also_after_a_restart() throws Exception {
    String operator;
    String other;
    try (var wiring = new Wiring(folder);
        var server = serve(wiring, rules(600))) {
      var url = server.url();
      operator = make(url, admin(), "{\"name\":\"run\",\"role\":\"operator\",\"user\":\"anna\"}");
      other = make(url, admin(), "{\"name\":\"theirs\",\"role\":\"admin\",\"tenant\":\"acme\"}");
      var workflow = "{\"source\":\"name: w\\nsteps:\\n  s: {uses: list, with: {items: [1]}}\\n\"}";
      assertThat(ask("POST", url + "/v1/workflows", bearer(operator), workflow).body())
          .contains("this needs the role editor, and the key has operator");
      // admins of another tenant are no operators, and make keys for their own tenant only
      assertThat(ask("GET", url + "/v1/limits", bearer(other), "").statusCode()).isEqualTo(403);
      assertThat(ask("GET", url + "/v1/keys?tenant=default", bearer(other), "").statusCode())
          .isEqualTo(403);
      var theirs = ask("GET", url + "/v1/keys", bearer(other), "").body();
      assertThat(Json.parse(theirs).path("items")).hasSize(1);
      var wrong = ask("POST", url + "/v1/keys", bearer(admin()), "{\"role\":\"king\"}");
      assertThat(wrong.statusCode()).isEqualTo(400);
      assertThat(wrong.body()).contains("viewer, operator, editor or admin", "name");
    }
    try (var wiring = new Wiring(folder);
        var server = serve(wiring, rules(600))) {
      var url = server.url();
      assertThat(ask("GET", url + "/v1/batches", bearer(operator), "").statusCode()).isEqualTo(200);
      for (var pair : List.of(operator + ":", ":" + operator, "anything:" + operator)) {
        var basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        assertThat(ask("GET", url + "/scenario/v1/jobs", "Basic " + basic, "").statusCode())
            .isEqualTo(200);
      }
      // nearly right is wrong
      var almost = operator.substring(0, operator.length() - 1) + "!";
      assertThat(ask("GET", url + "/v1/batches", bearer(almost), "").statusCode()).isEqualTo(401);
      assertThat(ask("GET", url + "/v1/keys", bearer(other), "").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void who_asks_too_often_is_told_when_to_come_back() throws Exception {
    try (var wiring = new Wiring(folder);
        var server = serve(wiring, rules(600))) {
      var url = server.url();
      var busy =
          make(url, admin(), "{\"name\":\"busy\",\"role\":\"viewer\",\"requests_per_minute\":20}");
      for (int i = 0; i < 2; i++) {
        var answer = ask("GET", url + "/firefly/batches", bearer(busy), "");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("x-ratelimit-limit")).contains("2");
        assertThat(answer.headers().firstValue("x-ratelimit-remaining")).contains("" + (1 - i));
      }
      var answer = ask("GET", url + "/firefly/batches", bearer(busy), "");
      assertThat(answer.statusCode()).isEqualTo(429);
      assertThat(Json.parse(answer.body()).path("status").stringValue()).isEqualTo("failed");
      assertThat(answer.headers().firstValue("Retry-After").map(Integer::parseInt))
          .hasValueSatisfying(seconds -> assertThat(seconds).isBetween(1, 4));
      assertThat(answer.headers().firstValue("x-ratelimit-reset").map(Long::parseLong))
          .hasValueSatisfying(
              at -> assertThat(at).isGreaterThanOrEqualTo(Instant.now().getEpochSecond()));
      // the admin key is not counted
      for (int i = 0; i < 100; i++) {
        assertThat(ask("GET", url + "/health", bearer(admin()), "").statusCode()).isEqualTo(200);
      }
    }
  }

  private static String token(RSAKey key, JWTClaimsSet claims) throws Exception {
    var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
    var token = new SignedJWT(header, claims);
    token.sign(new RSASSASigner(key));
    return token.serialize();
  }

  private Platform.TokenRules issuedBy(RSAKey key) throws Exception {
    var file =
        Files.writeString(folder.resolve("jwks.json"), new JWKSet(key.toPublicJWK()).toString());
    return new Platform.TokenRules(
        "https://id.example", "backlot", file.toString(), "tenant", "role", "sub");
  }

  private static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("https://id.example")
        .audience("backlot")
        .subject("anna")
        .claim("tenant", "acme")
        .claim("role", "operator")
        .expirationTime(Date.from(Instant.now().plusSeconds(300)));
  }

  @Test
  void tokens_of_the_issuer_open_what_they_say_and_nothing_else() throws Exception {
    var first = new RSAKeyGenerator(2048).keyID("k1").generate();
    var second = new RSAKeyGenerator(2048).keyID("k2").generate();
    var third = new RSAKeyGenerator(2048).keyID("k3").generate();
    var keys = new AtomicReference<>(new JWKSet(first.toPublicJWK()).toString());
    var issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/keys",
        exchange -> {
          var bytes = keys.get().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    issuer.start();
    var tokens =
        new Platform.TokenRules(
            "https://id.example",
            "backlot",
            "http://127.0.0.1:" + issuer.getAddress().getPort() + "/keys",
            "tenant",
            "role",
            "sub");
    try (var wiring = new Wiring(folder);
        var server = serve(wiring, new Platform.AccessRules(6_000, Optional.of(tokens)))) {
      var batches = server.url() + "/v1/batches";
      assertThat(ask("GET", batches, bearer(token(first, claims().build())), "").statusCode())
          .isEqualTo(200);
      // the issuer has a new key: its first token has the set read again
      keys.set(new JWKSet(List.of(first.toPublicJWK(), second.toPublicJWK())).toString());
      assertThat(ask("GET", batches, bearer(token(second, claims().build())), "").statusCode())
          .isEqualTo(200);
      // an operator publishes nothing
      var workflows = server.url() + "/v1/workflows";
      assertThat(ask("POST", workflows, bearer(token(first, claims().build())), "{}").statusCode())
          .isEqualTo(403);
      var late = claims().expirationTime(Date.from(Instant.now().minusSeconds(120))).build();
      var expired = ask("GET", batches, bearer(token(first, late)), "");
      assertThat(expired.statusCode()).isEqualTo(401);
      assertThat(expired.body()).contains("the token is not accepted");
      // a minute of difference between clocks is allowed for
      var skewed = claims().expirationTime(Date.from(Instant.now().minusSeconds(20))).build();
      assertThat(ask("GET", batches, bearer(token(first, skewed)), "").statusCode()).isEqualTo(200);
      for (var wrong :
          List.of(
              token(first, claims().issuer("https://evil.example").build()),
              token(first, claims().audience("other").build()),
              token(first, claims().claim("tenant", null).build()),
              token(first, claims().claim("tenant", "No Tenant!").build()),
              new PlainJWT(claims().build()).serialize(),
              token(third, claims().build()),
              token(first, claims().build()).replaceFirst("\\.[^.]*\\.", ".e30."))) {
        assertThat(ask("GET", batches, bearer(wrong), "").statusCode()).as(wrong).isEqualTo(401);
      }
    } finally {
      issuer.stop(0);
    }
  }

  @Test
  void a_key_set_in_a_file_will_do() throws Exception {
    var key = new RSAKeyGenerator(2048).keyID("k1").generate();
    try (var wiring = new Wiring(folder);
        var server = serve(wiring, new Platform.AccessRules(6_000, Optional.of(issuedBy(key))))) {
      assertThat(
              ask(
                      "GET",
                      server.url() + "/v1/batches",
                      bearer(token(key, claims().claim("role", null).build())),
                      "")
                  .statusCode())
          .isEqualTo(200);
    }
  }
}
